//go:build attack

package e2e_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"strings"
	"time"

	"latchkey/api/idp/idptest"
)

// forged is a lie about the ID token, by the id of its row, and the refusal that must come of it.
type forged struct {
	id, what, code string
	lie            func(a *assault, s *idptest.Script)
}

func attacksByTokens() (rows []attack) {
	tried := map[string]string{
		"C01": "alg none in every way", "C02": "HS256 by what everybody knows", "C04": "bad signatures, and keys that the token brings", "C06": "unknown key ids, 50 in a row",
		"C08": "another issuer, by a letter", "C09": "Entra: other and missing tenants", "C10": "aud wrong, missing, without us", "C13": "sub that is none",
		"C14": "iat missing, ahead, old, a text", "C15": "exp missing, past, far ahead, of odd kinds", "C17": "nonce missing, empty, wrong, a list", "C18": "at_hash that is wrong",
		"C23": "members in other letters, and twice", "C25": "other tokens in the place of an ID token", "C28": "JWE, nested, zip, 100 dots", "C30": "a hosted domain that is another, or none",
	}
	by := map[string][]forged{}
	for _, f := range forgeries() {
		by[f.id] = append(by[f.id], f)
	}
	for id, list := range by {
		rows = append(rows, attack{id, tried[id], func(a *assault) {
			who, _ := a.agent()
			for _, f := range list {
				a.lie(func(s *idptest.Script) {
					*s = idptest.Script{AutoByLoginHint: true, TokenMembers: a.s.remember}
					f.lie(a, s)
				})
				b := a.browser()
				provider, whom := "google", who
				if f.id == "C09" {
					provider, whom = "microsoft", "ben@acme.example"
				}
				a.refuses(f.what, f.code, b, b.beforeCallback("acme", provider, whom))
			}
			if id == "C06" {
				a.unknownKeys(who)
			}
		}})
	}
	return append(rows,
		attack{"C19", "email_verified of every kind but true", emailVerifiedOfOddKinds},
		attack{"C21", "addresses that are none, or look like another's", addressesThatAreNone},
		attack{"C26", "claims that point at internal addresses", func(a *assault) {
			who, _ := a.agent()
			a.lie(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) {
					c["picture"] = a.s.base + "/internal"
					c["_claim_names"], c["_claim_sources"] = map[string]any{"email": "src"}, map[string]any{"src": map[string]any{"endpoint": a.s.base + "/internal"}}
				}
			})
			a.browser().signIn("acme", "google", who).wantSignedIn()
			if a.provider.Hits("/internal") > 0 {
				a.t.Error("it was fetched")
			}
		}},
		attack{"C27", "userinfo of somebody else", func(a *assault) {
			who, _ := a.agent()
			a.lie(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { delete(c, "email") }
				s.Userinfo = func(c map[string]any) { c["sub"] = "somebody else" }
			})
			b := a.browser()
			a.refuses("another sub", "token_invalid", b, b.beforeCallback("acme", "google", who))
		}},
	)
}

