package oauth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
)

// mostQuery caps an authorization request, in bytes.
const mostQuery = 16 << 10

// authorize answers an authorization request: it sends the browser back to the
// application, or to the sign-in page. Whoever only looks ahead spends nothing.
func (f *Face) authorize(c *gin.Context) {
	query, ok := f.queryOf(c)
	if !ok {
		return
	}
	to, err := f.Provider.Authorize(c.Request.Context(), query, f.visitor(c))
	f.send(c, f.park(c, to), err)
}

// queryOf reads the query of a navigation. Whoever only looks ahead gets nothing to
// spend, and has been answered, as has a query that can't be read.
func (f *Face) queryOf(c *gin.Context) (url.Values, bool) {
	if looksAhead(c.Request) {
		f.notYet(c)
		return nil, false
	}
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil || len(c.Request.URL.RawQuery) > mostQuery {
		f.Refuse(c, &oidc.BadTarget{What: "query_malformed"})
		return nil, false
	}
	f.Asked(c)
	return query, true
}

// authorizeByForm makes a form the same request by GET: a form of another site comes
// without our cookie, a navigation of the browser itself has it.
func (f *Face) authorizeByForm(c *gin.Context) {
	form, err := readForm(c)
	if err != nil {
		f.Refuse(c, &oidc.BadTarget{What: "form_malformed"})
		return
	}
	f.send(c, AuthorizePath+"?"+form.Encode(), nil)
}

// answeredCookie names the request that this browser took up last, so that a tab that
// still has its return path does not bring the application an answer to nothing.
const answeredCookie = "latchkey-answered"

// goOn takes up a request after its person was asked to sign in, once.
func (f *Face) goOn(c *gin.Context) {
	if looksAhead(c.Request) {
		f.notYet(c)
		return
	}
	name := nameOf(c.Param("request"))
	if f.Cookies.Read(c, answeredCookie) == name {
		f.send(c, "/", nil)
		return
	}
	to, err := f.Provider.Continue(c.Request.Context(), f.unpark(c, c.Param("request")), c.Query("as"), f.visitor(c))
	if err == nil && !strings.HasPrefix(to, "/") {
		f.Cookies.Set(c, answeredCookie, name, time.Hour)
		f.forgetParked(c, c.Param("request"))
	}
	if bad, is := errors.AsType[*oidc.BadTarget](err); is && bad.What == "request_expired" {
		f.send(c, "/", nil) // they are signed in, and nobody knows where to any more
		return
	}
	f.sendOn(c, f.park(c, to), err)
}

// open leads on to the one application of whoever has signed in at our own page.
func (f *Face) open(c *gin.Context) {
	to, err := f.Provider.Open(c.Request.Context(), f.session(c))
	f.sendOn(c, to, err)
}

func (f *Face) send(c *gin.Context, to string, err error) {
	if err != nil {
		f.Refuse(c, err)
		return
	}
	c.Header("Location", to)
	c.Status(http.StatusSeeOther)
}

func (f *Face) session(c *gin.Context) string { return f.Cookies.Read(c, middleware.SessionCookie) }

// visitor says who asks.
func (f *Face) visitor(c *gin.Context) oidc.Visitor {
	return oidc.Visitor{Session: f.session(c), Reference: middleware.Reference(c), Address: c.ClientIP(), Browser: middleware.Browser(c)}
}

// notYet answers whoever looks ahead: a browser keeps no answer that is an error, and asks
// again when the person goes there.
func (f *Face) notYet(c *gin.Context) {
	middleware.Meant(c)
	f.errorPage(c, http.StatusServiceUnavailable, "unavailable")
}

// looksAhead says whether nobody is going anywhere yet.
func looksAhead(r *http.Request) bool {
	h := r.Header
	return r.Method == http.MethodHead || h.Get("Sec-Purpose") != "" || h.Get("Purpose") == "prefetch" || h.Get("X-Moz") == "prefetch"
}
