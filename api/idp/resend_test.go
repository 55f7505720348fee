package idp_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
)

// hangUp closes a request's connection without a byte of an answer.
func hangUp() { panic(http.ErrAbortHandler) }

// L3: a provider that closes kept connections just as we use them costs nobody a
// sign-in; a code that may have been taken is not sent twice, and never called
// bad for a connection that broke.
func TestL3_ClosedConnections(t *testing.T) {
	closing, lasting := idp.LimitsOf(5*time.Second).Closing(), idp.LimitsOf(5*time.Second)
	tests := map[string]struct {
		limits idp.Limits
		take   func(r *rig, w http.ResponseWriter, req *http.Request, nth int32, kept bool) bool
		code   fault.Code
		sent   int32 // how often the token endpoint was asked
	}{
		"a kept connection is closed as the request arrives": {
			closing,
			func(_ *rig, _ http.ResponseWriter, _ *http.Request, nth int32, kept bool) bool {
				if kept && nth == 1 {
					hangUp()
				}
				return false
			}, "", 2,
		},
		"so is the next one, and every other": {
			closing,
			func(*rig, http.ResponseWriter, *http.Request, int32, bool) bool { hangUp(); return true },
			fault.ProviderUnreachable, 2,
		},
		"a kept connection is closed after the code was taken": {
			closing,
			func(r *rig, _ http.ResponseWriter, req *http.Request, nth int32, _ bool) bool {
				if nth == 1 {
					r.idp.ServeHTTP(httptest.NewRecorder(), req)
					hangUp()
				}
				return false
			}, fault.ProviderUnreachable, 2,
		},
		"a kept connection that had just been used breaks": {
			lasting,
			func(*rig, http.ResponseWriter, *http.Request, int32, bool) bool { hangUp(); return true },
			fault.ProviderUnreachable, 1,
		},
		"a new connection breaks": {
			closing.KeepNone(),
			func(*rig, http.ResponseWriter, *http.Request, int32, bool) bool { hangUp(); return true },
			fault.ProviderUnreachable, 1,
		},
		"a kept connection breaks within the answer": {
			closing,
			func(_ *rig, w http.ResponseWriter, _ *http.Request, _ int32, _ bool) bool {
				w.Header().Set("Content-Length", "100")
				_, _ = w.Write([]byte(`{"id_token":`))
				_ = http.NewResponseController(w).Flush()
				hangUp()
				return true
			}, fault.ProviderUnreachable, 1,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRigWith(t, tt.limits)
			var sent atomic.Int32
			r.before(func(w http.ResponseWriter, req *http.Request, kept bool) bool {
				return req.Method == http.MethodPost && tt.take(r, w, req, sent.Add(1), kept)
			})
			c, err := r.ana()
			if tt.code == "" {
				r.accepted(c, err)
			} else {
				r.refused(c, err, tt.code, "token_connection_failed")
			}
			if n := sent.Load(); n != tt.sent {
				t.Errorf("the token endpoint was asked %d times, want %d", n, tt.sent)
			}
		})
	}
}

// L3: what only reads is asked for once more, over whatever connection it broke.
func TestL3_ReadsAreRepeated(t *testing.T) {
	r := newRigWith(t, idp.LimitsOf(5*time.Second).KeepNone())
	var asked atomic.Int32
	r.before(func(_ http.ResponseWriter, req *http.Request, _ bool) bool {
		if req.Method == http.MethodGet && req.Header.Get("Accept") == "application/json" && asked.Add(1)%2 == 1 {
			hangUp()
		}
		return false
	})
	r.accepted(r.ana())
	if n := asked.Load(); n != 4 {
		t.Errorf("metadata and keys were asked for %d times in all, want twice each", n)
	}
}
