package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"latchkey/api/idp/idptest"
)

// B01: an attacker's code and state in the victim's browser.
func TestB01LoginCSRF(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		attacker, victim := w.browser(), w.browser()
		back := attacker.beforeCallback("acme", "google", "maya@acme.example")
		before := w.rows()
		victim.navigate(back).wantRefused("attempt_cookie_missing")
		victim.start("acme", "google") // an attempt of the victim's own changes nothing
		victim.navigate(back).wantRefused("attempt_unknown")
		if grown := w.grew(before); len(grown) > 0 || w.provider.Hits("/google/token") != 0 {
			t.Errorf("it wrote %v and sent %d codes", grown, w.provider.Hits("/google/token"))
		}
		if len(victim.attempts()) != 1 {
			t.Error("the victim's own attempt has gone")
		}
		attacker.navigate(back).wantSignedIn() // nobody has killed it
	})
}

// B01 with a live session: home, and it stays the victim's.
func TestB01LoginCSRFKeepsTheSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	attacker, victim := w.browser(), w.browser()
	back := attacker.beforeCallback("acme", "microsoft", "ben@acme.example")
	victim.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	session := victim.session()
	a := victim.navigate(back)
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || len(a.set) > 0 || victim.session() != session {
		t.Errorf("%d to %q, cookies %v", a.status, a.header.Get("Location"), a.set)
	}
}

func TestB03CookieOfOneStateOfAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	first := b.beforeCallback("acme", "google", "maya@acme.example")
	firstCookie := b.attempts()[0]
	second := w.browser()
	other := second.beforeCallback("acme", "google", "maya@acme.example")
	otherCookie := second.attempts()[0]
	// The first's cookie under its own name, and under the name of the second.
	b.navigate(other).wantRefused("attempt_unknown")
	moved := w.browser()
	moved.cookies[otherCookie] = b.cookies[firstCookie]
	moved.navigate(other).wantRefused("attempt_unknown")
	if n := w.provider.Hits("/google/token"); n != 0 {
		t.Errorf("%d codes were sent", n)
	}
	b.navigate(first).wantSignedIn()
	second.navigate(other).wantSignedIn()
}

func TestB04ReplayTwiceAndFiftyAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		jar := maps.Clone(b.cookies)
		before := w.rows()
		var wait sync.WaitGroup
		var mu sync.Mutex
		sessions := 0
		for range 50 {
			wait.Go(func() {
				one := w.browser()
				one.cookies = maps.Clone(jar)
				a := one.navigate(back)
				mu.Lock()
				defer mu.Unlock()
				if a.status != http.StatusSeeOther {
					t.Errorf("%d %s", a.status, a.body)
				}
				if a.cookie("latchkey-session") != nil {
					sessions++
				}
			})
		}
		wait.Wait()
		grown := w.grew(before)
		if sessions != 1 || grown["sessions"] != 1 || grown["sign_ins"] != 1 {
			t.Errorf("%d sessions, rows %v", sessions, grown)
		}
		again := w.browser()
		again.cookies = maps.Clone(jar)
		before = w.rows()
		if a := again.navigate(back); a.cookie("latchkey-session") != nil || len(w.grew(before)) > 0 {
			t.Errorf("a later replay: %d %v, rows %v", a.status, a.set, w.grew(before))
		}
	})
}

// Refresh and Back after a success lead home without a cookie.
func TestBackButtonAfterSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	jar := maps.Clone(b.cookies)
	b.navigate(back).wantSignedIn()
	if a := b.navigate(back); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || len(a.set) > 0 {
		t.Errorf("with the session: %d to %q", a.status, a.header.Get("Location"))
	}
	stale := w.browser()
	stale.cookies = jar
	if a := stale.navigate(back); a.header.Get("Location") != "/" || a.cookie("latchkey-session") != nil {
		t.Errorf("with the spent attempt: %d to %q", a.status, a.header.Get("Location"))
	}
	w.browser().navigate(back).wantRefused("attempt_cookie_missing")
}

// B07, B08: the answer of one connection at the callback of another. The code
// goes to nobody.
func TestB07MixUp(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		for _, other := range []string{w.live("acme", "microsoft").ID, w.live("initech", "google").ID, "AAAAAAAAAAAAAAAAAAAAAA"} {
			b.navigate(strings.Replace(back, w.live("acme", "google").ID, other, 1)).wantRefused("attempt_unknown")
		}
		if n := w.provider.Hits("/google/token") + w.provider.Hits("/microsoft/"+acmeTenant+"/oauth2/v2.0/token"); n != 0 {
			t.Errorf("%d codes were sent", n)
		}
		b.navigate(back).wantSignedIn()
	})
}

