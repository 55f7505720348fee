package pages

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// Source says what a page carries, so that it asks nothing more.
type Source interface {
	SignInPage(ctx context.Context, code string) (contract.SignInPage, error)
	BrandFile(ctx context.Context, code, name string) (kind string, content []byte, err error)
	SetupOpen(ctx context.Context) (bool, error)                   // no organization yet
	OnlyOrganization(ctx context.Context) (code string, err error) // an error: there are none or several
}

// Site serves the pages.
type Site struct {
	Pages    *Pages
	Source   Source
	Cookies  middleware.Cookies
	Problems middleware.Problems
}

// pageData is the inert JSON block of the sign-in entry.
type pageData struct {
	SignIn   *contract.SignInPage `json:"signIn"`
	Setup    *string              `json:"setup"` // "open": no organization yet
	NotFound bool                 `json:"notFound"`
	Alone    bool                 `json:"alone"` // there is no other organization to choose
}

// Mount adds the routes of the pages.
func (s *Site) Mount(router gin.IRouter) {
	for _, path := range AppRoutes() {
		router.GET(path, s.appPage)
	}
	router.GET("/sign-in", s.discoverPage)
	router.GET("/sign-in/refused", s.barePage)
	router.GET("/setup", s.barePage)
	router.GET("/problems", problemTypes)
	router.GET(docsRoute, s.docsPage)
	router.GET(docsRoute+"/*page", s.docsPage)
	for _, path := range organizationPages() {
		router.GET("/o/:organization/"+path, s.organizationPage)
	}
	router.GET("/o/:organization/brand/:file", s.brandFile)
	router.GET("/assets/*name", s.asset)
	for _, icon := range []string{"latchkey.svg", "apple-touch-icon.png"} {
		router.GET("/"+icon, func(c *gin.Context) { s.file(c, icon, "public, max-age=86400") })
	}
}

// appPage serves the app; whether somebody is signed in, the app finds out.
func (s *Site) appPage(c *gin.Context) {
	open, err := s.Source.SetupOpen(c.Request.Context())
	if err != nil {
		s.Problems.Refuse(c, err)
		return
	}
	if open {
		s.signInEntry(c, http.StatusOK, pageData{})
		return
	}
	s.app(c, http.StatusOK)
}

func (s *Site) app(c *gin.Context, status int) {
	nonce := newNonce()
	c.Header("Content-Security-Policy", appPolicy(nonce))
	c.Data(status, middleware.HTMLType, s.Pages.localized(c).app.fill([]byte(nonce)))
}

// discoverPage asks for the organization, unless there is only one (S2).
func (s *Site) discoverPage(c *gin.Context) {
	if code, err := s.Source.OnlyOrganization(c.Request.Context()); err == nil {
		c.Redirect(http.StatusSeeOther, "/o/"+code+"/sign-in")
		return
	}
	s.barePage(c)
}

func (s *Site) barePage(c *gin.Context) { s.signInEntry(c, http.StatusOK, pageData{}) }

// Missing answers a path that is not there. It leads to the page that the address
// came close to, or says so: in the app to who seems to be signed in, so that the way on
// is the start and not the sign-in. Whether they are, the app finds out.
func (s *Site) Missing(c *gin.Context) {
	if redirectCorrected(c) {
		return
	}
	if s.Cookies.Read(c, middleware.SessionCookie) != "" {
		s.app(c, http.StatusNotFound)
		return
	}
	s.signInEntry(c, http.StatusNotFound, pageData{NotFound: true})
}

// organizationPage carries what the page needs, so that it asks nothing more.
func (s *Site) organizationPage(c *gin.Context) {
	if code := c.Param("organization"); code != strings.ToLower(code) && redirectCorrected(c) {
		return
	}
	page, err := s.Source.SignInPage(c.Request.Context(), c.Param("organization"))
	if err == nil {
		_, err := s.Source.OnlyOrganization(c.Request.Context())
		s.signInEntry(c, http.StatusOK, pageData{SignIn: &page, Alone: err == nil})
		return
	}
	if f := middleware.RefusalOf(err); f.Code != fault.OrgNotResolved {
		middleware.LogRefusal(s.Problems.Log, c, f) // the page itself can say so and offer Retry
		s.signInEntry(c, http.StatusServiceUnavailable, pageData{})
		return
	}
	s.signInEntry(c, http.StatusNotFound, pageData{})
}

func (s *Site) signInEntry(c *gin.Context, status int, data pageData) {
	if open, err := s.Source.SetupOpen(c.Request.Context()); err == nil && open {
		state := "open"
		data.Setup = &state
		if status == http.StatusNotFound {
			status = http.StatusOK // nothing else is shown until the set-up is done
		}
	}
	text, err := json.Marshal(data) // escapes < > &, so it cannot end the block
	if err != nil {
		s.Problems.Refuse(c, err)
		return
	}
	page := s.Pages.localized(c).signIn
	if data.SignIn != nil {
		if brand, err := data.SignIn.Branding.Get(); err == nil {
			page = page.linked(brand.Stylesheet)
		}
	}
	c.Data(status, middleware.HTMLType, page.fill(text))
}

// brandFile answers a logo or a stylesheet of an organization. Its name holds its hash, so it
// never changes. It is public, as the page is.
func (s *Site) brandFile(c *gin.Context) {
	kind, content, err := s.Source.BrandFile(c.Request.Context(), c.Param("organization"), c.Param("file"))
	if err != nil {
		s.Problems.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, kind, content)
}
