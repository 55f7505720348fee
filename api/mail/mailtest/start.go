package mailtest

import (
	"context"
	"time"
)

// T is what is used of a test; *testing.T is one. (The demo has no tests in it.)
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(what func())
	Context() context.Context
}

// patience is how long a message may be on its way before a test gives up.
const patience = 20 * time.Second

// Start starts a server that ends with the test.
func Start(t T) *Server { return StartWith(t, Options{}) }

// StartWith starts a server that differs from the usual one.
func StartWith(t T, o Options) *Server {
	t.Helper()
	s, err := Listen(t.Context(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatalf("start a mail server: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Wait takes the oldest message to somebody, when it is there.
func (s *Server) Wait(t T, to string) Message {
	t.Helper()
	late := time.After(patience)
	for {
		l, is, news := s.take(to)
		if is {
			return l
		}
		select {
		case <-news:
		case <-late:
			t.Fatalf("no message to %s came", to)
		case <-t.Context().Done():
			t.Fatalf("the test ended before a message to %s came", to)
		}
	}
}