// B10: RFC 9207.
func TestB10IssuerInTheAnswer(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			edit func(url.Values)
			code string
		}{
			"wrong":      {func(q url.Values) { q.Set("iss", "https://evil.example") }, "token_invalid"},
			"unreadable": {func(q url.Values) { q.Set("iss", "<script>") }, "token_invalid"},
			"empty":      {func(q url.Values) { q.Set("iss", "") }, "token_invalid"},
			"absent":     {func(q url.Values) { q.Del("iss") }, "token_invalid"},
			"doubled":    {func(q url.Values) { q.Add("iss", q.Get("iss")) }, "callback_malformed"},
		} {
			hits := w.provider.Hits("/google/token")
			b := w.browser()
			b.navigate(withQuery(t, b.beforeCallback("acme", "google", "maya@acme.example"), c.edit)).wantRefused(c.code)
			if n := w.provider.Hits("/google/token"); n != hits {
				t.Errorf("%s: the code was sent", name)
			}
		}
		// An issuer that names no iss need not send it, but a wrong one is refused.
		b := w.browser()
		b.navigate(withQuery(t, b.beforeCallback("acme", "microsoft", "ben@acme.example"), func(q url.Values) { q.Set("iss", "https://evil.example") })).
			wantRefused("token_invalid")
	})
}

// Malformed parameters spend nothing.
func TestCallbackParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	before := w.rows()
	for name, edit := range map[string]func(url.Values){
		"doubled state":    func(q url.Values) { q.Add("state", q.Get("state")) },
		"doubled code":     func(q url.Values) { q.Add("code", "x") },
		"no state":         func(q url.Values) { q.Del("state") },
		"no code":          func(q url.Values) { q.Del("code") },
		"code and error":   func(q url.Values) { q.Set("error", "access_denied") },
		"overlong code":    func(q url.Values) { q.Set("code", strings.Repeat("x", 5000)) },
		"overlong state":   func(q url.Values) { q.Set("state", strings.Repeat("x", 200)) },
		"overlong issuer":  func(q url.Values) { q.Set("iss", strings.Repeat("x", 600)) },
		"overlong message": func(q url.Values) { q.Set("error_description", strings.Repeat("x", 3000)) },
	} {
		if a := b.navigate(withQuery(t, back, edit)); !strings.Contains(a.header.Get("Location"), "reason=callback_malformed") {
			t.Errorf("%s: %d to %q", name, a.status, a.header.Get("Location"))
		}
	}
	for _, query := range []string{"?", "?%zz", "?state=%zz&code=x", "?a;b", "?" + strings.Repeat("a=1&", 2000)} {
		b.navigate(w.callback("acme", "google") + query).wantRefused("callback_malformed")
	}
	if grown := w.grew(before); len(grown) > 0 {
		t.Errorf("it wrote %v", grown)
	}
	b.navigate(withQuery(t, back, func(q url.Values) { q.Set("authuser", "0"); q.Add("scope", "email") })).wantSignedIn()
}

// A path that names no connection is answered as every navigation is.
func TestCallbackOfNoConnection(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	for _, id := range []string{"x", "%00", "%ff", strings.Repeat("a", 200)} {
		w.browser().navigate("/api/v1/sso/callback/" + id + "?state=a&code=b").wantRefused("attempt_cookie_missing")
	}
}

// B22: what is no navigation to a document is refused and spends nothing.
func TestB22OnlyNavigationsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	before := w.rows()
	for name, h := range map[string]http.Header{
		"frame":        {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"iframe"}},
		"object":       {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"object"}},
		"image":        {"Sec-Fetch-Mode": {"no-cors"}, "Sec-Fetch-Dest": {"image"}},
		"fetch":        {"Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Dest": {"empty"}},
		"prefetch":     {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}, "Sec-Purpose": {"prefetch;prerender"}},
		"old prefetch": {"Purpose": {"prefetch"}},
		"X-Moz":        {"X-Moz": {"prefetch"}},
	} {
		if a := b.send(http.MethodGet, back, nil, h); a.status != http.StatusBadRequest || a.text("code") != "callback_malformed" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for _, method := range []string{http.MethodHead, http.MethodPost, http.MethodPut, http.MethodOptions} {
		if a := b.send(method, back, nil, http.Header{"Sec-Fetch-Site": {"none"}}); a.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, a.status)
		}
	}
	if grown := w.grew(before); len(grown) > 0 || w.provider.Hits("/google/token") != 0 {
		t.Errorf("it wrote %v", grown)
	}
	b.send(http.MethodGet, back, nil, nil).wantSignedIn() // a browser that tells nothing
}

// B12: an error that belongs to nobody here.
func TestB12ErrorWithForeignState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	for _, state := range []string{"x", strings.Repeat("A", 43)} {
		b.navigate(w.callback("acme", "google") + "?error=access_denied&iss=x&state=" + state).wantRefused("attempt_unknown")
	}
	b.navigate(back).wantSignedIn()
}

