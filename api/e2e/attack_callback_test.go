//go:build attack

package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/api/idp/idptest"
)

// attacksOnTheCallback are those of group B: what comes back from a provider, or seems to.
func attacksOnTheCallback() []attack {
	return []attack{
		{"B01", "an attacker's code and state in somebody's browser", func(a *assault) {
			who, _ := a.agent()
			attacker, victim := a.browser(), a.browser()
			back := attacker.beforeCallback("acme", "google", who)
			a.unknownCallback("no cookie", "attempt_cookie_missing", victim, back)
			victim.start("acme", "google")
			a.unknownCallback("an attempt of their own", "attempt_unknown", victim, back)
			attacker.navigate(back).wantSignedIn()
		}},
		{"B03", "the cookie of one attempt and the state of another", func(a *assault) {
			who, _ := a.agent()
			one, two := a.browser(), a.browser()
			first, second := one.beforeCallback("acme", "google", who), two.beforeCallback("acme", "google", who)
			a.unknownCallback("own cookie", "attempt_unknown", one, second)
			moved := a.browser()
			moved.cookies[two.attempts()[0]] = one.cookies[one.attempts()[0]]
			a.unknownCallback("renamed cookie", "attempt_unknown", moved, second)
			one.navigate(first).wantSignedIn()
			two.navigate(second).wantSignedIn()
		}},
		{"B04", "one callback twice, and 50 times at once", oneCallbackOften},
		{"B06", "a stolen code in an attempt of one's own", func(a *assault) {
			victim, _ := a.agent()
			stolen, err := url.Parse(a.browser().beforeCallback("acme", "google", victim))
			must(a.t, err)
			attacker := a.browser()
			mine := withQuery(a.t, attacker.beforeCallback("acme", "google", victim), func(q url.Values) { q.Set("code", stolen.Query().Get("code")) })
			a.refuses("another's code", "code_rejected", attacker, mine)
		}},
		{"B07", "mix-up: the answer of one provider at the callback of another", func(a *assault) { mixedUp(a, "acme", "microsoft") }},
		{"B08", "mix-up between the connections of two organizations", func(a *assault) { mixedUp(a, "initech", "google") }},
		{"B10", "iss wrong, missing although announced, or twice", wrongIssuers},
		{"B11", "error and description with script, ANSI and line breaks", func(a *assault) {
			who, _ := a.agent()
			a.secrets.add("CANARY-DESCRIPTION", "CANARY <script>")
			for sent, code := range map[string]string{"access_denied": "provider_denied", "CANARY <script>": "provider_other", "server_error": "provider_other"} {
				b := a.browser()
				a.refuses(sent, code, b, withQuery(a.t, b.beforeCallback("acme", "google", who), func(q url.Values) {
					q.Del("code")
					q.Set("error", sent)
					q.Set("error_description", "<script>alert(1)</script> CANARY-DESCRIPTION")
				}))
			}
		}},
		{"S9", "callbacks with control characters, NUL, DEL, a megabyte, things twice: nothing is asked of the provider", malformedCallbacks},
		{"B12", "an error with the state of somebody else", func(a *assault) {
			who, _ := a.agent()
			one, two := a.browser(), a.browser()
			back := one.beforeCallback("acme", "google", who)
			two.start("acme", "google")
			failed := withQuery(a.t, back, func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") })
			a.unknownCallback("a foreign state", "attempt_unknown", two, failed)
			made := withQuery(a.t, failed, func(q url.Values) { q.Set("state", strings.Repeat("A", 43)) })
			a.unknownCallback("a made-up state, told alike", "attempt_unknown", two, made)
			one.navigate(back).wantSignedIn()
		}},
		{"B15", "after a success: a clean path, no referrer, nothing kept by caches", func(a *assault) {
			who, _ := a.agent()
			answer := a.browser().signIn("acme", "google", who)
			answer.wantSignedIn()
			if answer.header.Get("Referrer-Policy") != "no-referrer" || answer.header.Get("Cache-Control") != "no-store" || len(answer.body) > 0 && strings.Contains(string(answer.body), "code") {
				a.t.Errorf("%v %s", answer.header, answer.body)
			}
		}},
		{"B16", "a session that was planted before the sign-in", func(a *assault) {
			who, _ := a.agent()
			other, _ := a.agent()
			attacker, victim := a.browser(), a.browser()
			attacker.signIn("acme", "google", other).wantSignedIn()
			planted := attacker.session()
			victim.cookies[a.cookieName("latchkey-session")] = planted
			victim.signIn("acme", "google", who).wantSignedIn()
			if victim.session() == planted {
				a.t.Error("the planted one is used on")
			}
			attacker.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		}},
		{"B17", "the attempt's cookie changed bit by bit, or of another browser", tamperedCookie},
		{"B19", "a token endpoint that answers nonsense, far too much, or drop by drop", nonsenseOfTheTokenEndpoint},
		{"B20", "a wrong secret: the code is sent once", func(a *assault) {
			a.provider.SetSecret("initech-google", "another")
			defer a.provider.SetSecret("initech-google", clientSecret)
			hits, b := a.provider.Hits("/google/token"), a.browser()
			a.refuses("refused", "sso_app_invalid", b, b.beforeCallback("initech", "google", "peter@initech.example"))
			if n := a.provider.Hits("/google/token") - hits; n > 2 { // the other announced method is tried once
				a.t.Errorf("sent %d times", n)
			}
		}},
		{"B21", "a secret in the error of the token endpoint", func(a *assault) {
			who, _ := a.agent()
			a.secrets.add("CANARY-IN-THE-ERROR")
			a.s.secrets.add("CANARY-IN-THE-ERROR")
			a.lie(func(s *idptest.Script) {
				s.TokenAnswer = idptest.OAuthError(400, "invalid_grant", "CANARY-IN-THE-ERROR")
			})
			b := a.browser()
			a.refuses("quoted nowhere", "code_rejected", b, b.beforeCallback("acme", "google", who))
		}},
		{"B22", "the callback in a frame, by fetch, by prefetch", func(a *assault) {
			who, _ := a.agent()
			b := a.browser()
			back := b.beforeCallback("acme", "google", who)
			for _, h := range []http.Header{
				{"Sec-Fetch-Dest": {"iframe"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Site": {"cross-site"}},
				{"Sec-Fetch-Dest": {"empty"}, "Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Site": {"cross-site"}},
				{"Sec-Fetch-Dest": {"image"}, "Sec-Fetch-Mode": {"no-cors"}, "Sec-Fetch-Site": {"cross-site"}},
			} {
				if answer := b.send(http.MethodGet, back, nil, h); answer.cookie("latchkey-session") != nil {
					a.t.Errorf("%v opens a session", h)
				}
			}
			b.navigate(back).wantSignedIn()
		}},
	}
}

func oneCallbackOften(a *assault) {
	who, _ := a.agent()
	b := a.browser()
	back, jar, before := b.beforeCallback("acme", "google", who), maps.Clone(b.cookies), a.rows()
	var sessions atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			again := a.browser()
			again.cookies = maps.Clone(jar)
			answer := again.navigate(back)
			if answer.cookie("latchkey-session") != nil {
				sessions.Add(1)
			} else if answer.status != http.StatusSeeOther && answer.status != http.StatusServiceUnavailable {
				a.t.Errorf("%d %s", answer.status, answer.body)
			}
		})
	}
	all.Wait()
	if grown := a.grew(before); sessions.Load() != 1 || grown["sessions"] != 1 || grown["sign_ins"] != 1 || grown["identities"] != 1 {
		a.t.Errorf("%d sessions, wrote %v", sessions.Load(), grown)
	}
	before = a.rows()
	late := a.browser()
	late.cookies = jar
	if answer := late.navigate(back); answer.cookie("latchkey-session") != nil || len(a.grew(before)) > 0 {
		a.t.Errorf("a later one: %d, wrote %v", answer.status, a.grew(before))
	}
}

