package idp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
)

// hanging is a provider whose token endpoint answers some connections and keeps
// others waiting.
type hanging struct {
	t       *testing.T
	p       *idp.Providers
	base    string
	arrived chan string // the client id of each call that hangs
	release chan struct{}
}

func newHanging(t *testing.T, l idp.Limits) *hanging {
	t.Helper()
	h := &hanging{t: t, arrived: make(chan string, 100), release: make(chan struct{})}
	server := httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(server.Close)
	h.base = server.URL
	var err error
	h.p, err = idp.NewWithLimits(idp.Options{
		GoogleIssuer: server.URL, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	}, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.p.Close)
	return h
}

func (h *hanging) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		_, _ = w.Write([]byte(strings.ReplaceAll(`{"issuer":"@","authorization_endpoint":"@/authorize",
			"token_endpoint":"@/token","jwks_uri":"@/keys"}`, "@", h.base)))
		return
	}
	_ = r.ParseForm()
	if id, _, _ := r.BasicAuth(); strings.HasPrefix(id+r.PostForm.Get("client_id"), "hang") {
		h.arrived <- id
		<-h.release
	}
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
}

// probe makes one call of a connection.
func (h *hanging) probe(ctx context.Context, connection, client string) error {
	return h.p.Probe(ctx, idp.Application{
		Provider: provider.Google, Connection: connection, ClientID: client, ClientSecret: "s", RedirectURI: redirectURI,
	})
}

// hang brings so many calls of a connection to where they wait, and says what to
// call in the end.
func (h *hanging) hang(connection string, calls int) (done func()) {
	h.t.Helper()
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			if err := h.probe(h.t.Context(), connection, "hang"); err != nil {
				h.t.Errorf("a call that hung: %v", err)
			}
		})
	}
	for range calls {
		<-h.arrived
	}
	return all.Wait
}

// L2: a connection whose calls hang has no place left for its own, and is not in
// the way of others at the same host.
func TestL2_BulkheadsByConnection(t *testing.T) {
	h := newHanging(t, idp.LimitsOf(10*time.Second).Small(3, 100, 50*time.Millisecond))
	done := h.hang("ours", 3)
	if err := h.probe(t.Context(), "others", "prompt"); err != nil {
		t.Errorf("another connection at the same host: %v", err)
	}
	wantFault(t, h.probe(t.Context(), "ours", "hang"), fault.Busy, "token_queue_timeout")
	close(h.release)
	done()
}

// L2: connections that use up the places of the whole process leave some to those
// that have few calls under way.
func TestL2_FewCallsFindAPlace(t *testing.T) {
	h := newHanging(t, idp.LimitsOf(10*time.Second).Small(20, 24, 50*time.Millisecond))
	done := h.hang("greedy", 18) // all of the 18 that are for everybody
	wantFault(t, h.probe(t.Context(), "greedy", "hang"), fault.Busy, "token_queue_timeout")
	if err := h.probe(t.Context(), "modest", "prompt"); err != nil {
		t.Errorf("a connection with one call: %v", err)
	}
	more := h.hang("modest", 6) // and all that are kept
	wantFault(t, h.probe(t.Context(), "third", "prompt"), fault.Busy, "token_queue_timeout")
	close(h.release)
	done()
	more()
}

// F8: whoever waits for a place and gets none is told that we are busy and when
// to come again; a request that is given up is no fault of ours or theirs.
func TestF8_NoPlaceIsOurLimit(t *testing.T) {
	h := newHanging(t, idp.LimitsOf(10*time.Second).Small(1, 100, 50*time.Millisecond))
	done := h.hang("ours", 1)
	err := h.probe(t.Context(), "ours", "hang")
	wantFault(t, err, fault.Busy, "token_queue_timeout")
	if fault.Of(err).RetryAfter <= 0 {
		t.Error("nothing says when to come again")
	}
	// The caller's time ends soon after the call began: the provider had none of it.
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	wantFault(t, h.probe(ctx, "others", "hang"), fault.Busy, "token_queue_timeout")
	close(h.release)
	done()
}
