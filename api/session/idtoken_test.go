package session_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/session"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// register makes an application, the only reader of ID tokens.
func (r *rig) register() {
	r.t.Helper()
	ctx, now := r.t.Context(), store.At(r.clock.Now())
	r.must(r.db.AddClient(ctx, store.Client{ID: "crm", Kind: store.KindApplication, Name: "CRM", State: store.ClientEnabled, CreatedAt: now, UpdatedAt: now}))
	r.must(r.db.SetApplication(ctx, store.NewApplication("crm")))
}

func claimsFor(audience string) jwt.RegisteredClaims {
	return jwt.RegisteredClaims{Issuer: issuer, Subject: "ana", Audience: jwt.ClaimStrings{audience}}
}

func (r *rig) sign(s *session.Sessions, alg string) string {
	r.t.Helper()
	token, err := s.Sign(r.t.Context(), alg, "JWT", claimsFor("crm"))
	r.must(err)
	return token
}

// verifiesRS256 checks a token offline, with nothing but the published set.
func verifiesRS256(t *testing.T, s *session.Sessions, token string) bool {
	t.Helper()
	jwk := published(t, s)[kidIn(t, token)]
	n, err := base64.RawURLEncoding.DecodeString(jwk["n"])
	if err != nil || len(n) != 256 || jwk["e"] != "AQAB" || jwk["kty"] != "RSA" || jwk["alg"] != "RS256" {
		t.Fatalf("the published key %v, %v", jwk, err)
	}
	at := strings.LastIndex(token, ".")
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(token[:at]))
	return rsa.VerifyPKCS1v15(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, crypto.SHA256, sum[:], signature) == nil
}

func algsIn(t *testing.T, s *session.Sessions) []string {
	t.Helper()
	var algs []string
	for _, k := range published(t, s) {
		algs = append(algs, k["alg"])
	}
	slices.Sort(algs)
	return algs
}

// A deployment without applications has no RS256 key; with the first one all replicas
// agree on the same, and rotate it as the others.
func TestRS256IsAFamilyOfItsOwn(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRigOn(t, open())
		if got := algsIn(t, r.s); !slices.Equal(got, []string{"ES256"}) {
			t.Errorf("published %v", got)
		}
		other := r.replica()
		r.must(other.LoadKeys(t.Context()))
		r.register()
		token := r.sign(r.s, "RS256") // at once everywhere: applications look at any replica
		if !verifiesRS256(t, other, token) || kidIn(t, r.sign(other, "RS256")) != kidIn(t, token) {
			t.Error("replicas have keys of their own")
		}
		if !verifies(t, r.s, r.sign(r.s, "ES256")) {
			t.Error("ES256 does not verify")
		}
		r.clock.Add(session.KeyLife)
		r.must(r.s.RotateKeys(t.Context()))
		if got := algsIn(t, r.s); !slices.Equal(got, []string{"ES256", "ES256", "RS256", "RS256"}) || kidIn(t, r.sign(r.s, "RS256")) != kidIn(t, token) {
			t.Errorf("the next key is published before it signs: %v", got)
		}
		r.clock.Add(session.Publish)
		if next := r.sign(r.s, "RS256"); kidIn(t, next) == kidIn(t, token) || !verifiesRS256(t, r.s, next) || !verifiesRS256(t, r.s, token) {
			t.Error("the next key does not sign, or the old one is gone")
		}
		r.clock.Add(session.Keep)
		r.must(r.s.RotateKeys(t.Context()))
		if got := algsIn(t, r.s); !slices.Equal(got, []string{"ES256", "RS256"}) {
			t.Errorf("what nobody needs is published: %v", got)
		}
		es := r.sign(r.s, "ES256")
		for day := range 30 { // an application signs out with an ID token of weeks ago (RP-Initiated Logout, 2)
			if _, client, err := r.s.ReadOwnHint(token); err != nil || client != "crm" {
				t.Fatalf("after %d days its key is gone: %v", day, err)
			}
			r.clock.Add(24 * time.Hour)
			r.must(r.s.RotateKeys(t.Context()))
		}
		if _, _, err := r.s.ReadOwnHint(token); err == nil {
			t.Error("its key is kept for ever")
		}
		if _, _, err := r.s.ReadOwnHint(es); err != nil {
			t.Errorf("of ES256: %v", err)
		}
	})
}

// Algorithm confusion between the two families (RFC 8725, 2.1 and 3.1), and other tokens
// that are no hint.
func TestAHintIsAnIDTokenOfOurs(t *testing.T) {
	r := newRig(t)
	r.register()
	_, tokens := r.ana()
	good := r.sign(r.s, "RS256")
	es := r.sign(r.s, "ES256")
	r.clock.Add(time.Hour)
	for _, token := range []string{good, es} {
		if h, err := r.s.ReadHint(token, "crm"); err != nil || h.Subject != "ana" {
			t.Errorf("%+v, %v", h, err)
		}
	}
	swap := func(token, alg, kid string) string {
		return r.forge(token, func(f *forgery) { f.header["alg"], f.header["kid"] = alg, kid })
	}
	public := published(t, r.s)[kidIn(t, good)]["n"]
	for name, token := range map[string]string{
		"RS256 by the key of ES256": swap(good, "RS256", kidIn(t, es)), "ES256 by the key of RS256": swap(good, "ES256", kidIn(t, good)),
		"an access token": tokens.Access, "none": r.forge(good, func(f *forgery) { f.header["alg"] = "none"; f.sign = unsigned }),
		"HS256 by the public key": r.forge(good, func(f *forgery) { f.header["alg"] = "HS256"; f.sign = byHS256([]byte(public)) }),
		"cut":                     good[:len(good)-4], "nothing": "",
	} {
		if _, err := r.s.ReadHint(token, "crm"); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := r.s.ReadHint(good, "other"); err == nil {
		t.Error("the hint of another client is taken")
	}
	if _, err := r.s.Sign(t.Context(), "HS256", "JWT", claimsFor("crm")); err == nil {
		t.Error("HS256 signs")
	}
	for _, token := range []string{good, es} { // an ID token is no access token
		r.accessRefused(token, "access_token_refused")
	}
}
