package rest

import (
	"net/netip"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"latchkey/api/fault"
	"latchkey/api/signin/passwordcheck"
)

// limits bounds what one client address may begin. It is high, because an office
// of thousands sits behind one address and begins at nine; it never looks at
// the connection, or anybody could stop an organization's sign-ins.
type limits struct {
	mu      sync.Mutex
	every   rate.Limit
	burst   int
	buckets map[string]*bucket
	swept   time.Time
	now     func() time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

// idleBucket is how long an unused bucket is kept: a full one is as good as none.
const idleBucket = 2 * time.Minute

func newLimits(perMinute int, now func() time.Time) *limits {
	return &limits{
		every: rate.Limit(float64(perMinute) / 60), burst: perMinute,
		buckets: map[string]*bucket{}, now: now,
	}
}

func (l *limits) allow(address string) bool {
	if _, err := netip.ParseAddr(address); err != nil {
		return true // a unix socket: only a proxy of the operator's is there
	}
	key := passwordcheck.Network(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	b := l.buckets[key]
	if b == nil {
		b = &bucket{Limiter: rate.NewLimiter(l.every, l.burst)}
		l.buckets[key] = b
	}
	b.used = now
	return b.AllowN(now, 1)
}

func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < idleBucket {
		return
	}
	for key, b := range l.buckets {
		if now.Sub(b.used) > idleBucket {
			delete(l.buckets, key)
		}
	}
	l.swept = now
}

// limitOn refuses a client address that begins too much, on the routes that say so (x-rate-limit).
func (s *Server) limitOn(r route) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if !r.limited || s.limits.allow(c.ClientIP()) {
			return nil
		}
		return &fault.Fault{Code: fault.RateLimited, Reason: "address", RetryAfter: 5 * time.Second}
	}
}