// malformedCallbacks spend nothing and send nothing on (S9).
func malformedCallbacks(a *assault) {
	who, _ := a.agent()
	b := a.browser()
	back := b.beforeCallback("acme", "google", who)
	for name, edit := range map[string]func(url.Values){
		"NUL":        func(q url.Values) { q.Set("code", "a\x00b") },
		"DEL":        func(q url.Values) { q.Set("code", "a\x7fb") },
		"ANSI":       func(q url.Values) { q.Del("code"); q.Set("error", "a\x1b[31m") },
		"line break": func(q url.Values) { q.Set("code", "a\r\nb") },
		"two codes":  func(q url.Values) { q["code"] = []string{q.Get("code"), "x"} },
		"two states": func(q url.Values) { q["state"] = []string{q.Get("state"), "x"} },
		"both":       func(q url.Values) { q.Set("error", "access_denied") },
		"neither":    func(q url.Values) { q.Del("code") },
		"long":       func(q url.Values) { q.Set("code", strings.Repeat("a", 16_000)) },
	} {
		before, hits := a.rows(), a.provider.Hits("/google/token")
		answer := b.navigate(withQuery(a.t, back, edit))
		if grown := a.grew(before); answer.cookie("latchkey-session") != nil || len(grown) > 0 || a.provider.Hits("/google/token") != hits || answer.status >= 500 {
			a.t.Errorf("%s: %d to %q, wrote %v", name, answer.status, answer.header.Get("Location"), grown)
		}
	}
	b.navigate(back).wantSignedIn()
}

// mixedUp takes the answer for acme's Google to another connection's callback.
func mixedUp(a *assault, organization, provider string) {
	who, _ := a.agent()
	b := a.browser()
	back := b.beforeCallback("acme", "google", who)
	hits := a.provider.Hits("/microsoft/organizations/oauth2/v2.0/token") + a.provider.Hits("/google/token")
	elsewhere := strings.Replace(back, a.live("acme", "google").ID, a.live(organization, provider).ID, 1)
	b.navigate(elsewhere).wantRefused("attempt_unknown")
	if n := a.provider.Hits("/microsoft/organizations/oauth2/v2.0/token") + a.provider.Hits("/google/token"); n != hits {
		a.t.Error("the honest code was sent elsewhere")
	}
	b.navigate(back).wantSignedIn()
}

