package outbound

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync"
	"syscall"
	"time"
)

// closingMoment is how long after a request the other side's closing of an idle
// connection may arrive: longer than any round trip, shorter than a server that
// worked on the request and then broke.
const closingMoment = time.Second

// sending is what became of one request on the wire. The hooks run on goroutines
// of the transport.
type sending struct {
	quiet time.Duration // as in [Limits]

	mu       sync.Mutex
	began    bool      // something of the request may have been written
	reused   bool      // the connection had carried another request before
	idle     bool      // and had been quiet since, long enough to be closed for it
	wrote    time.Time // when the request was written whole
	answered bool      // a byte of the answer came
}

// watch notes what the transport does. Where it takes another connection by
// itself, because nothing had been written, only the last one counts.
func (s *sending) watch(ctx context.Context) context.Context {
	note := func(set func()) { s.mu.Lock(); defer s.mu.Unlock(); set() }
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) {
			note(func() {
				s.began, s.wrote, s.answered = true, time.Time{}, false
				s.reused, s.idle = i.Reused, i.Reused && i.IdleTime >= s.quiet
			})
		},
		WroteRequest:         func(httptrace.WroteRequestInfo) { note(func() { s.wrote = time.Now() }) },
		GotFirstResponseByte: func() { note(func() { s.answered = true }) },
	})
}

// mayRepeat says whether a request whose connection broke is sent once more
// (RFC 9110, section 9.2.2). What only reads always is. A code may be taken once,
// so the token request is repeated only where it was not taken:
//
//   - no connection came about: nothing was written;
//   - the connection was kept from an earlier call and ended without a byte of an
//     answer: by a reset, as the system of a server answers what no process reads
//     any more, or in the moment in which the closing of an idle connection and
//     our request cross. That the request was read even so is possible and does no
//     harm: the provider refuses the second, gave us nothing for the first, and
//     package idp then blames the connection, not the code ([Answer].Again).
//
// A new connection that breaks after the request is not tried again, nor is
// anything that took too long, was too large or was refused by us.
func (s *sending) mayRepeat(method string, err error) bool {
	if Reason(err) != "connection_failed" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if method == http.MethodGet || !s.began {
		return true
	}
	if !s.reused || s.answered || !s.wrote.IsZero() && time.Since(s.wrote) >= closingMoment {
		return false
	}
	return s.idle || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// repeatable copies a request with its body from the start.
func repeatable(req *http.Request) (*http.Request, error) {
	again := req.Clone(req.Context())
	if req.GetBody == nil {
		return again, nil
	}
	body, err := req.GetBody()
	again.Body = body
	return again, err
}
