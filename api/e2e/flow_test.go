package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

func TestLocksHoldForEverybody(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct{ provider, who, code string }{
			{"google", "someone@gmail.com", "wrong_hosted_domain"},
			{"google", "maya@other.example", "wrong_hosted_domain"},
			{"microsoft", "ben@elsewhere.example", "wrong_tenant"},
		} {
			before := w.rows()
			w.browser().signIn("acme", c.provider, c.who).wantRefused(c.code)
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s: it wrote %v", c.who, grown)
			}
		}
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", Connections: []apply.Connection{{Provider: "google", LockedTo: []string{"new.example"}}},
		}}})
		w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("wrong_hosted_domain") // linked people too
	})
}

// A44, A45 and messages 1-4: refused at the start, with no attempt and no cookie.
func TestA08StartsThatAreRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			organization, provider string
			status                 int
			code                   string
		}{
			{"globex", "google", http.StatusConflict, "sso_not_configured"},
			{"globex", "microsoft", http.StatusConflict, "sso_not_configured"},
			{"initech", "microsoft", http.StatusConflict, "sso_not_configured"},
			{"hooli", "google", http.StatusConflict, "sso_provider_disabled"},
			{"dormant", "google", http.StatusConflict, "sso_provider_disabled"},
			{"nobody", "google", http.StatusNotFound, "org_not_resolved"},
		} {
			before := w.rows()
			b := w.browser()
			a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": c.organization, "provider": c.provider})
			a.want(c.status, c.code)
			if len(b.cookies) > 0 || strings.Contains(string(a.body), w.provider.GoogleIssuer()) || len(w.grew(before)) > 0 {
				t.Errorf("%s %s: %s %v %v", c.organization, c.provider, a.body, b.cookies, w.grew(before))
			}
		}
		buttons := func(organization string) any {
			return w.browser().fetch(http.MethodGet, "/api/v1/organizations/"+organization+"/sign-in", nil).object()["providers"]
		}
		both := []any{map[string]any{"provider": "google"}, map[string]any{"provider": "microsoft"}}
		if got := buttons("globex"); !reflect.DeepEqual(got, both) {
			t.Errorf("nothing set up: %v", got)
		}
		if got := buttons("hooli"); !reflect.DeepEqual(got, []any{}) {
			t.Errorf("turned off: %v", got)
		}
		w.browser().fetch(http.MethodGet, "/api/v1/organizations/dormant/sign-in", nil).want(http.StatusNotFound, "org_not_resolved")
	})
}

// D09: what was turned off or changed while the person was away.
func TestD09LiveStateIsReadAtTheCallback(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		change := func(o apply.Organization) {
			o.Code = "acme"
			w.apply(&apply.Document{Organizations: []apply.Organization{o}})
		}
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", State: ptr(store.Disabled)}}})
		b.navigate(back).wantRefused("sso_provider_disabled")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", State: ptr(store.Enabled)}}})

		back = b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Active: ptr(false)})
		b.navigate(back).wantRefused("sso_provider_disabled")
		change(apply.Organization{Active: ptr(true)})

		back = b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", Secret: &apply.Secret{Value: "a newer secret"}}}})
		b.navigate(back).wantRefused("sso_config_changed")
		if n := w.provider.Hits("/google/token"); n != 0 {
			t.Errorf("%d codes were sent", n)
		}
	})
}

// G08: turning a connection off ends the sessions that came through it.
func TestG08TurningAConnectionOffEndsItsSessions(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b, other := w.browser(), w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		other.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		token, kept := b.token(), other.token()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", Connections: []apply.Connection{turnedOff(apply.Connection{Provider: "google"})},
		}}})
		w.clock.add(2 * time.Second)
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		other.me(kept).want(http.StatusOK, "")
	})
}

func TestB05AttemptExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	w.clock.add(attempt.Life + time.Second)
	before := w.rows()
	b.navigate(back).wantRefused("attempt_expired")
	if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) || w.provider.Hits("/google/token") != 0 {
		t.Errorf("it wrote %v and sent %d codes", grown, w.provider.Hits("/google/token"))
	}
}

// A01, A02, A03, A09: what the provider is asked for.
func TestA02AuthorizationRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	w.lie(func(s *idptest.Script) {
		s.Discovery = func(d map[string]any) { d["code_challenge_methods_supported"] = []string{"plain"} }
	})
	seen := map[string]bool{}
	for range 50 {
		b := w.browser()
		u, err := url.Parse(b.start("acme", "google"))
		must(t, err)
		q := u.Query()
		w.secrets.add(q.Get("state"), q.Get("nonce"), q.Get("code_challenge"))
		if q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid email profile" || q.Get("response_type") != "code" ||
			q.Has("code_verifier") || q.Get("redirect_uri") != w.callback("acme", "google") || q.Has("access_type") {
			t.Fatalf("asked for %v", slices.Sorted(maps.Keys(q)))
		}
		for _, name := range []string{"state", "nonce", "code_challenge"} {
			if v := q.Get(name); len(v) < 22 || seen[v] {
				t.Fatalf("%s %q is short or was seen before", name, v)
			}
			seen[q.Get(name)] = true
		}
	}
	u, err := url.Parse(w.browser().start("acme", "microsoft"))
	must(t, err)
	if scope := u.Query().Get("scope"); scope != "openid email profile" {
		t.Errorf("Microsoft is asked for %q", scope)
	}
	a := w.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "chooseAccount": true})
	if !strings.Contains(a.text("authorizationUrl"), "prompt=select_account") {
		t.Error("no account chooser")
	}
}

// withQuery edits the query of an address.
func withQuery(t *testing.T, address string, edit func(url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	edit(q)
	u.RawQuery = q.Encode()
	return u.String()
}
