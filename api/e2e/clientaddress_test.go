package e2e_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"latchkey/api/secret"
)

// H04: the client address is the peer's, unless the operator trusts the peer.
func TestH04ForwardedFor(t *testing.T) {
	t.Parallel()
	address := func(w *world, h http.Header) string {
		before := w.log.String()
		w.browser().send(http.MethodGet, "/healthz", nil, h)
		_, address, _ := strings.Cut(w.log.String()[len(before):], `"address":"`)
		address, _, _ = strings.Cut(address, `"`)
		return address
	}
	w := newWorld(t, setting{empty: true})
	for name := range map[string]bool{"X-Forwarded-For": true, "X-Real-Ip": true, "Cf-Connecting-Ip": true, "X-Appengine-Remote-Addr": true, "Forwarded": true} {
		if got := address(w, http.Header{name: {"9.9.9.9"}}); got != "127.0.0.1" {
			t.Errorf("%s is believed: %s", name, got)
		}
	}
	behind := newWorld(t, setting{empty: true, proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}})
	for forwarded, want := range map[string]string{"9.9.9.9": "9.9.9.9", "6.6.6.6, 9.9.9.9": "9.9.9.9", "6.6.6.6, 9.9.9.9, 10.0.0.1": "9.9.9.9", "x, 9.9.9.9": "9.9.9.9"} {
		if got := address(behind, http.Header{"X-Forwarded-For": {forwarded}}); got != want {
			t.Errorf("%q is read as %s", forwarded, got)
		}
	}
	// A proxy that appends a line of its own behind the client's.
	if got := address(behind, http.Header{"X-Forwarded-For": {"6.6.6.6", "9.9.9.9"}}); got != "9.9.9.9" {
		t.Errorf("two lines are read as %s", got)
	}
	if got := address(behind, http.Header{"X-Real-Ip": {"6.6.6.6"}}); got != "127.0.0.1" {
		t.Errorf("X-Real-IP, which no setting names, is believed: %s", got)
	}
}

// Message 45: starts are limited by address, and a spoofed one helps nobody.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{starts: 3})
	b := w.browser()
	for i := range 5 {
		a := b.send(http.MethodPost, "/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), http.Header{
			"Content-Type": {"application/json"}, "X-Forwarded-For": {"9.9.9." + string(rune('0'+i))},
		})
		if i < 3 {
			a.want(http.StatusCreated, "")
			continue
		}
		a.want(http.StatusTooManyRequests, "rate_limited")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
	for _, path := range []string{resetPath, bypassPath, codePath} {
		b.fetch(http.MethodPost, path, asking("maya@acme.example")).want(http.StatusTooManyRequests, "rate_limited")
	}
	b.resets("acme", secret.NewToken(), anotherPassword).want(http.StatusTooManyRequests, "rate_limited")
	b.fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil).want(http.StatusOK, "") // reading is not beginning
}
