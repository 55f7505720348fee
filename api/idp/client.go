package idp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

var (
	errTooLarge = errors.New("body too large")
	errQueue    = errors.New("too many requests at once")
)

// limits are what one request to a provider may cost. Tests shrink them.
type limits struct {
	dial    time.Duration // connect, per address
	total   time.Duration // everything, the wait for a free slot included
	perHost int           // requests at once
}

func defaultLimits() limits {
	return limits{dial: 2 * time.Second, total: 8 * time.Second, perHost: 20}
}

// client is the one HTTP client for every call to a provider: no redirects, no
// proxy, TLS 1.2 and up, guarded addresses, everything bounded.
type client struct {
	http   *http.Client
	guard  *guard
	limits limits

	mu    sync.Mutex
	slots map[string]chan struct{} // by host
}

func newClient(g *guard, roots *x509.CertPool, l limits) *client {
	dialer := &net.Dialer{Timeout: l.dial, ControlContext: g.control}
	transport := &http.Transport{
		// Proxy stays nil: an address behind a proxy could not be guarded.
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(roots),
		TLSHandshakeTimeout:    l.total,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        time.Minute,
		MaxResponseHeaderBytes: 64 << 10,
		// Bodies are small; without compression a cap counts what is read.
		DisableCompression: true,
	}
	return &client{
		http: &http.Client{
			Transport:     transport,
			Timeout:       l.total,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		guard:  g,
		limits: l,
		slots:  map[string]chan struct{}{},
	}
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
}

// do sends a request once and reads at most maxBody bytes of the answer.
// Any status is an answer, a redirect too. The error is one of this file's, of
// the guard or of the network, for [unreachable] to name.
func (c *client) do(ctx context.Context, req *http.Request, maxBody int64) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.limits.total)
	defer cancel()
	release, err := c.enter(ctx, req.URL.Host)
	if err != nil {
		return answer{}, err
	}
	defer release()
	res, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := readCapped(res, maxBody)
	return answer{status: res.StatusCode, date: res.Header.Get("Date"), body: body}, err
}

// enter waits for a free slot, so that a slow provider ties up few of our
// connections and the others' sign-ins go on.
func (c *client) enter(ctx context.Context, host string) (release func(), err error) {
	c.mu.Lock()
	slots, ok := c.slots[host]
	if !ok {
		slots = make(chan struct{}, c.limits.perHost)
		c.slots[host] = slots
	}
	c.mu.Unlock()
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, context.Canceled
	}
	return nil, errQueue
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
