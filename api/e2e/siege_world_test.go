//go:build attack

package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
)

const otherSecret = "canary-other-application-secret-0123456789"

// startProvider starts the provider, and remembers what it is told and what it gives that nobody else may see.
func (s *siege) startProvider(t *testing.T) {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/token") {
			handler.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		r.Body = io.NopCloser(bytes.NewReader(body))
		if form, err := url.ParseQuery(string(body)); err == nil {
			s.secrets.add(form.Get("code_verifier"), form.Get("code"))
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.base = server.URL
	var err error
	s.provider, err = idptest.New(server.URL, idptest.Options{Key: providerKey()})
	must(t, err)
	handler = s.provider
	for _, p := range accounts() {
		must(t, s.provider.AddPerson(p))
	}
	s.i.settings["LATCHKEY_GOOGLE_ISSUER"] = s.provider.GoogleIssuer()
	s.i.settings["LATCHKEY_MICROSOFT_AUTHORITY"] = s.provider.MicrosoftAuthority()
	s.i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "127.0.0.1/32"
}

// startFront starts the proxy before the product, as every deployment has one.
func (s *siege) startFront(t *testing.T) {
	t.Helper()
	to, err := url.Parse(s.p.url)
	must(t, err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
			r.SetXForwarded()
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 100},
	}
	s.front.Config.Handler = proxy
	s.front.StartTLS()
	t.Cleanup(s.front.Close)
	for _, id := range []string{"acme-google", "acme-microsoft", "acme-okta", "globex-google", "initech-google", "hooli-google"} {
		s.provider.AddClient(idptest.Client{ID: id, Secret: clientSecret, RedirectsBelow: s.front.URL + "/api/v1/sso/callback/"})
	}
	s.provider.AddClient(idptest.Client{ID: "umbrella-google", Secret: "another canary secret", RedirectsBelow: s.front.URL + "/api/v1/sso/callback/"})
}

// world is what a row has: the provider is honest, and its canaries are its own.
func (s *siege) world(t *testing.T) *assault {
	t.Helper()
	s.provider.Script(func(script *idptest.Script) {
		*script = idptest.Script{AutoByLoginHint: true, TokenMembers: s.remember}
	})
	w := &world{t: t, url: s.front.URL, clock: &clock{}, provider: s.provider, store: s.store, raw: s.raw, log: s.p.log}
	shared := s.front.Client().Transport.(*http.Transport)
	shared.DisableCompression, shared.MaxIdleConnsPerHost = true, 100
	w.client = &http.Client{
		Timeout: 30 * time.Second, Transport: &leakChecker{s, &answerChecker{w, shared}, s.ledger(w)},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(func() { s.secrets.add(w.secrets.list...) })
	return &assault{world: w, s: s, book: w.client.Transport.(*leakChecker).book}
}

// remember keeps the tokens that the provider gives.
func (s *siege) remember(answer map[string]any) {
	for _, name := range []string{"access_token", "id_token"} {
		text, _ := answer[name].(string)
		s.secrets.add(text)
	}
}
