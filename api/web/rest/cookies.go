package rest

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/signin"
	"latchkey/api/signin/passwordcheck"
)

// The base names of our cookies. Over TLS they carry the prefix __Host-; on
// loopback without TLS neither the prefix nor Secure (Safari keeps neither).
const (
	sessionCookie = "latchkey-session"
	linkCookie    = "latchkey-link"
)

const hostPrefix = "__Host-"

type cookies struct{ secure bool }

func (k cookies) name(base string) string {
	if k.secure {
		return hostPrefix + base
	}
	return base
}

// read gives a cookie's value; "" if it is absent or there twice, because then
// somebody else may have set one of them.
func (k cookies) read(c *gin.Context, base string) string {
	found := c.Request.CookiesNamed(k.name(base))
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}

// attempts gives the attempt cookies by their base names; one that is there
// twice has no value, see read.
func (k cookies) attempts(c *gin.Context) map[string]string {
	found := map[string]string{}
	for _, cookie := range c.Request.Cookies() {
		base := cookie.Name
		if k.secure {
			var ours bool
			if base, ours = strings.CutPrefix(base, hostPrefix); !ours {
				continue
			}
		}
		if !strings.HasPrefix(base, signin.AttemptPrefix) {
			continue
		}
		if _, twice := found[base]; twice {
			cookie.Value = ""
		}
		found[base] = cookie.Value
	}
	return found
}

func (k cookies) set(c *gin.Context, base, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.name(base), Value: value, Path: "/", MaxAge: max(1, int(life/time.Second)),
		Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (k cookies) clear(c *gin.Context, base string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.name(base), Path: "/", MaxAge: -1,
		Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// signedIn sets what a finished sign-in leaves in the browser.
func (s *Server) signedIn(c *gin.Context, o signin.Outcome) {
	if o.SpentCookie != "" {
		s.cookies.clear(c, o.SpentCookie)
	}
	if o.PendingLink != "" {
		s.cookies.set(c, linkCookie, o.PendingLink, signin.PendingLife)
	}
	if o.Session != "" {
		s.cookies.set(c, sessionCookie, o.Session, o.SessionUntil.Sub(s.Now()))
		if s.cookies.read(c, linkCookie) != "" {
			s.cookies.clear(c, linkCookie)
		}
	}
	if o.Known != "" {
		s.cookies.set(c, passwordcheck.KnownCookie, o.Known, passwordcheck.KnownLife)
	}
}
