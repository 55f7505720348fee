package middleware

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/store"
)

// usually bounds a request that waits for nobody but the database.
const usually = 4 * time.Second

// Deadline bounds a request, by its route where that waits for somebody else. The
// database has a limit of its own, whatever else is waited for.
func Deadline(within map[string]time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		limit, known := within[c.FullPath()]
		if !known {
			limit = usually
		}
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		ctx = store.Within(ctx, store.RequestWithin)
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// Patient gives what works on the database alone most of the time that its request has.
func Patient(ctx context.Context) context.Context {
	until, bounded := ctx.Deadline()
	if !bounded {
		return ctx
	}
	return store.Within(ctx, time.Until(until)*8/10)
}
