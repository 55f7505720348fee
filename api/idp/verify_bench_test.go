package idp_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// bench is a verifier with its provider and one honest token.
type bench struct {
	p     *idp.Providers
	app   idp.Application
	token string
}

const benchNonce = "MFRGGZDFMZTWQ2LKNNWG23TP"

func newBench(tb testing.TB) bench {
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	tb.Cleanup(server.Close)
	side, err := idptest.New(server.URL, idptest.Options{Key: sharedKey()})
	if err != nil {
		tb.Fatal(err)
	}
	handler = side
	p, err := idp.New(idp.Options{GoogleIssuer: side.GoogleIssuer(), Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(p.Close)
	key, now := sharedKey(), time.Now()
	token := sign(key, text(map[string]any{"alg": key.Alg, "kid": key.ID, "typ": "JWT"}), text(map[string]any{
		"iss": side.GoogleIssuer(), "aud": clientID, "azp": clientID, "sub": "100000000000000000001",
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(), "nonce": benchNonce, "email": "ana@acme.example",
		"email_verified": true, "hd": "acme.example", "name": "Ana Silva", "given_name": "Ana", "family_name": "Silva",
		"picture": "https://lh3.example/a/photo",
	}))
	return bench{p, idp.Application{Provider: provider.Google, ClientID: clientID}, token}
}

// BenchmarkVerify is the whole verifier, signature included (RS256: 24 to 43
// microseconds of it).
func BenchmarkVerify(b *testing.B) {
	v := newBench(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.p.VerifyIDToken(b.Context(), v.app, v.token, benchNonce, ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParse is what a token costs before its signature is looked at.
func BenchmarkParse(b *testing.B) {
	v := newBench(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := idp.ParseTokenOnly(v.token); err != nil {
			b.Fatal(err)
		}
	}
}

// nonsense is what costs a naive parser most (C28).
func nonsense() map[string]string {
	return map[string]string{
		"dots":      strings.Repeat(".", 1<<20),
		"brackets":  b64([]byte(strings.Repeat("[", 40<<10))) + ".e30.AAAA",
		"wide":      b64([]byte(`{"alg":"RS256","x":"`+strings.Repeat("x", 40<<10)+`"}`)) + ".e30!.AAAA",
		"not ASCII": strings.Repeat("é", 1000) + ".e30.AAAA",
	}
}

// C28: nonsense is refused before any signature is looked at.
func TestNonsenseIsRefused(t *testing.T) {
	for name, token := range nonsense() {
		if idp.ParseTokenOnly(token) == nil {
			t.Errorf("%s accepted", name)
		}
	}
}

// BenchmarkNonsense shows that it is refused in less than a millisecond.
func BenchmarkNonsense(b *testing.B) {
	for name, token := range nonsense() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if idp.ParseTokenOnly(token) == nil {
					b.Fatal("accepted")
				}
			}
		})
	}
}

// Nothing but the honest token passes, and nothing makes the verifier panic.
func FuzzVerify(f *testing.F) {
	v := newBench(f)
	f.Add(v.token)
	f.Add("..")
	f.Add(b64([]byte(`{"alg":"none"}`)) + ".e30.")
	f.Add(v.token[:lastDot(v.token)+1])
	f.Add(b64([]byte(`{"alg":"RS256","kid":"x"}`)) + "." + b64([]byte(`{"aud":["a"],"exp":1e308}`)) + ".AAAA")
	f.Add(b64([]byte(`{"alg":"ES384","kid":"x"}`)) + "." + b64([]byte(`{"email_verified":"true","iat":87.0}`)) + ".AAAA") // F11, F15
	f.Add(b64([]byte(`{"alg":"HS256","kid":"x"}`)) + "." + b64([]byte(`{"sub":"a\u0002","SUB":"b"}`)) + ".AAAA")
	f.Add(`{"payload":"","protected":"","signature":""}`)
	f.Fuzz(func(t *testing.T, raw string) {
		_, err := v.p.VerifyIDToken(t.Context(), v.app, raw, benchNonce, "")
		if err == nil && raw != v.token {
			t.Fatalf("accepted %q", raw)
		}
		if err != nil && raw == v.token {
			t.Fatal(err)
		}
		if err != nil && fault.Of(err).Code == fault.InternalError {
			t.Fatalf("internal error: %v", err)
		}
	})
}
