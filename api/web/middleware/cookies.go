package middleware

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// SessionCookie is the base name of the cookie that holds a session.
const SessionCookie = "latchkey-session"

const hostPrefix = "__Host-"

// Cookies reads and writes our cookies, by their base names. Over TLS they carry
// the prefix __Host-; on loopback without TLS neither the prefix nor Secure (Safari
// keeps neither).
type Cookies struct{ Secure bool }

func (k Cookies) name(base string) string {
	if k.Secure {
		return hostPrefix + base
	}
	return base
}

// Read gives a cookie's value; "" if it is absent or there twice, because then
// somebody else may have set one of them.
func (k Cookies) Read(c *gin.Context, base string) string {
	found := c.Request.CookiesNamed(k.name(base))
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}

// ReadAll gives the cookies whose base names begin with a prefix, by their base
// names; one that is there twice has no value, see Read.
func (k Cookies) ReadAll(c *gin.Context, prefix string) map[string]string {
	found := map[string]string{}
	for _, cookie := range c.Request.Cookies() {
		base := cookie.Name
		if k.Secure {
			var ours bool
			if base, ours = strings.CutPrefix(base, hostPrefix); !ours {
				continue
			}
		}
		if !strings.HasPrefix(base, prefix) {
			continue
		}
		if _, twice := found[base]; twice {
			cookie.Value = ""
		}
		found[base] = cookie.Value
	}
	return found
}

// Set gives the browser a cookie for a while.
func (k Cookies) Set(c *gin.Context, base, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.name(base), Value: value, Path: "/", MaxAge: max(1, int(life/time.Second)),
		Secure: k.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Clear takes a cookie away.
func (k Cookies) Clear(c *gin.Context, base string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.name(base), Path: "/", MaxAge: -1,
		Secure: k.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// securePrefix is of a cookie that is not sent everywhere, which [hostPrefix] forbids.
const securePrefix = "__Secure-"

func (k Cookies) nameUnder(base string) string {
	if k.Secure {
		return securePrefix + base
	}
	return base
}

// SetUnder gives the browser a cookie for a while that it sends under a path alone; ""
// takes it away. Other hosts of the domain can set one like it: it must prove itself.
func (k Cookies) SetUnder(c *gin.Context, path, base, value string, life time.Duration) {
	age := max(1, int(life/time.Second))
	if value == "" {
		age = -1
	}
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.nameUnder(base), Value: value, Path: path, MaxAge: age,
		Secure: k.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// ReadUnder gives the value of such a cookie; "" if it is absent or there twice.
func (k Cookies) ReadUnder(c *gin.Context, base string) string {
	found := c.Request.CookiesNamed(k.nameUnder(base))
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}
