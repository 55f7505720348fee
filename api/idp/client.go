package idp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

var errTooLarge = errors.New("body too large")

// limits are what calls to providers may cost. Tests shrink them.
type limits struct {
	dial  time.Duration // connect, per address
	total time.Duration // one call, from the moment that it has its place
	wait  time.Duration // for a place
	each  int           // calls of one connection at once
	all   int           // calls of the process at once
	idle  time.Duration // how long a connection is kept without a call
	quiet time.Duration // nobody closes a connection as idle before it was so for that long
}

// defaultLimits: a wait and a call fit into the time that a callback has. The
// idle time is below that of the servers that close soonest (5 s in Node), which
// leaves hardly a moment in which both sides could disagree; a handshake more
// for a quiet provider is one round trip, as sessions are resumed.
func defaultLimits() limits {
	return limits{
		dial: 2 * time.Second, total: 8 * time.Second, wait: 3 * time.Second,
		each: 128, all: 1024, idle: 4 * time.Second, quiet: 500 * time.Millisecond,
	}
}

// client is the one HTTP client for every call to a provider: no redirects, no
// proxy but the operator's, TLS 1.2 and up, guarded addresses, everything bounded.
type client struct {
	http    *http.Client
	guard   *guard
	tunnels *tunnels // nil: straight
	limits  limits
	places  *bulkheads
}

func newClient(g *guard, roots *x509.CertPool, proxy *Proxy, l limits) *client {
	dialer := &net.Dialer{Timeout: l.dial, ControlContext: g.control}
	transport := &http.Transport{
		// Proxy stays nil: that of the environment is not used, and that of the
		// operator is dialled by tunnels, which guard and tell its faults apart.
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(roots),
		TLSHandshakeTimeout:    l.total,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        l.idle,
		MaxResponseHeaderBytes: 64 << 10,
		// Bodies are small; without compression a cap counts what is read.
		DisableCompression: true,
	}
	c := &client{
		http: &http.Client{
			Transport:     transport,
			Timeout:       l.total,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		guard:  g,
		limits: l,
		places: newBulkheads(l),
	}
	if proxy != nil {
		c.tunnels = &tunnels{
			proxy: proxy, dialer: &net.Dialer{Timeout: l.dial}, guard: g, names: net.DefaultResolver, limits: l,
			tls: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, ServerName: proxy.host},
		}
		transport.DialContext = c.tunnels.dial
	}
	return c
}

func tlsConfig(roots *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		RootCAs:            roots,
		ClientSessionCache: tls.NewLRUClientSessionCache(64),
	}
}

func (c *client) closeIdle() { c.http.CloseIdleConnections() }

// answer is a response whose body was read whole.
type answer struct {
	status int
	date   string // the header: when the other side believes that it answered
	body   []byte
	again  bool // it answers the second sending
}

// do sends a request, and once more where that can do no harm (resend.go), and
// reads at most maxBody bytes of the answer. The key says whose call it is: a
// connection's, or "" for what all share. Any status is an answer, a redirect
// too. The error is one of this room, of the guard or of the network, for
// [unreachable] to name.
func (c *client) do(ctx context.Context, key string, req *http.Request, maxBody int64) (answer, error) {
	leave, err := c.places.enter(ctx, key)
	if err != nil {
		return answer{}, err
	}
	defer leave()
	begun := time.Now()
	within, cancel := context.WithTimeout(ctx, c.limits.total)
	defer cancel()
	res, err := c.sendTwice(within, req, maxBody)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) && time.Since(begun) < c.limits.total/2 {
		return answer{}, errQueue // the caller's time was nearly over: that is not the provider's fault
	}
	return res, err
}

func (c *client) sendTwice(ctx context.Context, req *http.Request, maxBody int64) (answer, error) {
	res, sent, err := c.send(ctx, req, maxBody)
	if err == nil || !sent.mayRepeat(req.Method, err) || ctx.Err() != nil {
		return res, err
	}
	again, err := repeatable(req)
	if err != nil {
		return answer{}, err
	}
	res, _, err = c.send(ctx, again, maxBody)
	res.again = true
	return res, err
}

func (c *client) send(ctx context.Context, req *http.Request, maxBody int64) (answer, *sending, error) {
	sent := &sending{quiet: c.limits.quiet}
	res, err := c.http.Do(req.WithContext(sent.watch(ctx)))
	if err != nil {
		return answer{}, sent, err
	}
	defer res.Body.Close()
	body, err := readCapped(res, maxBody)
	return answer{status: res.StatusCode, date: res.Header.Get("Date"), body: body}, sent, err
}

func readCapped(res *http.Response, maxBody int64) ([]byte, error) {
	if res.ContentLength > maxBody {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > maxBody {
		return nil, errTooLarge
	}
	return body, nil
}