func forgeries() []forged {
	claims := func(id, what, code string, edit func(c map[string]any)) forged {
		return forged{id, what, code, func(_ *assault, s *idptest.Script) { s.MutateClaims = edit }}
	}
	set := func(id, what, name string, value any) forged {
		return claims(id, what, "token_invalid", func(c map[string]any) { c[name] = value })
	}
	drop := func(id, name string) forged {
		return claims(id, name+" missing", "token_invalid", func(c map[string]any) { delete(c, name) })
	}
	raw := func(id, what string, make func(a *assault, h, c map[string]any, k *idptest.Key) string) forged {
		return forged{id, what, "token_invalid", func(a *assault, s *idptest.Script) {
			s.RawIDToken = func(h, c map[string]any, k *idptest.Key) string { return make(a, h, c, k) }
		}}
	}
	unsigned := func(alg any) forged {
		return raw("C01", "alg none", func(_ *assault, h, c map[string]any, _ *idptest.Key) string {
			h["alg"] = alg
			return encodedPart(h) + "." + encodedPart(c) + "."
		})
	}
	byHMAC := func(what string, secret func(k *idptest.Key) []byte) forged {
		return raw("C02", what, func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			h["alg"] = "HS256"
			input := encodedPart(h) + "." + encodedPart(c)
			mac := hmac.New(sha256.New, secret(k))
			mac.Write([]byte(input))
			return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
		})
	}
	at := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	times := func(id, what, code string, iat, exp time.Duration) forged {
		return claims(id, what, code, func(c map[string]any) { c["iat"], c["exp"] = at(iat), at(exp) })
	}
	return []forged{
		unsigned("none"), unsigned("None"), unsigned("nOnE"), unsigned(""), unsigned(nil), unsigned([]string{"RS256"}),
		byHMAC("the public key in PEM", func(k *idptest.Key) []byte {
			der, _ := x509.MarshalPKIXPublicKey(k.Signer.Public())
			return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
		}),
		byHMAC("the key's JWK", func(k *idptest.Key) []byte { text, _ := json.Marshal(k.JWK()); return text }),
		byHMAC("the client secret", func(*idptest.Key) []byte { return []byte(clientSecret) }),
		raw("C04", "the claims changed", func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			signed := strings.Split(signedBy(k, h, c), ".")
			other := maps.Clone(c)
			other["sub"] = "100000000000000000003"
			return signed[0] + "." + encodedPart(other) + "." + signed[2]
		}),
		raw("C04", "no signature", func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			signed := signedBy(k, h, c)
			return signed[:strings.LastIndex(signed, ".")+1]
		}),
		raw("C04", "another's key under our kid", func(_ *assault, h, c map[string]any, _ *idptest.Key) string { return signedBy(anotherKey(), h, c) }),
		raw("C04", "a key in the header", func(a *assault, h, c map[string]any, _ *idptest.Key) string {
			h["jwk"], h["jku"], h["x5u"], h["kid"] = anotherKey().JWK(), a.s.base+"/internal", a.s.base+"/internal", "mine"
			return signedBy(anotherKey(), h, c)
		}),
		{"C06", "a key id of nobody", "token_invalid", func(_ *assault, s *idptest.Script) { s.MutateHeader = func(h map[string]any) { h["kid"] = "made up" } }},
		set("C08", "another issuer", "iss", "https://evil.example"),
		claims("C08", "a slash at the end", "token_invalid", func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }),
		claims("C08", "capitals", "token_invalid", func(c map[string]any) { c["iss"] = strings.ToUpper(c["iss"].(string)) }),
		set("C08", "Google's name without scheme", "iss", "accounts.google.com"), drop("C08", "iss"),
		set("C09", "tid of another tenant", "tid", foreignTenant), drop("C09", "tid"),
		set("C10", "another client", "aud", "somebody-else"), drop("C10", "aud"), set("C10", "a list without us", "aud", []any{"a", "b"}),
		set("C13", "empty", "sub", ""), set("C13", "a number", "sub", 7), set("C13", "NUL", "sub", "a\x00"), set("C13", "256 letters", "sub", strings.Repeat("x", 256)), drop("C13", "sub"),
		drop("C14", "iat"), set("C14", "a text", "iat", "1777885200"), times("C14", "ten minutes ahead", "clock_skew", 10*time.Minute, time.Hour),
		times("C14", "a year old", "token_invalid", -365*24*time.Hour, time.Hour),
		drop("C15", "exp"), times("C15", "past", "clock_skew", -time.Hour, -2*time.Minute), times("C15", "long past", "token_invalid", -3*time.Hour, -2*time.Hour),
		times("C15", "ten years ahead", "token_invalid", 0, 87_600*time.Hour), set("C15", "1e308", "exp", json.Number("1e308")), set("C15", "negative", "exp", -1),
		drop("C17", "nonce"), set("C17", "empty", "nonce", ""), set("C17", "another", "nonce", "another"),
		claims("C17", "a list", "token_invalid", func(c map[string]any) { c["nonce"] = []any{c["nonce"]} }),
		set("C18", "another", "at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), set("C18", "a number", "at_hash", 7),
		claims("C23", "SUB for sub", "token_invalid", func(c map[string]any) { c["SUB"] = c["sub"]; delete(c, "sub") }), set("C23", "SUB beside sub", "SUB", "other"),
		set("C23", "Email_Verified beside", "Email_Verified", true),
		raw("C23", "sub twice", func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			header, _ := json.Marshal(h)
			payload, _ := json.Marshal(c)
			text, _ := k.Sign(header, append([]byte(`{"sub":"100000000000000000003",`), payload[1:]...))
			return text
		}),
		{"C25", "a logout token", "token_invalid", func(_ *assault, s *idptest.Script) {
			s.MutateHeader = func(h map[string]any) { h["typ"] = "logout+jwt" }
			s.MutateClaims = func(c map[string]any) {
				c["events"] = map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}
			}
		}},
		{"C25", "an access token", "token_invalid", func(_ *assault, s *idptest.Script) { s.MutateHeader = func(h map[string]any) { h["typ"] = "at+jwt" } }},
		raw("C25", "no token of the provider", func(*assault, map[string]any, map[string]any, *idptest.Key) string { return "opaque-access-token" }),
		raw("C28", "100 dots", func(*assault, map[string]any, map[string]any, *idptest.Key) string { return strings.Repeat(".", 100) }),
		raw("C28", "five parts", func(_ *assault, h, c map[string]any, k *idptest.Key) string { return signedBy(k, h, c) + ".a.b" }),
		raw("C28", "zip", func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			h["zip"] = "DEF"
			h["enc"] = "A256GCM"
			return signedBy(k, h, c)
		}),
		raw("C28", "crit", func(_ *assault, h, c map[string]any, k *idptest.Key) string {
			h["crit"] = []string{"b64"}
			h["b64"] = false
			return signedBy(k, h, c)
		}),
		claims("C30", "no hosted domain", "wrong_hosted_domain", func(c map[string]any) { delete(c, "hd") }),
		claims("C30", "another's", "wrong_hosted_domain", func(c map[string]any) { c["hd"] = "evil.example" }),
		claims("C30", "a list", "wrong_hosted_domain", func(c map[string]any) { c["hd"] = []any{"acme.example"} }),
	}
}

