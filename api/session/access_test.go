package session_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"latchkey/api/session"
)

// forgery takes a genuine token apart, changes it, and signs it again.
type forgery struct {
	header, claims map[string]any
	sign           func(input string) []byte
	finish         func(token string) string
}

// forge makes a token from the parts of a genuine one, signed as it was unless
// change says otherwise.
func (r *rig) forge(genuine string, change func(f *forgery)) string {
	r.t.Helper()
	parts := strings.Split(genuine, ".")
	f := &forgery{
		header: unpack(r.t, parts[0]), claims: unpack(r.t, parts[1]),
		finish: func(token string) string { return token },
	}
	_, key := r.s.Signer()
	f.sign = byES256(r.t, key)
	change(f)
	input := pack(r.t, f.header) + "." + pack(r.t, f.claims)
	return f.finish(input + "." + base64.RawURLEncoding.EncodeToString(f.sign(input)))
}

func byES256(t *testing.T, key *ecdsa.PrivateKey) func(string) []byte {
	return func(input string) []byte {
		sum := sha256.Sum256([]byte(input))
		r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
}

func byHS256(secret []byte) func(string) []byte {
	return func(input string) []byte {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(input))
		return mac.Sum(nil)
	}
}

func unsigned(string) []byte { return nil }

func unpack(t *testing.T, text string) map[string]any {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func pack(t *testing.T, m map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// G01 to G04 (RFC 8725, RFC 9068): one form of token is ours, and no other.
func TestForgedAccessTokens(t *testing.T) {
	r := newRig(t)
	_, tokens := r.ana()
	_, ours := r.s.Signer()
	foreign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	r.must(err)
	der, err := x509.MarshalPKIXPublicKey(&ours.PublicKey)
	r.must(err)
	point, err := ours.PublicKey.Bytes()
	r.must(err)
	now := r.clock.Now().Unix()

	if again := r.forge(tokens.Access, func(*forgery) {}); r.admitted(again).UserID != r.u.ID {
		t.Fatal("an unchanged token, signed again, is not accepted: the forgeries below would prove nothing")
	}
	r.admitted(r.forge(tokens.Access, func(f *forgery) { f.claims["iat"] = now + 60 })) // a replica's clock may be ahead
	for name, change := range map[string]func(f *forgery){
		"alg none":     func(f *forgery) { f.header["alg"] = "none"; f.sign = unsigned },
		"alg None":     func(f *forgery) { f.header["alg"] = "None"; f.sign = unsigned },
		"no alg":       func(f *forgery) { delete(f.header, "alg") },
		"no signature": func(f *forgery) { f.sign = unsigned },
		"HS256 with the public key (PEM)": func(f *forgery) {
			f.header["alg"] = "HS256"
			f.sign = byHS256(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
		},
		"HS256 with the public key (DER)": func(f *forgery) { f.header["alg"] = "HS256"; f.sign = byHS256(der) },
		"HS256 with the point":            func(f *forgery) { f.header["alg"] = "HS256"; f.sign = byHS256(point) },
		"HS256 with nothing":              func(f *forgery) { f.header["alg"] = "HS256"; f.sign = byHS256(nil) },
		"another alg by name":             func(f *forgery) { f.header["alg"] = "ES384" },
		"a foreign key":                   func(f *forgery) { f.sign = byES256(t, foreign) },
		"a foreign key in the header": func(f *forgery) {
			f.sign = byES256(t, foreign)
			p, _ := foreign.PublicKey.Bytes()
			b64 := base64.RawURLEncoding.EncodeToString
			f.header["jwk"] = map[string]any{"kty": "EC", "crv": "P-256", "x": b64(p[1:33]), "y": b64(p[33:])}
		},
		"a foreign key at an address": func(f *forgery) { f.sign = byES256(t, foreign); f.header["jku"] = "https://evil.example/jwks" },
		"another kid":                 func(f *forgery) { f.header["kid"] = "sX" },
		"a kid that is a path":        func(f *forgery) { f.header["kid"] = "../../../dev/null" },
		"no kid":                      func(f *forgery) { delete(f.header, "kid") },
		"a kid that is no text":       func(f *forgery) { f.header["kid"] = 1 },
		"the kid of a refresh key":    func(f *forgery) { f.header["kid"] = r.s.RefreshKeyID() },
		"typ JWT, as of an ID token":  func(f *forgery) { f.header["typ"] = "JWT" },
		"typ in another case":         func(f *forgery) { f.header["typ"] = "AT+JWT" },
		"no typ":                      func(f *forgery) { delete(f.header, "typ") },
		"crit":                        func(f *forgery) { f.header["crit"] = []string{"exp"} },
		"crit that is empty":          func(f *forgery) { f.header["crit"] = nil },
		"another issuer":              func(f *forgery) { f.claims["iss"] = issuer + "/" },
		"no issuer":                   func(f *forgery) { delete(f.claims, "iss") },
		"an empty issuer":             func(f *forgery) { f.claims["iss"] = "" },
		"another audience":            func(f *forgery) { f.claims["aud"] = []string{"CRM"} },
		"no audience":                 func(f *forgery) { delete(f.claims, "aud") },
		"an empty audience":           func(f *forgery) { f.claims["aud"] = []string{} },
		"an audience of nothing":      func(f *forgery) { f.claims["aud"] = "" },
		"no exp":                      func(f *forgery) { delete(f.claims, "exp") },
		"exp of null":                 func(f *forgery) { f.claims["exp"] = nil },
		"exp now":                     func(f *forgery) { f.claims["exp"] = now },
		"exp in the past":             func(f *forgery) { f.claims["exp"] = now - 1 },
		"not yet":                     func(f *forgery) { f.claims["nbf"] = now + 3600 },
		"made in the future":          func(f *forgery) { f.claims["iat"] = now + 61 },
		"made at no time":             func(f *forgery) { delete(f.claims, "iat") },
		"no subject":                  func(f *forgery) { delete(f.claims, "sub") },
		"no organization":             func(f *forgery) { delete(f.claims, "org") },
		"no session":                  func(f *forgery) { delete(f.claims, "sid") },
		"a space behind":              func(f *forgery) { f.finish = func(s string) string { return s + " " } },
		"a line end behind":           func(f *forgery) { f.finish = func(s string) string { return s + "\n" } },
		"a line end within":           func(f *forgery) { f.finish = func(s string) string { return s[:9] + "\r\n" + s[9:] } },
		"padding":                     func(f *forgery) { f.finish = func(s string) string { return s + "==" } },
		"the other base64 alphabet":   func(f *forgery) { f.finish = func(s string) string { return s + "+/" } },
		"one part more":               func(f *forgery) { f.finish = func(s string) string { return s + ".e30" } },
		"one part less":               func(f *forgery) { f.finish = func(s string) string { return s[:strings.LastIndex(s, ".")] } },
		"too long":                    func(f *forgery) { f.claims["x"] = strings.Repeat("x", 4096) },
		"Bearer in front":             func(f *forgery) { f.finish = func(s string) string { return "Bearer " + s } },
		"nothing":                     func(f *forgery) { f.finish = func(string) string { return "" } },
		"a refresh token (G03)":       func(f *forgery) { f.finish = func(string) string { return tokens.Refresh } },
	} {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.accessRefused(r.forge(tokens.Access, change), "access_token_refused")
		})
	}
}

// G02, E05: what was signed cannot be changed, and what is signed must still be so.
func TestChangedClaims(t *testing.T) {
	r := newRig(t)
	row, tokens := r.ana()
	signature := tokens.Access[strings.LastIndex(tokens.Access, "."):]
	for claim, value := range map[string]any{
		"org": "org_other", "sub": "usr_other", "role": "super_admin", "exp": r.clock.Now().Unix() + 9999, "sid": strings.Repeat("A", 22),
	} {
		edit := func(f *forgery) { f.claims[claim] = value }
		r.accessRefused(r.forge(tokens.Access, func(f *forgery) {
			edit(f)
			f.finish = func(s string) string { return s[:strings.LastIndex(s, ".")] + signature }
		}), "access_token_refused")
		switch claim { // and even with our own signature
		case "org", "sub", "role":
			r.accessRefused(r.forge(tokens.Access, edit), "token_outdated")
		case "sid":
			r.accessRefused(r.forge(tokens.Access, edit), "session_unknown")
		}
	}
	if r.admitted(tokens.Access).ID != row.ID {
		t.Error("the token itself stopped working")
	}
}

// RFC 9068 and openapi.yaml, "Verify a token".
func TestWhatAnAccessTokenSays(t *testing.T) {
	r := newRig(t)
	r.clock.Add(123456 * time.Microsecond)
	sso := r.entry()
	sso.Method, sso.Provider = "sso", "google"
	bypass := r.entry()
	bypass.Bypass = true
	for name, c := range map[string]struct {
		entry session.Entry
		amr   string
		idp   any
	}{
		"by password": {r.entry(), "pwd", nil},
		"by Google":   {sso, "fed", "google"},
		"by bypass":   {bypass, "otp", nil},
	} {
		t.Run(name, func(t *testing.T) {
			row, first := r.begin(c.entry)
			r.clock.Add(time.Minute) // G21: auth_time stays that of the sign-in
			access := r.refresh(first).Access
			header, got := unpack(t, strings.Split(access, ".")[0]), unpack(t, strings.Split(access, ".")[1])
			kid, _ := r.s.Signer()
			wantHeader := map[string]any{"alg": "ES256", "typ": "at+jwt", "kid": kid}
			now := float64(r.clock.Now().Unix())
			want := map[string]any{
				"iss": issuer, "sub": r.u.ID, "org": r.o.ID, "role": "agent", "sid": row.ID, "iat": now, "exp": now + 300,
				"auth_time": float64(row.AuthenticatedAt.Unix()), "email": "Ana@acme.example", "name": "Ana Silva", "jti": got["jti"],
				"client_id": "latchkey-web",
			}
			for key, value := range want {
				if got[key] != value || value == "" || value == nil {
					t.Errorf("%s is %v, want %v", key, got[key], value)
				}
			}
			aud, _ := got["aud"].([]any)
			amr, _ := got["amr"].([]any)
			if len(aud) != 1 || aud[0] != audience || len(amr) != 1 || amr[0] != c.amr || got["idp"] != c.idp {
				t.Errorf("aud %v, amr %v, idp %v", aud, amr, got["idp"])
			}
			if pack(t, header) != pack(t, wantHeader) {
				t.Errorf("header %v", header)
			}
			if again := unpack(t, strings.Split(r.refresh(first).Access, ".")[1]); again["jti"] == got["jti"] {
				t.Error("two tokens have one jti")
			}
		})
	}
}

func TestTokenNeverOutlivesItsSession(t *testing.T) {
	r := newRig(t)
	e := r.entry()
	e.Idle, e.Absolute = time.Hour, time.Hour
	row, token := r.begin(e)
	r.clock.Add(time.Hour - 90*time.Second - 300*time.Millisecond)
	tokens := r.refresh(token)
	exp, _ := unpack(t, strings.Split(tokens.Access, ".")[1])["exp"].(float64)
	if int64(exp) > row.ExpiresAt.Unix() || tokens.ExpiresIn != 90*time.Second+300*time.Millisecond || !tokens.RefreshUntil.Equal(row.ExpiresAt.Time) {
		t.Errorf("exp %d, session until %d, expires in %v", int64(exp), row.ExpiresAt.Unix(), tokens.ExpiresIn)
	}
	r.clock.Add(tokens.ExpiresIn)
	r.accessRefused(tokens.Access, "access_token_refused")
}

// G04: the JWT library reads an empty issuer or audience as "do not check".
func TestNewRefusesEmptyIssuerAndAudience(t *testing.T) {
	for _, o := range []session.Options{{Issuer: "", Audience: "a"}, {Issuer: "i", Audience: ""}, {}} {
		if s, err := session.New(o); err == nil || s != nil {
			t.Errorf("%+v: got %v, %v", o, s, err)
		}
	}
}
