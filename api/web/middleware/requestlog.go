package middleware

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
)

const referenceKey = "latchkey.reference"

// Reference is what people and the log call a request.
func Reference(c *gin.Context) string { return c.GetString(referenceKey) }

// RequestLog gives every request its reference and one log line: route, status,
// time and address; never a query string, a header or a body.
func RequestLog(logger *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		begun := time.Now()
		c.Set(referenceKey, fault.NewReference())
		c.Next()
		route := c.FullPath()
		if route == "" {
			route = "none"
		}
		level := slog.LevelInfo
		if c.Writer.Status() >= http.StatusInternalServerError && !c.GetBool(meantKey) {
			level = slog.LevelError
		}
		logger.LogAttrs(c.Request.Context(), level, "request",
			slog.String("ref", Reference(c)), slog.String("method", c.Request.Method), slog.String("route", route),
			slog.Int("status", c.Writer.Status()), slog.Int64("us", time.Since(begun).Microseconds()),
			slog.String("address", c.ClientIP()))
	}
}

const meantKey = "latchkey.meant"

// Meant says that an answer is no error of ours, though its status looks like one: the log
// stays calm.
func Meant(c *gin.Context) { c.Set(meantKey, true) }

// Recover turns a panic into internal_error. The log gets the stack, and nothing of
// the request: its headers hold cookies.
func Recover(logger *slog.Logger, refuse Refuse) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			r := recover()
			if r == nil {
				return
			}
			if err, ok := r.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(r) // net/http knows what to do
			}
			logger.ErrorContext(c.Request.Context(), "panic", "ref", Reference(c), "panic", fmt.Sprint(r),
				"stack", string(debug.Stack()))
			c.Abort()
			if !c.Writer.Written() {
				refuse(c, fault.Because(fault.InternalError, "panic"))
			}
		}()
		c.Next()
	}
}
