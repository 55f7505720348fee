package middleware

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/store"
)

// usually bounds a request that waits for nobody but the database.
const usually = 4 * time.Second

// Unlimited is of a route whose answer takes as long as its client takes it; the request ends when
// the client goes away.
const Unlimited time.Duration = -1

// Deadline bounds a request, by its route where that waits for somebody else. The
// database has a limit of its own, whatever else is waited for.
func Deadline(within map[string]time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		limit, known := within[c.FullPath()]
		if !known {
			limit = usually
		}
		ctx := c.Request.Context()
		if limit != Unlimited {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limit)
			defer cancel()
		}
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
