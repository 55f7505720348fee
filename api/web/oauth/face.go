package oauth

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"latchkey/api/client"
	"latchkey/api/client/access"
	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
)

// Provider signs people in to applications.
type Provider interface {
	Authorize(ctx context.Context, q url.Values, v oidc.Visitor) (to string, err error)
	Continue(ctx context.Context, sealed, as string, v oidc.Visitor) (to string, err error)
	Open(ctx context.Context, cookie string) (to string, err error)
	Exchange(ctx context.Context, c client.Proof, form url.Values) (oidc.Tokens, error)
	Introspect(ctx context.Context, c client.Proof, token string) (oidc.Introspection, error)
	Revoke(ctx context.Context, c client.Proof, token string) error
	TellRefused(ctx context.Context, call oidc.Call, err error)
	UserInfo(ctx context.Context, token string) (oidc.UserInfo, error)
	Logout(ctx context.Context, q url.Values, v oidc.Visitor) (oidc.Logout, error)
	ConfirmLogout(ctx context.Context, sealed, cookie string) (oidc.Logout, error)
	Metadata(locales []string) oidc.Metadata
}

// Options are what the face needs.
type Options struct {
	Provider Provider
	Clients  *client.Registry
	Cookies  middleware.Cookies
	Limits   *middleware.Limits          // of clients
	Language func(c *gin.Context) string // of the page that people see
	Asked    func(c *gin.Context)        // keeps the language that a request asks for
	Log      *slog.Logger
}

// Face answers applications.
type Face struct {
	Options
	metadata []byte
	pages    *errorPages
}

// New makes the face. It fails if the texts of its page cannot be read.
func New(o Options) (*Face, error) {
	pages, err := readErrorPages()
	if err != nil {
		return nil, err
	}
	metadata, err := json.Marshal(o.Provider.Metadata(pages.languages()))
	if err != nil {
		return nil, err
	}
	return &Face{Options: o, metadata: metadata, pages: pages}, nil
}

// The paths of the face.
const (
	AuthorizePath = "/oauth/authorize"
	tokenPath     = "/oauth/token"
	userinfoPath  = "/oauth/userinfo"
	askPath       = "/oauth/introspect"
	revokePath    = "/oauth/revoke"
	logoutPath    = "/oauth/logout"
	confirmPath   = logoutPath + "/confirm"
	openIDPath    = "/.well-known/openid-configuration"
	serverPath    = "/.well-known/oauth-authorization-server"
	keysPath      = "/.well-known/jwks.json" // which package rest serves
)

// Mount adds the routes. Those that other origins may read answer their preflights too.
func (f *Face) Mount(router gin.IRouter) {
	router.GET(AuthorizePath, f.authorize)
	router.POST(AuthorizePath, f.authorizeByForm)
	router.GET(oidc.ContinuePath+":request", f.goOn)
	router.GET(logoutPath, f.logout)
	router.POST(logoutPath, f.logoutByForm)
	router.POST(confirmPath, f.confirmLogout)
	router.GET(access.OpenPath, f.open)
	shared := router.Group("", shareWithAll)
	for _, path := range append(sharedPaths(), keysPath) {
		shared.OPTIONS(path, func(c *gin.Context) { c.Status(http.StatusNoContent) })
	}
	shared.GET(openIDPath, f.discovery)
	shared.GET(serverPath, f.discovery)
	shared.POST(tokenPath, f.token)
	shared.POST(revokePath, f.revoke)
	router.POST(askPath, f.introspect)
	shared.GET(userinfoPath, f.userinfo)
	shared.POST(userinfoPath, f.userinfo)
}

// sharedPaths are those whose answers other origins may read.
func sharedPaths() []string {
	return []string{openIDPath, serverPath, tokenPath, userinfoPath, revokePath}
}

// RefuseMethod answers a request to a path of the face by a method that it does not have.
func (f *Face) RefuseMethod(c *gin.Context) {
	if slices.Contains(sharedPaths(), c.Request.URL.Path) {
		shareWithAll(c)
	}
	f.log(c, slog.LevelDebug, "method_not_allowed", c.Request.Method, nil)
	c.AbortWithStatusJSON(http.StatusMethodNotAllowed, oauthError{
		fault.InvalidRequest, "The path is for " + c.Writer.Header().Get("Allow") + ". (" + middleware.Reference(c) + ")",
	})
}

// shareWithAll lets every origin read the answer, without credentials: nothing here looks
// at a cookie.
func shareWithAll(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After") // what an error says beside its body
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if c.Request.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, POST")
		h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
		h.Set("Access-Control-Max-Age", "600")
	}
	c.Next()
}

// discovery says where everything is.
func (f *Face) discovery(c *gin.Context) {
	c.Header("Cache-Control", "public, max-age=300")
	c.Data(http.StatusOK, "application/json", f.metadata)
}
