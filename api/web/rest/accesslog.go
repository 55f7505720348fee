package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/signin/passwordcheck"
)

const referenceKey = "latchkey.reference"

// accessLog gives every request its reference and one log line: route, status,
// time and address; never a query string, a header or a body.
func (s *Server) accessLog(c *gin.Context) {
	begun := time.Now()
	c.Set(referenceKey, fault.NewReference())
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	level := slog.LevelInfo
	if c.Writer.Status() >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Request.Context(), level, "request",
		slog.String("ref", reference(c)), slog.String("method", c.Request.Method), slog.String("route", route),
		slog.Int("status", c.Writer.Status()), slog.Int64("us", time.Since(begun).Microseconds()),
		slog.String("address", c.ClientIP()))
}

// recoverPanics turns a panic into internal_error. The log gets the stack, and
// nothing of the request: its headers hold cookies.
func (s *Server) recoverPanics(c *gin.Context) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if err, ok := r.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(r) // net/http knows what to do
		}
		s.Log.ErrorContext(c.Request.Context(), "panic", "ref", reference(c), "panic", fmt.Sprint(r),
			"stack", string(debug.Stack()))
		c.Abort()
		if !c.Writer.Written() {
			s.writeProblem(c, fault.Because(fault.InternalError, "panic"))
		}
	}()
	c.Next()
}

func reference(c *gin.Context) string { return c.GetString(referenceKey) }

// mostBrowser caps what is kept of a User-Agent, in bytes.
const mostBrowser = 256

// visitor says who asks.
func (s *Server) visitor(c *gin.Context) signin.Visitor {
	browser := c.Request.UserAgent()
	if len(browser) > mostBrowser {
		browser = browser[:mostBrowser]
	}
	return signin.Visitor{
		Reference: reference(c), Address: c.ClientIP(), Browser: printable(browser),
		Session: s.cookies.read(c, sessionCookie), Known: s.cookies.read(c, passwordcheck.KnownCookie),
	}
}

// printable replaces what would not be text in a log or a database.
func printable(text string) string {
	clean := []byte(text)
	for i, b := range clean {
		if b < ' ' || b > '~' {
			clean[i] = '?'
		}
	}
	return string(clean)
}

// ginOf gives the request behind the context that a generated handler gets, and
// the request's own context. Only that one goes inward: Gin uses its contexts
// again, while what watches over a query may live a little longer.
func ginOf(handed context.Context) (*gin.Context, context.Context) {
	c, ok := handed.(*gin.Context)
	if !ok {
		panic("a handler was called without its request")
	}
	return c, c.Request.Context()
}
