package pages

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/connection/guest"
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
	Waiting(ctx context.Context, returnTo, session string) (Waiting, error)
	MadeWith(ctx context.Context, connectionID, session string) string // a preset or a kind of provider; "": who asks may not know
}

// Waiting is the request of an application that waits for somebody to sign in; zero if
// none does.
type Waiting struct {
	Application string      `json:"application,omitempty"` // its name
	As          *SomebodyIn `json:"as,omitempty"`
}

// name writes the name of the application into what the page of an organization shows.
func (w Waiting) name(page *contract.SignInPage) {
	if w.Application != "" {
		page.Application = &w.Application
	}
}

// SomebodyIn is who is signed in and may go on to the application as they are, by To.
type SomebodyIn struct {
	Name         string `json:"name"`
	Email        string `json:"email"`
	Organization string `json:"organization"`
	To           string `json:"to"`
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
	Setup    *string              `json:"setup,omitempty"` // "open": no organization yet
	NotFound bool                 `json:"notFound,omitempty"`
	Alone    bool                 `json:"alone,omitempty"` // there is no other organization to choose
	Waiting
}

// Mount adds the routes of the pages.
func (s *Site) Mount(router gin.IRouter) {
	for _, path := range AppRoutes() {
		router.GET(path, s.appPage)
	}
	router.GET(guest.Path, s.appPage)
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
	page := s.Pages.localized(c)
	c.Header("Content-Security-Policy", appPolicy(page.app.scripts, nonce))
	r := page.routes[c.FullPath()]
	if len(r.Guides) > 0 {
		session := s.Cookies.Read(c, middleware.SessionCookie)
		r = r.guided(s.Source.MadeWith(c.Request.Context(), c.Param("id"), session))
	}
	sendPacked(c, status, page.app.fill(nonce, r))
}

// discoverPage asks for the organization, unless there is only one (S2).
func (s *Site) discoverPage(c *gin.Context) {
	if code, err := s.Source.OnlyOrganization(c.Request.Context()); err == nil {
		to := "/o/" + code + "/sign-in"
		if query := c.Request.URL.RawQuery; query != "" {
			to += "?" + query
		}
		c.Redirect(http.StatusSeeOther, to)
		return
	}
	s.signInEntry(c, http.StatusOK, pageData{Waiting: s.waiting(c)})
}

// stays says that somebody wants this page itself: not to be led on to the provider, and
// not to go on as who they are.
func stays(c *gin.Context) bool { return c.Query("stay") != "" }

// waiting says for which application somebody signs in.
func (s *Site) waiting(c *gin.Context) Waiting {
	back := c.Query("returnTo")
	if back == "" {
		return Waiting{}
	}
	w, err := s.Source.Waiting(c.Request.Context(), back, s.Cookies.Read(c, middleware.SessionCookie))
	if err != nil { // the page is as good without
		middleware.LogRefusal(s.Problems.Log, c, middleware.RefusalOf(err))
	}
	if stays(c) {
		w.As = nil
	}
	return w
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
		if stays(c) {
			page.Straight = nil
		}
		waiting := s.waiting(c)
		waiting.name(&page)
		s.signInEntry(c, http.StatusOK, pageData{SignIn: &page, Alone: err == nil, Waiting: waiting})
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
	if data.As != nil {
		sendFilled(c, status, page, text) // who is signed in is nobody else's business
		return
	}
	sendPacked(c, status, page.fill(text)) // what everybody may read
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
