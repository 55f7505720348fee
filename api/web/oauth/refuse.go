package oauth

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/client/access"
	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
)

// oauthError is an error as applications read it (RFC 6749, 5.2).
type oauthError struct {
	Code        fault.OAuthCode `json:"error"`
	Description string          `json:"error_description,omitempty"`
}

// Refuse is the only writer of errors of this face: a page where a browser navigates, and
// JSON everywhere else.
func (f *Face) Refuse(c *gin.Context, err error) {
	if bad, is := errors.AsType[*oidc.BadTarget](err); is {
		f.log(c, slog.LevelInfo, "bad_target", bad.What, nil)
		f.errorPage(c, http.StatusBadRequest, bad.What)
		c.Abort()
		return
	}
	o := oauthOf(err)
	status := statusOf(o.Code)
	level := slog.LevelDebug
	switch {
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	case o.Code == fault.InvalidClient: // whoever sets an application up looks here for the reason
		level = slog.LevelInfo
	}
	f.log(c, level, string(o.Code), o.Reason, errors.Unwrap(o))
	if isNavigated(c) {
		f.errorPage(c, status, "unavailable")
		c.Abort()
		return
	}
	switch status {
	case http.StatusServiceUnavailable:
		c.Header("Retry-After", "2")
	case http.StatusTooManyRequests:
		c.Header("Retry-After", "5")
	}
	challenge(c, o)
	answer := oauthError{o.Code, o.Description}
	if answer.Description != "" {
		answer.Description += " (" + middleware.Reference(c) + ")"
	}
	c.JSON(status, answer)
	c.Abort()
}

// oauthOf reads an error of the inner rooms as applications know it.
func oauthOf(err error) *fault.OAuth {
	if o, is := errors.AsType[*fault.OAuth](err); is {
		return o
	}
	switch middleware.RefusalOf(err).Code { //nolint:exhaustive // all others are errors of ours
	case fault.RateLimited:
		return fault.OAuthWrap(fault.SlowDown, "Too many requests of this client: try again in a few seconds.", err)
	case fault.Busy:
		return fault.OAuthWrap(fault.TemporarilyUnavailable, "Try again in a moment.", err)
	}
	return fault.OAuthOf(err)
}

func statusOf(code fault.OAuthCode) int {
	switch code { //nolint:exhaustive // all others are 400
	case fault.InvalidClient, fault.InvalidToken:
		return http.StatusUnauthorized
	case fault.InsufficientScope:
		return http.StatusForbidden
	case fault.ServerError:
		return http.StatusInternalServerError
	case fault.TemporarilyUnavailable:
		return http.StatusServiceUnavailable
	case fault.SlowDown:
		return http.StatusTooManyRequests
	}
	return http.StatusBadRequest
}

// challenge says how one proves oneself: a client at the token endpoint (RFC 6749, 5.2),
// a token at a resource (RFC 6750, 3).
func challenge(c *gin.Context, o *fault.OAuth) {
	switch {
	case o.Code == fault.InvalidClient && provedByForm(c.Request.PostForm):
		// A challenge would hide the description: libraries look no further than that.
	case o.Code == fault.InvalidClient:
		c.Header("WWW-Authenticate", `Basic realm="latchkey"`)
	case c.FullPath() != userinfoPath:
	case o == errNoToken:
		c.Header("WWW-Authenticate", `Bearer realm="latchkey"`)
	case o.Code == fault.InsufficientScope:
		c.Header("WWW-Authenticate", `Bearer realm="latchkey", error="insufficient_scope", scope="openid"`)
	default:
		c.Header("WWW-Authenticate", `Bearer realm="latchkey", error="`+string(o.Code)+`"`)
	}
}

// provedByForm says whether a client showed what it has in the body, not in the header.
func provedByForm(form url.Values) bool {
	return form.Has("client_secret") || form.Has("client_assertion")
}

// isNavigated says whether people are sent to the route that was asked for.
func isNavigated(c *gin.Context) bool {
	return c.FullPath() == AuthorizePath || c.FullPath() == access.OpenPath || strings.HasPrefix(c.FullPath(), logoutPath) || strings.HasPrefix(c.FullPath(), oidc.ContinuePath)
}

func (f *Face) log(c *gin.Context, level slog.Level, code, reason string, cause error) {
	f.Log.LogAttrs(c.Request.Context(), level, "refused", slog.String("ref", middleware.Reference(c)),
		slog.String("route", c.FullPath()), slog.String("code", code), slog.String("reason", reason), slog.String("client", c.GetString(refusedClient)), slog.Any("cause", cause))
}
