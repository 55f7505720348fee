package oauth

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// onwardTexts are the sentences of the page that leads on, in one language.
type onwardTexts struct {
	Title string `json:"title"`
	Go    string `json:"go"`
}

// sendOn sends the browser on from a sign-in. Where it comes here from a provider's page and
// leaves us, a page of ours leads on instead of a redirect: browsers hold a redirect against
// the form-action of the page whose form began the chain, and the provider knows our address
// but not the application's. Who comes from a page of ours, or says nothing, is redirected.
func (f *Face) sendOn(c *gin.Context, to string, err error) {
	if err != nil || strings.HasPrefix(to, "/") || !comesFromElsewhere(c.Request) {
		f.send(c, to, err)
		return
	}
	f.page(c, http.StatusOK, "onwardpage.html", map[string]any{
		"To": template.URL(to), //nolint:gosec // an application registered it, perhaps with a scheme of its own
	})
}

// comesFromElsewhere says whether another site's page led here, at last or through redirects.
func comesFromElsewhere(r *http.Request) bool {
	from := r.Header.Get("Sec-Fetch-Site")
	return from == "cross-site" || from == "same-site"
}
