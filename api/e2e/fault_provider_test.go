//go:build fault

package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
)

func faultsOfTheProvider() []breakage {
	return []breakage{
		{"R06", "the provider answers 500, 502, 429, hangs up, or is not there; another one goes on", "sqlite", providerFails},
		{"R07", "the provider sends a byte a second, 100 people wait; another one goes on", "sqlite", providerDrips},
		{"R08", "the provider sends 64 MB, a gzip bomb, HTML", "sqlite", providerFloods},
		{"R09", "the provider's keys change: before signing, with both published, the old one gone, no key set at all", "sqlite", providerRotates},
	}
}

// pair is the binary with two providers of one organization: Google, which is broken, and Microsoft.
type pair struct {
	w        *world
	p        *process
	provider *idptest.Provider
}

const pairFile = `
organizations:
  - code: acme
    name: Acme
    connections:
      - {provider: google, state: enabled, clientId: acme-google, secret: {env: ACME_SECRET}, lockedTo: [acme.example]}
      - {provider: microsoft, state: enabled, clientId: acme-microsoft, secret: {env: ACME_SECRET}, tenant: %[1]s, lockedTo: [%[1]s]}
    people: [{email: maya@acme.example}, {email: ben@acme.example}, {email: lena@acme.example}]
`

func newPair(t *testing.T) *pair {
	t.Helper()
	i := newInstall(t)
	provider := i.providerFor()
	i.settings["ACME_SECRET"] = clientSecret
	i.secrets.add(clientSecret)
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(pairFile, acmeTenant))); !ok {
		t.Fatal(text)
	}
	p := i.serve()
	for _, id := range []string{"acme-google", "acme-microsoft"} {
		provider.AddClient(idptest.Client{ID: id, Secret: clientSecret, RedirectsBelow: p.url})
	}
	b := p.browser(t)
	b.w.provider = provider
	pr := &pair{b.w, p, provider}
	pr.w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
	pr.w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	return pr
}

func (p *pair) lie(edit func(*idptest.Script)) {
	p.provider.Script(func(s *idptest.Script) { *s = idptest.Script{AutoByLoginHint: true}; edit(s) })
}

// googles lets an answer of the token endpoint be Google's alone.
func googles(answer idptest.Answer) idptest.Answer {
	return func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/google") && answer(w, r)
	}
}

// healthy is how long a sign-in with the other provider takes, the slowest of five.
func (p *pair) healthy() (slowest time.Duration) {
	for range 5 {
		began := time.Now()
		p.w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		slowest = max(slowest, time.Since(began))
	}
	return slowest
}

func providerFails(t *testing.T) string {
	p := newPair(t)
	usual, broken := p.healthy(), time.Duration(0)
	for name, answer := range map[string]idptest.Answer{
		"500": idptest.Body(500, "text/html", "x"), "502": idptest.Body(502, "text/html", "x"), "429": idptest.Body(429, "text/plain", "x"), "hangs up": idptest.HangUp(),
	} {
		p.lie(func(s *idptest.Script) { s.TokenAnswer = googles(answer) })
		for range 3 {
			b, began := p.w.browser(), time.Now()
			b.navigate(b.beforeCallback("acme", "google", "maya@acme.example")).wantRefused("provider_unreachable")
			broken = max(broken, time.Since(began))
		}
		if took := p.healthy(); took > 10*usual+500*time.Millisecond {
			t.Errorf("%s: the other provider's take %v, usually %v", name, took, usual)
		}
	}
	p.lie(func(*idptest.Script) {})
	again := p.back()
	if broken > 3*time.Second || again > 15*time.Second {
		t.Errorf("refused after %v, well after %v", broken, again)
	}
	return fmt.Sprintf("refused within %d ms; well after %d ms", broken.Milliseconds(), again.Milliseconds())
}

// back is how long it takes until the broken one works again.
func (p *pair) back() time.Duration {
	began := time.Now()
	for time.Since(began) < 60*time.Second {
		b := p.w.browser()
		a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google"})
		if a.status == http.StatusCreated {
			if back := b.navigate(b.atProvider(a.text("authorizationUrl"), "maya@acme.example")); back.cookie("latchkey-session") != nil {
				return time.Since(began)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return time.Since(began)
}

func providerDrips(t *testing.T) string {
	p := newPair(t)
	usual := p.healthy()
	p.lie(func(s *idptest.Script) { s.TokenAnswer = googles(idptest.Drip(time.Second)) })
	var all sync.WaitGroup
	var mu sync.Mutex
	slowest := time.Duration(0)
	for range 100 {
		all.Go(func() {
			b := p.w.browser()
			back := b.beforeCallback("acme", "google", "maya@acme.example")
			began := time.Now()
			a := b.navigate(back)
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, time.Since(began))
			if a.cookie("latchkey-session") != nil || a.status >= 500 && a.status != http.StatusServiceUnavailable {
				t.Errorf("%d to %q", a.status, a.header.Get("Location"))
			}
		})
	}
	time.Sleep(time.Second)
	meanwhile := p.healthy()
	all.Wait()
	p.lie(func(*idptest.Script) {})
	again := p.back()
	if slowest > 12*time.Second || meanwhile > 10*usual+500*time.Millisecond || again > 15*time.Second {
		t.Errorf("answered after %v; meanwhile the other provider's took %v, usually %v; well after %v", slowest, meanwhile, usual, again)
	}
	return fmt.Sprintf("answered within %d ms; the other provider's take %d ms meanwhile; well after %d ms", slowest.Milliseconds(), meanwhile.Milliseconds(), again.Milliseconds())
}

func providerFloods(t *testing.T) string {
	p := newPair(t)
	before := p.p.memory("VmHWM")
	for _, answer := range []idptest.Answer{idptest.Oversized(64 << 20), idptest.GzipBomb(256 << 20), idptest.Body(200, "text/html", "<html>")} {
		p.lie(func(s *idptest.Script) { s.TokenAnswer = googles(answer) })
		for range 5 {
			p.w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("provider_unreachable")
		}
	}
	p.lie(func(*idptest.Script) {})
	again := p.back()
	grown := (p.p.memory("VmHWM") - before) >> 10
	if grown > 16 || again > 15*time.Second {
		t.Errorf("memory grew by %d MB; well after %v", grown, again)
	}
	return fmt.Sprintf("memory +%d MB; well after %d ms", grown, again.Milliseconds())
}

func providerRotates(t *testing.T) string {
	p := newPair(t)
	in := 0
	signIn := func() {
		p.w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		in++
	}
	next := func(keepOld bool) {
		key, err := idptest.NewKey(idptest.RS256) // what the provider announces stays
		must(t, err)
		must(t, p.provider.RotateKey(key, keepOld))
	}
	next(true)
	signIn()
	time.Sleep(31 * time.Second) // an unknown key is looked for once in 30 s
	p.lie(func(s *idptest.Script) {
		var once sync.Once
		s.BeforeSign = func() { once.Do(func() { next(true) }) }
	})
	signIn()
	time.Sleep(31 * time.Second)
	p.lie(func(*idptest.Script) {})
	next(false)
	signIn()
	p.lie(func(s *idptest.Script) { s.KeysAnswer = idptest.Body(500, "text/plain", "x") })
	for range 20 {
		signIn()
	}
	return fmt.Sprintf("%d of %d in", in, in)
}
