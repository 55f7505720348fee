package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/contract"
	"latchkey/api/fault"
	"latchkey/api/signin"
)

// AppRoutes are the paths of the app: what serves app.html, and the only paths
// that a sign-in returns to. ":id" stands for the id of a connection.
func AppRoutes() []string {
	const connection = "/sso-settings/connections/:id"
	return []string{
		"/", "/sign-in-log", "/sign-in-log/changes", "/sign-in-log/mails", "/users",
		"/sso-settings", "/sso-settings/policy", "/sso-settings/require", "/sso-settings/domains",
		connection, connection + "/test", connection + "/preview",
		"/profile", signin.SecurityPage,
	}
}

// pages are the two HTML entries in each language, and the assets.
type pages struct {
	localizedPages
	files *assets
}

// pageTemplate is a page with one place to fill.
type pageTemplate struct{ before, after []byte }

// The places that the frontend leaves for us, once each.
const (
	jsonPlace  = `id="page">null<`
	noncePlace = `nonce=""`
)

func newPages(dist fs.FS) (*pages, error) {
	files, err := newAssets(dist)
	if err != nil {
		return nil, err
	}
	all, err := newLocalizedPages(dist)
	return &pages{all, files}, err
}

// readTemplate cuts a page at its place. Without a built frontend (a fresh clone
// that only runs Go) a bare page says how to get one.
func readTemplate(dist fs.FS, name, place, before, after string) (pageTemplate, error) {
	html, err := fs.ReadFile(dist, name)
	if errors.Is(err, fs.ErrNotExist) {
		html = []byte(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey</title>` +
			`<meta name="csp-nonce" nonce=""><script type="application/json" id="page">null</script>` +
			`<p>The pages are not built: run make build.</p></html>`)
	} else if err != nil {
		return pageTemplate{}, err
	}
	left, right, found := bytes.Cut(html, []byte(place))
	if !found || bytes.Contains(right, []byte(place)) {
		return pageTemplate{}, fmt.Errorf("%s: want %q once", name, place)
	}
	return pageTemplate{append(left, before...), append([]byte(after), right...)}, nil
}

func (h pageTemplate) fill(with []byte) []byte {
	return bytes.Join([][]byte{h.before, with, h.after}, nil)
}

// pageData is the inert JSON block of the sign-in entry.
type pageData struct {
	SignIn   *contract.SignInPage `json:"signIn"`
	Setup    *string              `json:"setup"` // "open": no organization yet
	NotFound bool                 `json:"notFound"`
	Alone    bool                 `json:"alone"` // there is no other organization to choose
}

func (s *Server) routePages(engine *gin.Engine) {
	for _, path := range AppRoutes() {
		engine.GET(path, s.appPage)
	}
	engine.GET("/sign-in", s.discoverPage)
	engine.GET("/sign-in/refused", s.barePage)
	engine.GET("/setup", s.barePage)
	engine.GET("/problems", problemsPage())
	for _, path := range organizationPages() {
		engine.GET("/o/:organization/"+path, s.organizationPage)
	}
	engine.GET("/assets/*name", s.asset)
	for _, icon := range []string{"latchkey.svg", "apple-touch-icon.png"} {
		engine.GET("/"+icon, func(c *gin.Context) { s.file(c, icon, "public, max-age=86400") })
	}
}

// appPage serves the app; whether somebody is signed in, the app finds out.
func (s *Server) appPage(c *gin.Context) {
	open, err := s.setupOpen(c.Request.Context())
	if err != nil {
		s.writeProblem(c, err)
		return
	}
	if open {
		s.signInEntry(c, http.StatusOK, pageData{})
		return
	}
	s.app(c, http.StatusOK)
}

func (s *Server) app(c *gin.Context, status int) {
	nonce := newNonce()
	c.Header("Content-Security-Policy", appPolicy(nonce))
	c.Data(status, htmlType, s.pages.localized(c).app.fill([]byte(nonce)))
}

// discoverPage asks for the organization, unless there is only one (S2).
func (s *Server) discoverPage(c *gin.Context) {
	if code, err := s.Store.OnlyOrganization(c.Request.Context()); err == nil {
		c.Redirect(http.StatusSeeOther, "/o/"+code+"/sign-in")
		return
	}
	s.barePage(c)
}

func (s *Server) barePage(c *gin.Context) { s.signInEntry(c, http.StatusOK, pageData{}) }

// notFoundPage says it in the app to who seems to be signed in, so that the way
// on is the start and not the sign-in. Whether they are, the app finds out.
func (s *Server) notFoundPage(c *gin.Context) {
	if s.cookies.read(c, sessionCookie) != "" {
		s.app(c, http.StatusNotFound)
		return
	}
	s.signInEntry(c, http.StatusNotFound, pageData{NotFound: true})
}

// organizationPage carries what the page needs, so that it asks nothing more.
func (s *Server) organizationPage(c *gin.Context) {
	if code := c.Param("organization"); code != strings.ToLower(code) && redirectCorrected(c) {
		return
	}
	page, err := s.signInPage(c.Request.Context(), c.Param("organization"))
	if err == nil {
		_, err := s.Store.OnlyOrganization(c.Request.Context())
		s.signInEntry(c, http.StatusOK, pageData{SignIn: &page, Alone: err == nil})
		return
	}
	if refusalOf(err).Code != fault.OrgNotResolved {
		s.logProblem(c, refusalOf(err)) // the page itself can say so and offer Retry
		s.signInEntry(c, http.StatusServiceUnavailable, pageData{})
		return
	}
	s.signInEntry(c, http.StatusNotFound, pageData{})
}

const htmlType = "text/html; charset=utf-8"

func (s *Server) signInEntry(c *gin.Context, status int, data pageData) {
	if open, err := s.setupOpen(c.Request.Context()); err == nil && open {
		state := "open"
		data.Setup = &state
		if status == http.StatusNotFound {
			status = http.StatusOK // nothing else is shown until the set-up is done
		}
	}
	text, err := json.Marshal(data) // escapes < > &, so it cannot end the block
	if err != nil {
		s.writeProblem(c, err)
		return
	}
	c.Data(status, htmlType, s.pages.localized(c).signIn.fill(text))
}