func encodedPart(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func signedBy(k *idptest.Key, h, c map[string]any) string {
	header, err := json.Marshal(h)
	if err != nil {
		panic(err)
	}
	payload, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	text, err := k.Sign(header, payload)
	if err != nil {
		panic(err)
	}
	return text
}

func anotherKey() *idptest.Key {
	k, err := idptest.NewKey(idptest.RS256)
	if err != nil {
		panic(err)
	}
	return k
}

// unknownKeys: made-up key ids cost the provider one request in 30 seconds.
func (a *assault) unknownKeys(who string) {
	hits := a.provider.Hits("/google/keys")
	for range 50 {
		a.browser().signIn("acme", "google", who).wantRefused("token_invalid")
	}
	if n := a.provider.Hits("/google/keys") - hits; n > 2 {
		a.t.Errorf("the keys were fetched %d times", n)
	}
}

// emailVerifiedOfOddKinds: what is not true is weak proof, which asks and links nobody.
func emailVerifiedOfOddKinds(a *assault) {
	for _, value := range []any{false, "true", "TRUE", 1, nil, []any{true}} {
		who, _ := a.agent()
		a.lie(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["email_verified"] = value } })
		before := a.rows()
		a.browser().signIn("acme", "google", who).wantAsked()
		if grown := a.grew(before); grown["identities"] > 0 || grown["sessions"] > 0 {
			a.t.Errorf("%v wrote %v", value, grown)
		}
	}
}

func addressesThatAreNone(a *assault) {
	who, _ := a.agent()
	for _, address := range []string{
		"x@evil.example@acme.example", `"` + who + `"@acme.example`, who + "(c)", " " + who, who + " ", who + "\r\n", who + "\x00", strings.Replace(who, "a", "а", 1),
		strings.Replace(who, "@", "+tag@", 1), strings.Replace(who, "agent", "a.gent", 1), strings.Repeat("a", 300) + "@acme.example", strings.Replace(who, "agent", "AGENT\u0130", 1),
	} {
		a.lie(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email"] = address; c["sub"] = "attacker" }
		})
		before := a.rows()
		answer := a.browser().signIn("acme", "google", who)
		if grown := a.grew(before); answer.cookie("latchkey-session") != nil || grown["identities"] > 0 || grown["sessions"] > 0 {
			a.t.Errorf("%q: %d, wrote %v", address, answer.status, grown)
		}
	}
}
