package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
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
