package idp_test

import (
	"encoding/json"
	"testing"

	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// Of the assertions of a service or another issuer (RFC 7523) the honest one alone passes.
func FuzzAssertion(f *testing.F) {
	p, err := idp.New(idp.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(p.Close)
	key := mustKey(idptest.ES256)
	jwks := string(text(map[string]any{"keys": []any{key.JWK()}}))
	claims := text(map[string]any{"iss": "svc", "sub": "svc", "aud": "https://sso.example.com", "exp": 1777888800, "jti": "1"})
	honest := sign(key, text(map[string]any{"alg": "ES256", "kid": key.ID}), claims)
	for _, seed := range []string{
		honest, "..", honest[:lastDot(honest)+1], b64([]byte(`{"alg":"none"}`)) + "." + b64(claims) + ".", b64([]byte(`{"alg":"HS256"}`)) + "." + b64(claims) + ".AAAA",
		b64([]byte(`{"alg":"ES256","jwk":{}}`)) + "." + b64(claims) + ".AAAA", b64([]byte(`{"alg":"ES256"}`)) + "." + b64([]byte(`{"aud":[1],"exp":1e308,"EXP":1}`)) + ".AAAA",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if _, err := p.VerifyWith(jwks, raw); (err == nil) != (raw == honest) {
			t.Errorf("%q: %v", raw, err)
		}
	})
}

// A set of keys that somebody brings is usable, or not, without a panic; one with a private member never.
func FuzzKeySet(f *testing.F) {
	p, err := idp.New(idp.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(p.Close)
	whole := map[string]any{"keys": []any{mustKey(idptest.ES256).JWK(), mustKey(idptest.RS256).JWK(), mustKey(idptest.EdDSA).JWK()}}
	for _, seed := range []string{
		string(text(whole)), "", "{}", `{"keys":[]}`, `{"keys":[null,7,{}]}`, `{"keys":[{"kty":"RSA","n":"AQAB","e":"Ag"}]}`, `{"keys":[{"kty":"EC","crv":"P-256","x":"","y":""}]}`,
		`{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}`, `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if !p.AreUsableKeys(raw) {
			return
		}
		var set struct{ Keys []map[string]any }
		if err := json.Unmarshal([]byte(raw), &set); err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
		for _, key := range set.Keys {
			if key["d"] != nil || key["kty"] == "oct" {
				t.Errorf("usable: %q", raw)
			}
		}
	})
}
