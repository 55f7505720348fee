package idp_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

type lie = func(*rig, *idptest.Script)

// honest is the lie that is none.
func honest(*rig, *idptest.Script) {}

// TestIDTokenRefused holds the rows of group C whose token must be refused.
func TestIDTokenRefused(t *testing.T) {
	at := func(d time.Duration) int64 { return time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC).Add(d).Unix() }
	times := func(iat, exp any) lie {
		return claims(func(c map[string]any) { c["iat"], c["exp"] = iat, exp })
	}
	number := func(name, literal string) lie { return claim(name, json.Number(literal)) }
	rows := map[string]struct {
		lie    lie
		code   fault.Code
		reason string
	}{
		"C01 alg none":         {unsigned("none"), fault.TokenInvalid, "alg"},
		"C01 alg None":         {unsigned("None"), fault.TokenInvalid, "alg"},
		"C01 alg nOnE":         {unsigned("nOnE"), fault.TokenInvalid, "alg"},
		"C01 alg empty":        {unsigned(""), fault.TokenInvalid, "alg"},
		"C01 no alg":           {headers(func(h map[string]any) { delete(h, "alg") }), fault.TokenInvalid, "alg"},
		"C01 alg list":         {headers(func(h map[string]any) { h["alg"] = []string{"RS256"} }), fault.TokenInvalid, "alg"},
		"C01 alg lower case":   {headers(func(h map[string]any) { h["alg"] = "rs256" }), fault.TokenInvalid, "alg"},
		"C01 not announced":    {headers(func(h map[string]any) { h["alg"] = "PS256" }), fault.TokenInvalid, "alg"},
		"C02 HS256 public PEM": {func(r *rig, s *idptest.Script) { s.RawIDToken = signHS256(publicPEM(r.idp.Key())) }, fault.TokenInvalid, "alg"},
		"C02 HS256 JWK":        {func(r *rig, s *idptest.Script) { s.RawIDToken = signHS256(text(r.idp.Key().JWK())) }, fault.TokenInvalid, "alg"},
		"C02 HS256 secret":     {func(_ *rig, s *idptest.Script) { s.RawIDToken = signHS256([]byte(clientSecret)) }, fault.TokenInvalid, "alg"},
		"C02 HS256 announced": {func(_ *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) { doc["id_token_signing_alg_values_supported"] = []string{"HS256", "none"} }
			s.RawIDToken = signHS256([]byte(clientSecret))
		}, fault.TokenInvalid, "alg"},
		"C04 RS256 changed payload": {spoilt, fault.TokenInvalid, "signature"},
		"C04 ES256 changed payload": {func(r *rig, s *idptest.Script) { r.rotate(idptest.ES256); spoilt(r, s) }, fault.TokenInvalid, "signature"},
		"C04 PS256 changed payload": {func(r *rig, s *idptest.Script) { r.rotate(idptest.PS256); spoilt(r, s) }, fault.TokenInvalid, "signature"},
		"C04 EdDSA changed payload": {func(r *rig, s *idptest.Script) { r.rotate(idptest.EdDSA); spoilt(r, s) }, fault.TokenInvalid, "signature"},
		"C04 empty signature":       {raw(func(h string) string { return h[:lastDot(h)+1] }), fault.TokenInvalid, "signature"},
		"C04 signature of zeros":    {raw(func(h string) string { return h[:lastDot(h)+1] + strings.Repeat("A", 342) }), fault.TokenInvalid, "signature"},
		"C04 another's key, our kid": {func(_ *rig, s *idptest.Script) {
			other := mustKey(idptest.RS256)
			s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string { return sign(other, text(h), text(c)) }
		}, fault.TokenInvalid, "signature"},
		"C04 header brings its own key": {func(_ *rig, s *idptest.Script) {
			other := mustKey(idptest.RS256)
			s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
				jwk := other.JWK()
				delete(jwk, "use")
				h["jwk"], h["kid"] = jwk, other.ID
				return sign(other, text(h), text(c))
			}
		}, fault.TokenInvalid, "key_unknown"},
		"C04 header names its own key set": {func(r *rig, s *idptest.Script) {
			other := mustKey(idptest.RS256)
			s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
				h["jku"], h["x5u"], h["kid"] = r.base+"/evil", r.base+"/evil", other.ID
				return sign(other, text(h), text(c))
			}
		}, fault.TokenInvalid, "key_unknown"},
		"C05 kid not a string":          {headers(func(h map[string]any) { h["kid"] = 7 }), fault.TokenInvalid, "malformed"},
		"C06 unknown kid":               {headers(func(h map[string]any) { h["kid"] = "made up" }), fault.TokenInvalid, "key_unknown"},
		"C08 iss other":                 {claim("iss", "https://evil.example"), fault.TokenInvalid, "iss"},
		"C08 iss slash":                 {claims(func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }), fault.TokenInvalid, "iss"},
		"C08 iss case":                  {claims(func(c map[string]any) { c["iss"] = strings.ToUpper(c["iss"].(string)) }), fault.TokenInvalid, "iss"},
		"C08 iss missing":               {drop("iss"), fault.TokenInvalid, "iss"},
		"C08 iss list":                  {claims(func(c map[string]any) { c["iss"] = []any{c["iss"]} }), fault.TokenInvalid, "iss"},
		"C08 bare issuer, not Google's": {claim("iss", "accounts.google.com"), fault.TokenInvalid, "iss"},
		"C10 aud wrong":                 {claim("aud", "other"), fault.TokenInvalid, "aud"},
		"C10 aud missing":               {drop("aud"), fault.TokenInvalid, "aud"},
		"C10 aud empty":                 {claim("aud", ""), fault.TokenInvalid, "aud"},
		"C10 aud list without":          {claim("aud", []any{"a", "b"}), fault.TokenInvalid, "aud"},
		"C10 aud empty list":            {claim("aud", []any{}), fault.TokenInvalid, "aud"},
		"C10 aud list of odds":          {claim("aud", []any{clientID, 7}), fault.TokenInvalid, "aud"},
		"C10 aud case":                  {claim("aud", strings.ToUpper(clientID)), fault.TokenInvalid, "aud"},
		"C10 several, no azp":           {claims(func(c map[string]any) { c["aud"] = []any{clientID, "b"}; delete(c, "azp") }), fault.TokenInvalid, "azp"},
		"C10 several, foreign azp":      {claims(func(c map[string]any) { c["aud"] = []any{clientID, "b"}; c["azp"] = "b" }), fault.TokenInvalid, "azp"},
		"C10 one, foreign azp":          {claim("azp", "b"), fault.TokenInvalid, "azp"},
		"C10 azp not a string":          {claim("azp", []any{clientID}), fault.TokenInvalid, "azp"},
		"C13 sub empty":                 {claim("sub", ""), fault.TokenInvalid, "sub"},
		"C13 sub a number":              {claim("sub", 12345), fault.TokenInvalid, "sub"},
		"C13 sub null":                  {claim("sub", nil), fault.TokenInvalid, "sub"},
		"C13 sub 256":                   {claim("sub", strings.Repeat("x", 256)), fault.TokenInvalid, "sub"},
		"C13 sub not ASCII":             {claim("sub", "anä"), fault.TokenInvalid, "sub"},
		"C13 sub NUL":                   {claim("sub", "a\x00"), fault.TokenInvalid, "sub"},
		"C14 iat missing":               {drop("iat"), fault.TokenInvalid, "iat"},
		"C14 iat 10 min ahead":          {times(at(10*time.Minute), at(time.Hour)), fault.ClockSkew, "issued_in_future"},
		"C14 iat 61 s ahead":            {times(at(61*time.Second), at(time.Hour)), fault.ClockSkew, "issued_in_future"},
		"C14 iat 1 h ahead":             {times(at(time.Hour), at(2*time.Hour)), fault.TokenInvalid, "iat"},
		"C14 iat 1 year old":            {claim("iat", at(-365*24*time.Hour)), fault.TokenInvalid, "iat"},
		"C14 iat string":                {claim("iat", fmt.Sprint(at(0))), fault.TokenInvalid, "iat"},
		"C14 iat float":                 {number("iat", "1777885200.5"), fault.TokenInvalid, "iat"},
		"C14 iat null":                  {claim("iat", nil), fault.TokenInvalid, "iat"},
		"C15 exp missing":               {drop("exp"), fault.TokenInvalid, "exp_missing"},
		"C15 exp 61 s ago":              {times(at(-time.Hour), at(-61*time.Second)), fault.ClockSkew, "just_expired"},
		"C15 exp 15 min ago":            {times(at(-time.Hour), at(-15*time.Minute)), fault.ClockSkew, "just_expired"},
		"C15 exp 17 min ago":            {times(at(-time.Hour), at(-17*time.Minute)), fault.TokenInvalid, "expired"},
		"C15 exp 10 years ahead":        {claim("exp", at(10*365*24*time.Hour)), fault.TokenInvalid, "lifetime"},
		"C15 life 24 h and 1 s":         {times(at(0), at(24*time.Hour+time.Second)), fault.TokenInvalid, "lifetime"},
		"C15 exp before iat":            {times(at(0), at(-time.Second)), fault.TokenInvalid, "lifetime"},
		"C15 exp float":                 {number("exp", "1777888800.0"), fault.TokenInvalid, "exp"},
		"C15 exp 1e308":                 {number("exp", "1e308"), fault.TokenInvalid, "exp"},
		"C15 exp 1e10":                  {number("exp", "1e10"), fault.TokenInvalid, "exp"},
		"C15 exp negative":              {number("exp", "-1"), fault.TokenInvalid, "exp"},
		"C15 exp huge":                  {number("exp", strings.Repeat("9", 40)), fault.TokenInvalid, "exp"},
		"C15 exp string":                {claim("exp", fmt.Sprint(at(time.Hour))), fault.TokenInvalid, "exp"},
		"C15 exp null":                  {claim("exp", nil), fault.TokenInvalid, "exp"},
		"C15 nbf 10 min ahead":          {claim("nbf", at(10*time.Minute)), fault.ClockSkew, "issued_in_future"},
		"C15 nbf string":                {claim("nbf", "soon"), fault.TokenInvalid, "nbf"},
		"C17 nonce missing":             {drop("nonce"), fault.TokenInvalid, "nonce"},
		"C17 nonce empty":               {claim("nonce", ""), fault.TokenInvalid, "nonce"},
		"C17 nonce wrong":               {claim("nonce", "other"), fault.TokenInvalid, "nonce"},
		"C17 nonce list":                {claims(func(c map[string]any) { c["nonce"] = []any{c["nonce"]} }), fault.TokenInvalid, "nonce"},
		"C17 nonce case":                {claims(func(c map[string]any) { c["nonce"] = strings.ToLower(c["nonce"].(string)) }), fault.TokenInvalid, "nonce"},
		"C18 at_hash wrong":             {claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), fault.TokenInvalid, "at_hash"},
		"C18 at_hash empty":             {claim("at_hash", ""), fault.TokenInvalid, "at_hash"},
		"C18 at_hash number":            {claim("at_hash", 7), fault.TokenInvalid, "at_hash"},
		"C23 SUB for sub":               {claims(func(c map[string]any) { c["SUB"] = c["sub"]; delete(c, "sub") }), fault.TokenInvalid, "sub"},
		"C23 SUB beside sub":            {claim("SUB", "other"), fault.TokenInvalid, "duplicate_member"},
		"C23 Email_Verified":            {claim("Email_Verified", true), fault.TokenInvalid, "duplicate_member"},
		"C23 long s folds to s":         {claim("\u017fub", "other"), fault.TokenInvalid, "duplicate_member"},
		"C23 sub twice":                 {payload(func(h []byte) string { return `{"sub":"first",` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"C23 sub twice, escaped":        {payload(func(h []byte) string { return `{"\u0073ub":"first",` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"C23 twice, deep":               {payload(func(h []byte) string { return `{"x":[{"a":{"b":1,"b":2}}],` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"F47 Email beside email":        {claim("Email", "other@acme.example"), fault.TokenInvalid, "duplicate_member"},
		"F47 Groups beside groups":      {claims(func(c map[string]any) { c["groups"], c["Groups"] = []string{"a"}, []string{"b"} }), fault.TokenInvalid, "duplicate_member"},
		"F47 header KID":                {header(func(h []byte) string { return `{"KID":"k",` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"C23 header alg twice":          {header(func(h []byte) string { return `{"alg":"none",` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"C23 header ALG":                {header(func(h []byte) string { return `{"ALG":"none",` + string(h[1:]) }), fault.TokenInvalid, "duplicate_member"},
		"C23 trailing data":             {payload(func(h []byte) string { return string(h) + `{}` }), fault.TokenInvalid, "malformed"},
		"C23 payload a list":            {payload(func(h []byte) string { return `[` + string(h) + `]` }), fault.TokenInvalid, "malformed"},
		"C23 payload empty":             {payload(func([]byte) string { return `` }), fault.TokenInvalid, "malformed"},
		"C23 payload null":              {payload(func([]byte) string { return `null` }), fault.TokenInvalid, "malformed"},
		"C23 broken UTF-8":              {payload(func(h []byte) string { return "{\"x\":\"\xff\"," + string(h[1:]) }), fault.TokenInvalid, "malformed"},
		"C23 nested 1,000 deep": {payload(func(h []byte) string {
			return `{"x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `,` + string(h[1:])
		}), fault.TokenInvalid, "malformed"},
		"C25 access token":          {headers(func(h map[string]any) { h["typ"] = "at+jwt" }), fault.TokenInvalid, "typ"},
		"C25 access token, long":    {headers(func(h map[string]any) { h["typ"] = "application/at+jwt" }), fault.TokenInvalid, "typ"},
		"C25 logout token":          {headers(func(h map[string]any) { h["typ"] = "logout+jwt" }), fault.TokenInvalid, "typ"},
		"C25 typ a list":            {headers(func(h map[string]any) { h["typ"] = []string{"JWT"} }), fault.TokenInvalid, "typ"},
		"C25 logout token, untyped": {claim("events", map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}), fault.TokenInvalid, "typ"},
		"C25 another application's": {claims(func(c map[string]any) { c["aud"], c["azp"] = "other", "other" }), fault.TokenInvalid, "aud"},
		"C28 JWE":                   {raw(func(string) string { return "eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d" }), fault.TokenInvalid, "malformed"},
		"C28 nested": {raw(func(h string) string {
			return b64([]byte(`{"alg":"RS256","cty":"JWT"}`)) + "." + b64([]byte(h)) + ".AAAA"
		}), fault.TokenInvalid, "malformed"},
		"C28 zip":                     {headers(func(h map[string]any) { h["zip"] = "DEF" }), fault.TokenInvalid, "header"},
		"C28 enc":                     {headers(func(h map[string]any) { h["enc"] = "A256GCM" }), fault.TokenInvalid, "header"},
		"C28 crit":                    {headers(func(h map[string]any) { h["crit"], h["exp"] = []string{"exp"}, 1 }), fault.TokenInvalid, "header"},
		"C28 b64 false":               {headers(func(h map[string]any) { h["b64"] = false }), fault.TokenInvalid, "header"},
		"C28 100 dots":                {raw(func(string) string { return strings.Repeat(".", 100) }), fault.TokenInvalid, "malformed"},
		"C28 no dots":                 {raw(func(string) string { return "token" }), fault.TokenInvalid, "malformed"},
		"C28 two dots":                {raw(func(string) string { return ".." }), fault.TokenInvalid, "malformed"},
		"C28 JSON form":               {raw(func(string) string { return `{"payload":"e30","signature":"."}.` }), fault.TokenInvalid, "malformed"},
		"C28 padding":                 {raw(func(h string) string { return strings.Replace(h, ".", "=.", 1) }), fault.TokenInvalid, "malformed"},
		"C28 white space":             {raw(func(h string) string { return " " + h }), fault.TokenInvalid, "malformed"},
		"C28 line break inside":       {raw(func(h string) string { return h[:10] + "\n" + h[10:] }), fault.TokenInvalid, "malformed"},
		"C28 line break in signature": {raw(func(h string) string { return h + "\n" }), fault.TokenInvalid, "malformed"},
		"C28 over 64 KB":              {claim("x", strings.Repeat("x", 50<<10)), fault.TokenInvalid, "malformed"},
		"C28 dots, 200 KB":            {raw(func(string) string { return strings.Repeat(".", 200<<10) }), fault.TokenInvalid, "malformed"},
	}
	r := newRig(t)
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r.t = t
			if r.idp.Key() != sharedKey() {
				if err := r.idp.RotateKey(sharedKey(), false); err != nil {
					t.Fatal(err)
				}
			}
			for _, app := range []idp.Application{r.google, r.openid} {
				r.fresh()
				r.lie(row.lie)
				c, err := r.signIn(app, "ana@acme.example")
				r.refused(c, err, row.code, row.reason)
			}
		})
	}
}

// TestIDTokenAccepted holds the neighbours of those rows that must pass.
func TestIDTokenAccepted(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC).Unix()
	for name, lie := range map[string]lie{
		"C04 ES256": func(r *rig, _ *idptest.Script) { r.rotate(idptest.ES256) },
		"C04 PS256": func(r *rig, _ *idptest.Script) { r.rotate(idptest.PS256) },
		"C04 EdDSA": func(r *rig, s *idptest.Script) {
			r.rotate(idptest.EdDSA)
			s.MutateClaims = func(c map[string]any) { delete(c, "at_hash") }
		},
		"C10 list with us and azp": claim("aud", []any{"b", clientID}),
		"C10 one, no azp":          drop("azp"),
		"C13 sub of 255":           claim("sub", strings.Repeat("x", 255)),
		"C14 iat 60 s ahead":       claim("iat", now+60),
		"C15 exp 60 s ago":         claims(func(c map[string]any) { c["iat"], c["exp"] = now-3600, now-60 }),
		"C15 life of 24 h":         claim("exp", now+24*3600),
		"C15 nbf 60 s ahead":       claim("nbf", now+60),
		"C18 no at_hash":           drop("at_hash"),
		"C25 no typ":               headers(func(h map[string]any) { delete(h, "typ") }),
		"C25 typ in lower case":    headers(func(h map[string]any) { h["typ"] = "jwt" }),
		"no alg list announced": func(_ *rig, s *idptest.Script) {
			s.Discovery = func(d map[string]any) { delete(d, "id_token_signing_alg_values_supported") }
		},
		"unknown claims and headers": func(_ *rig, s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["x"] = map[string]any{"y": []any{1.5, nil, "z"}} }
			s.MutateHeader = func(h map[string]any) { h["x5t"] = "abc" }
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(lie)
			r.accepted(r.ana())
			r.accepted(r.signIn(r.openid, "ana@acme.example"))
		})
	}
}

// C13: subjects that differ in one byte are two people, and stay as they are.
func TestSubjectIsByteExact(t *testing.T) {
	r := newRig(t)
	for _, sub := range []string{"Abc", "abc", "abc ", " abc", "a bc"} {
		r.idp.Script(func(s *idptest.Script) { claim("sub", sub)(r, s) })
		if c := r.accepted(r.ana()); c.Subject != sub {
			t.Errorf("subject %q became %q", sub, c.Subject)
		}
	}
}

// C26: what a token points at is never fetched.
func TestNothingInATokenIsFetched(t *testing.T) {
	r := newRig(t)
	r.idp.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) {
			delete(c, "email")
			c["picture"] = r.base + "/internal"
			c["_claim_names"] = map[string]any{"email": "src1", "groups": "src1"}
			c["_claim_sources"] = map[string]any{"src1": map[string]any{"endpoint": r.base + "/internal", "access_token": "x"}}
		}
		s.Userinfo = func(c map[string]any) { delete(c, "email") }
	})
	if c := r.accepted(r.ana()); c.Email != "" {
		t.Errorf("e-mail %q came from nowhere", c.Email)
	}
	if n := r.idp.Hits("/internal"); n != 0 {
		t.Errorf("fetched %d times", n)
	}
}

// Times are shown with a refusal, so that the report can say the offset.
func TestClockSkewShowsBothClocks(t *testing.T) {
	r := newRig(t)
	r.idp.Script(func(s *idptest.Script) {
		claims(func(c map[string]any) { c["iat"] = c["iat"].(int64) + 300 })(r, s)
	})
	_, err := r.ana()
	wantFault(t, err, fault.ClockSkew, "issued_in_future")
	if f := fault.Of(err); f.Expected != "2026-05-04T09:00:00Z" || f.Received != "2026-05-04T09:05:00Z" {
		t.Errorf("expected %q, received %q", f.Expected, f.Received)
	}
}
