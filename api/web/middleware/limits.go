package middleware

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/fault"
)

// Limits bounds what one client address may begin. It is high, because an office
// of thousands sits behind one address and begins at nine; it never looks at
// the connection, or anybody could stop an organization's sign-ins. Safe for
// concurrent use.
type Limits struct {
	mu      sync.Mutex
	every   rate.Limit
	burst   int
	network func(address string) string
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

// NewLimits lets each network begin so much a minute; network says to which one an
// address belongs.
func NewLimits(perMinute int, network func(address string) string, now func() time.Time) *Limits {
	return &Limits{
		every: rate.Limit(float64(perMinute) / 60), burst: perMinute, network: network,
		buckets: map[string]*bucket{}, now: now,
	}
}

// Check refuses a client address that begins too much.
func (l *Limits) Check(address string) error {
	if l.allow(address) {
		return nil
	}
	return &fault.Fault{Code: fault.RateLimited, Reason: "address", RetryAfter: 5 * time.Second}
}

// CheckClient refuses a client that asks too much from the network of an address: it
// stops neither others there nor the client elsewhere. "" is whoever is no client.
func (l *Limits) CheckClient(id, address string) error {
	from := ""
	if _, err := netip.ParseAddr(address); err == nil {
		from = l.network(address)
	}
	if l.take(id + " " + from) {
		return nil
	}
	return &fault.Fault{Code: fault.RateLimited, Reason: "client", RetryAfter: 5 * time.Second}
}

func (l *Limits) allow(address string) bool {
	if _, err := netip.ParseAddr(address); err != nil {
		return true // a unix socket: only a proxy of the operator's is there
	}
	return l.take(l.network(address))
}

func (l *Limits) take(key string) bool {
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

func (l *Limits) sweep(now time.Time) {
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
