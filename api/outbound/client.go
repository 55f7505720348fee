package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// ErrTooLarge says that the other side sent more than the caller reads.
var ErrTooLarge = errors.New("body too large")

// Limits are what calls to the outside may cost.
type Limits struct {
	Dial  time.Duration // connect, per address
	Total time.Duration // one call, from the moment that it has its place
	Wait  time.Duration // for a place
	Each  int           // calls of one key at once
	All   int           // calls of the process at once
	Idle  time.Duration // how long a connection is kept without a call
	Quiet time.Duration // nobody closes a connection as idle before it was so for that long
	Kept  int           // connections that are kept per host; below zero none is
}

// DefaultLimits are those of the product: a wait and a call fit into the time that a
// callback has. The idle time is below that of the servers that close soonest (5 s in
// Node), which leaves hardly a moment in which both sides could disagree; a handshake
// more for a quiet provider is one round trip, as sessions are resumed.
func DefaultLimits() Limits {
	return Limits{
		Dial: 2 * time.Second, Total: 8 * time.Second, Wait: 3 * time.Second,
		Each: 128, All: 1024, Idle: 4 * time.Second, Quiet: 500 * time.Millisecond, Kept: 64,
	}
}

// Options come from the operator, never from an organization.
type Options struct {
	Allow   []netip.Prefix // what may be reached although it is not public
	Proxy   *Proxy         // nil: straight
	RootCAs *x509.CertPool // nil: the system's
	Limits  Limits
}

// Client makes every call to a provider: no redirects, no proxy but the operator's,
// TLS 1.2 and up, guarded addresses, everything bounded. Safe for concurrent use.
type Client struct {
	http    *http.Client
	guard   *guard
	tunnels *tunnels // nil: straight
	limits  Limits
	places  *places
}

// New makes a client. Nothing is called yet.
func New(o Options) *Client {
	g, l := newGuard(o.Allow), o.Limits
	dialer := &net.Dialer{Timeout: l.Dial, ControlContext: g.control}
	transport := &http.Transport{
		// Proxy stays nil: that of the environment is not used, and that of the
		// operator is dialled by tunnels, which guard and tell its faults apart.
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(o.RootCAs),
		TLSHandshakeTimeout:    l.Total,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    l.Kept,
		IdleConnTimeout:        l.Idle,
		MaxResponseHeaderBytes: 64 << 10,
		// Bodies are small; without compression a cap counts what is read.
		DisableCompression: true,
	}
	c := &Client{
		http: &http.Client{
			Transport:     transport,
			Timeout:       l.Total,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		guard:  g,
		limits: l,
		places: newPlaces(l),
	}
	if o.Proxy != nil {
		c.tunnels = newTunnels(o, g)
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

// CloseIdle closes the connections that no call uses.
func (c *Client) CloseIdle() { c.http.CloseIdleConnections() }

// TimeLimit is how long a call may take once it has its place.
func (c *Client) TimeLimit() time.Duration { return c.limits.Total }

// Answer is a response whose body was read whole.
type Answer struct {
	Status int
	Date   string // the header: when the other side believes that it answered
	Retry  string // the header Retry-After: when it wants to be asked again
	Body   []byte
	Again  bool // it answers the second sending
}

// Do sends a request, and once more where that can do no harm (resend.go), and
// reads at most maxBody bytes of the answer. The key says whose call it is: a
// connection's, or "" for what all share. Any status is an answer, a redirect
// too. The error is one of this package or of the network, for [Reason] to name.
func (c *Client) Do(ctx context.Context, key string, req *http.Request, maxBody int64) (Answer, error) {
	leave, err := c.places.enter(ctx, key)
	if err != nil {
		return Answer{}, err
	}
	defer leave()
	begun := time.Now()
	within, cancel := context.WithTimeout(ctx, c.limits.Total)
	defer cancel()
	res, err := c.sendTwice(within, req, maxBody)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) && time.Since(begun) < c.limits.Total/2 {
		return Answer{}, ErrBusy // the caller's time was nearly over: that is not the provider's fault
	}
	return res, err
}

func (c *Client) sendTwice(ctx context.Context, req *http.Request, maxBody int64) (Answer, error) {
	res, sent, err := c.send(ctx, req, maxBody)
	if err == nil || !sent.mayRepeat(req.Method, err) || ctx.Err() != nil {
		return res, err
	}
	again, err := repeatable(req)
	if err != nil {
		return Answer{}, err
	}
	res, _, err = c.send(ctx, again, maxBody)
	res.Again = true
	return res, err
}

func (c *Client) send(ctx context.Context, req *http.Request, maxBody int64) (Answer, *sending, error) {
	sent := &sending{quiet: c.limits.Quiet}
	res, err := c.http.Do(req.WithContext(sent.watch(ctx))) //nolint:gosec // the guard looks at what is dialled
	if err != nil {
		return Answer{}, sent, err
	}
	defer res.Body.Close()
	body, err := readCapped(res, maxBody)
	return Answer{Status: res.StatusCode, Date: res.Header.Get("Date"), Retry: res.Header.Get("Retry-After"), Body: body}, sent, err
}

// announced is up to which length, in bytes, a body is believed to be as long as it says: most
// are, and then nothing is allocated twice. For more, memory is taken as it comes.
const announced = 16 << 10

func readCapped(res *http.Response, maxBody int64) ([]byte, error) {
	if res.ContentLength > maxBody {
		return nil, ErrTooLarge
	}
	if res.ContentLength >= 0 && res.ContentLength <= announced {
		body := make([]byte, res.ContentLength)
		_, err := io.ReadFull(res.Body, body)
		return body, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > maxBody {
		return nil, ErrTooLarge
	}
	return body, nil
}
