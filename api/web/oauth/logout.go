package oauth

import (
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
)

// logoutTexts are the sentences of the page of a sign-out, in one language.
type logoutTexts struct {
	Title   string `json:"title"` // the question
	Asked   string `json:"asked"` // before the name of the application that asks
	Ask     string `json:"ask"`   // what will happen
	Confirm string `json:"confirm"`
	Stay    string `json:"stay"`
	Done    string `json:"done"`
	Over    string `json:"over"` // what has happened
	Back    string `json:"back"` // before the name of the application
	Wrong   string `json:"wrong"`
}

// logout answers a request to sign out. Whoever only looks ahead ends nothing.
func (f *Face) logout(c *gin.Context) {
	query, ok := f.queryOf(c)
	if !ok {
		return
	}
	out, err := f.Provider.Logout(c.Request.Context(), query, f.visitor(c))
	if err != nil {
		f.Refuse(c, err)
		return
	}
	if out.To != "" {
		f.signedOut(c, out)
		f.send(c, out.To, nil)
		return
	}
	f.logoutPage(c, out)
}

// logoutByForm makes a form the same request by GET, which has our cookie.
func (f *Face) logoutByForm(c *gin.Context) {
	form, err := readForm(c)
	if err != nil {
		f.Refuse(c, &oidc.BadTarget{What: "form_malformed"})
		return
	}
	f.send(c, logoutPath+"?"+form.Encode(), nil)
}

// confirmLogout ends the session of a person who was asked. The form is ours: its seal
// names the session, and a form of another site comes without the cookie.
func (f *Face) confirmLogout(c *gin.Context) {
	form, err := readForm(c)
	if err != nil {
		f.Refuse(c, &oidc.BadTarget{What: "form_malformed"})
		return
	}
	out, err := f.Provider.ConfirmLogout(c.Request.Context(), form.Get("request"), f.session(c))
	if err != nil {
		f.Refuse(c, err)
		return
	}
	f.logoutPage(c, out)
}

func (f *Face) signedOut(c *gin.Context, out oidc.Logout) {
	if !out.Ended {
		return
	}
	f.Cookies.Clear(c, middleware.SessionCookie)
	if f.Cookies.Secure { // browsers ignore it otherwise
		c.Header("Clear-Site-Data", `"cache", "storage"`)
	}
}

// logoutPage asks, or says that it is done. It leads on by itself and not by a redirect:
// browsers apply the policy of a page to what its form is redirected to.
func (f *Face) logoutPage(c *gin.Context, out oidc.Logout) {
	f.signedOut(c, out)
	status := http.StatusOK
	if out.Wrong != "" {
		status = http.StatusBadRequest
	}
	f.page(c, status, "logoutpage.html", map[string]any{
		"Logout": out, "Confirm": confirmPath, "What": out.Wrong,
		"To": template.URL(out.To), //nolint:gosec // an application registered it, perhaps with a scheme of its own
	})
}