func wrongIssuers(a *assault) {
	who, _ := a.agent()
	for name, edit := range map[string]func(url.Values){
		"wrong": func(q url.Values) { q.Set("iss", "https://evil.example") },
		"twice": func(q url.Values) { q["iss"] = []string{q.Get("iss"), "https://evil.example"} },
		"slash": func(q url.Values) { q.Set("iss", a.provider.GoogleIssuer()+"/") },
	} {
		b := a.browser()
		hits := a.provider.Hits("/google/token")
		back := withQuery(a.t, b.beforeCallback("acme", "google", who), edit)
		answer := b.navigate(back)
		if answer.cookie("latchkey-session") != nil || a.provider.Hits("/google/token") != hits || !strings.Contains(answer.header.Get("Location"), "reason=") {
			a.t.Errorf("%s: %d to %q", name, answer.status, answer.header.Get("Location"))
		}
	}
}

func tamperedCookie(a *assault) {
	who, _ := a.agent()
	b := a.browser()
	back := b.beforeCallback("acme", "google", who)
	name := b.attempts()[0]
	honest := b.cookies[name]
	for n := 0; n < len(honest); n += 7 {
		changed := []byte(honest)
		if changed[n]++; changed[n] > '~' {
			changed[n] = 'A'
		}
		forger := a.browser()
		forger.cookies[name] = string(changed)
		if answer := forger.navigate(back); answer.cookie("latchkey-session") != nil || answer.status != http.StatusSeeOther {
			a.t.Fatalf("character %d: %d", n, answer.status)
		}
	}
	for _, value := range []string{"", "x", strings.Repeat("A", 3000), honest[:len(honest)-1], honest + "A", "k1." + honest} {
		forger := a.browser()
		forger.cookies[name] = value
		if answer := forger.navigate(back); answer.cookie("latchkey-session") != nil {
			a.t.Fatalf("%.20q opens a session", value)
		}
	}
	b.navigate(back).wantSignedIn()
}

func nonsenseOfTheTokenEndpoint(a *assault) {
	const canary = "CANARY-OF-THE-TOKEN-ENDPOINT"
	a.s.secrets.add(canary)
	who, _ := a.agent()
	before := a.s.p.memory("VmRSS")
	for name, lie := range map[string]struct {
		answer idptest.Answer
		code   string
	}{
		"HTML":                {idptest.Body(200, "text/html", "<html>"+canary), "provider_unreachable"},
		"empty":               {idptest.Body(200, "application/json", ""), "provider_unreachable"},
		"cut off":             {idptest.Body(200, "application/json", `{"id_token":"`+canary), "provider_unreachable"},
		"no token":            {idptest.Body(200, "application/json", `{"access_token":"`+canary+`"}`), "token_invalid"},
		"a token that is 7":   {idptest.Body(200, "application/json", `{"access_token":"x","id_token":7}`), "provider_unreachable|token_invalid"},
		"members twice":       {idptest.Body(200, "application/json", `{"id_token":"a","id_token":"b"}`), "provider_unreachable"},
		"2 MB":                {idptest.Oversized(2 << 20), "provider_unreachable"},
		"64 MB":               {idptest.Oversized(64 << 20), "provider_unreachable"},
		"a gzip bomb":         {idptest.GzipBomb(256 << 20), "provider_unreachable"},
		"drop by drop":        {idptest.Drip(time.Second), "provider_unreachable"},
		"a redirect":          {idptest.Redirect("http://169.254.169.254/latest/meta-data"), "provider_unreachable"},
		"500":                 {idptest.Body(500, "text/plain", canary), "provider_unreachable"},
		"hangs up":            {idptest.HangUp(), "provider_unreachable"},
		"deep":                {idptest.Body(200, "application/json", strings.Repeat("[", 100_000)), "provider_unreachable"},
		"an error without it": {idptest.Body(400, "application/json", `{"error_description":"`+canary+`"}`), "provider_unreachable|code_rejected|provider_config_error"},
	} {
		a.lie(func(s *idptest.Script) { s.TokenAnswer = lie.answer })
		rows, b := a.rows(), a.browser()
		back, began := b.beforeCallback("acme", "google", who), time.Now()
		answer := b.navigate(back)
		to, err := url.Parse(answer.header.Get("Location"))
		must(a.t, err)
		if code := to.Query().Get("reason"); code == "" || !strings.Contains(lie.code, code) || answer.cookie("latchkey-session") != nil {
			a.t.Errorf("%s: %d to %s, want %s", name, answer.status, to, lie.code)
		}
		if took := time.Since(began); took > 10*time.Second {
			a.t.Errorf("%s took %v", name, took)
		}
		if grown := a.grew(rows); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
			a.t.Errorf("%s wrote %v", name, grown)
		}
	}
	if grown := (a.s.p.memory("VmHWM") - before) >> 10; grown > 64 {
		a.t.Errorf("memory grew by %d MB", grown)
	}
}