// B16: a planted session does not survive, and never becomes the victim's.
func TestB16SessionFixation(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		attacker, victim := w.browser(), w.browser()
		attacker.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		planted := attacker.session()
		victim.cookies[w.cookieName("latchkey-session")] = planted
		victim.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		if victim.session() == planted || strings.Split(victim.session(), ".")[0] == strings.Split(planted, ".")[0] {
			t.Error("the planted session lives on")
		}
		attacker.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		if email := victim.me(victim.token()).object()["user"].(map[string]any)["email"]; email != "maya@acme.example" {
			t.Errorf("the victim is %v", email)
		}
	})
}

// B17: every bit of the attempt cookie matters.
func TestB17TamperedAttempt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	name := b.attempts()[0]
	genuine := b.cookies[name]
	flip := func(at int) string {
		c := byte('A')
		if genuine[at] == c {
			c = 'B'
		}
		return genuine[:at] + string(c) + genuine[at+1:]
	}
	for _, forged := range []string{flip(3), flip(len(genuine) / 2), flip(len(genuine) - 2), genuine[:len(genuine)-4], "k9" + genuine[2:], "x", genuine + "A"} {
		b.cookies[name] = forged
		b.navigate(back).wantRefused("attempt_unknown")
	}
	b.cookies[name] = genuine
	b.navigate(back).wantSignedIn()
}

// I06: a name that stands there twice is nobody's.
func TestI06DuplicatedCookies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	name := b.attempts()[0]
	twice := func(name, value string) http.Header {
		return http.Header{"Cookie": {name + "=x; " + name + "=" + value}}
	}
	b.send(http.MethodGet, back, nil, twice(name, b.cookies[name])).wantRefused("attempt_unknown")
	b.navigate(back).wantSignedIn()
	session := w.cookieName("latchkey-session")
	h := twice(session, b.session())
	h.Set("Sec-Fetch-Site", "same-origin")
	value := b.session()
	b.send(http.MethodPost, "/api/v1/session/token", nil, h).want(http.StatusUnauthorized, "unauthenticated")
	b.cookies[session] = value
	b.token()
}

// Five attempts fit; a sixth pushes the oldest out.
func TestFiveAttemptsThenTheOldestGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	oldest := b.beforeCallback("acme", "google", "maya@acme.example")
	for range 4 {
		b.start("acme", "google")
	}
	if n := len(b.attempts()); n != 5 {
		t.Fatalf("%d attempts", n)
	}
	newest := b.beforeCallback("acme", "google", "maya@acme.example")
	if n := len(b.attempts()); n != 5 {
		t.Errorf("%d attempts after the sixth start", n)
	}
	b.navigate(oldest).wantRefused("attempt_unknown")
	b.navigate(newest).wantSignedIn()
}

// Two tabs: both attempts end well, the later session replaces the earlier one.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	one, two := b.beforeCallback("acme", "google", "maya@acme.example"), b.beforeCallback("acme", "microsoft", "ben@acme.example")
	b.navigate(two).wantSignedIn()
	b.navigate(one).wantSignedIn()
	if n := w.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL"); n != 1 {
		t.Errorf("%d live sessions in one browser", n)
	}
}

// Two browsers of one person link at once: one link, two sessions.
func TestD18ParallelFirstSignIns(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		const n = 8
		var attempts [n]string
		var browsers [n]*browser
		for i := range n {
			browsers[i] = w.browser()
			attempts[i] = browsers[i].beforeCallback("acme", "google", "maya@acme.example")
		}
		before := w.rows()
		var wait sync.WaitGroup
		for i := range n {
			wait.Go(func() { browsers[i].navigate(attempts[i]).wantSignedIn() })
		}
		wait.Wait()
		if grown := w.grew(before); grown["identities"] != 1 || grown["sessions"] != n || grown["audit_events"] != 1 {
			t.Errorf("it wrote %v", grown)
		}
	})
}

// Entra's subject changed with the app registration: tenant and object id find
// the person, and the link gets its new subject once.
func TestMicrosoftSubjectHeals(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Microsoft, Subject: "new-subject-11", Email: "ben.new@acme.example", TenantID: acmeTenant,
			ObjectID: "5a0c7b1e-0000-4000-8000-000000000011",
		}))
		w.browser().signIn("acme", "microsoft", "new-subject-11").wantRefused("user_not_authorized") // the same application
		if _, err := w.raw.ExecContext(t.Context(), "UPDATE identities SET client_id = 'older'"); err != nil {
			t.Fatal(err)
		}
		before := w.rows()
		w.browser().signIn("acme", "microsoft", "new-subject-11").wantSignedIn()
		if grown := w.grew(before); grown["identities"] != 0 || grown["audit_events"] != 1 {
			t.Errorf("it wrote %v", grown)
		}
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantRefused("user_not_authorized")
	})
}
