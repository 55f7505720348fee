package e2e_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPasswordSignIn(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		a := b.password("acme", "Maya@ACME.example", everybodysPassword)
		a.want(http.StatusOK, "")
		if a.text("returnTo") != "/" || a.cookie("latchkey-session") == nil || a.cookie("latchkey-browser") == nil {
			t.Errorf("%s %v", a.body, a.set)
		}
		me := b.me(b.token())
		if session := me.object()["session"].(map[string]any); session["method"] != "password" {
			t.Errorf("me: %s", me.body)
		}
		var face map[string]string
		for _, email := range []string{"maya@acme.example", "nobody@acme.example", "omar@acme.example", "gloria@globex.example"} {
			before := w.rows()
			wrong := w.browser().password("acme", email, "wrong canary password")
			wrong.want(http.StatusUnauthorized, "credentials_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s wrote %v", email, grown)
			}
			got := faceOf(wrong)
			got["body"] = strings.ReplaceAll(got["body"], wrong.text("ref"), "")
			if face == nil {
				face = got
			} else if !maps.Equal(face, got) {
				t.Errorf("%s shows %v and not %v", email, got, face)
			}
		}
		w.browser().password("nobody", "maya@acme.example", "x").want(http.StatusNotFound, "org_not_resolved")
		w.browser().password("dormant", "dora@dormant.example", everybodysPassword).want(http.StatusNotFound, "org_not_resolved")
	})
}

// H05: guessing is slowed per account and address, never locked, and a browser
// that was here before keeps its own counter.
func TestH05WrongPasswordsAreSlowed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		known := w.browser()
		known.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		b := w.browser()
		limited := 0
		for range 6 {
			a := b.password("acme", "maya@acme.example", "wrong canary password")
			if a.status == http.StatusTooManyRequests {
				limited++
				if a.text("code") != "rate_limited" || a.header.Get("Retry-After") == "" {
					t.Errorf("%s, Retry-After %q", a.body, a.header.Get("Retry-After"))
				}
			}
		}
		if limited == 0 {
			t.Error("six wrong passwords in a row were all looked at")
		}
		b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
		known.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "") // its owner is not slowed
		w.browser().password("acme", "ben@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.clock.add(31 * time.Second)
		b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
	})
}
