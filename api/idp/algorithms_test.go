package idp_test

import (
	"crypto/rand"
	"maps"
	"slices"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
)

// asymmetric are the algorithms by which an ID token may be signed.
func asymmetric() []string {
	return []string{
		idptest.RS256, idptest.RS384, idptest.RS512, idptest.PS256, idptest.PS384, idptest.PS512,
		idptest.ES256, idptest.ES384, idptest.ES512, idptest.EdDSA,
	}
}

// keyOf is a key for an algorithm; the making of an RSA key is spared.
func keyOf(alg string) *idptest.Key {
	if alg[:2] == "RS" || alg[:2] == "PS" {
		return &idptest.Key{ID: rand.Text(), Alg: alg, Signer: sharedKey().Signer}
	}
	return mustKey(alg)
}

// F11: all asymmetric algorithms verify, each with its own kind of key, and only
// where the provider announces it.
func TestF11_Algorithms(t *testing.T) {
	for _, alg := range asymmetric() {
		t.Run("F11 "+alg, func(t *testing.T) {
			r := newRig(t)
			if err := r.idp.RotateKey(keyOf(alg), false); err != nil {
				t.Fatal(err)
			}
			r.accepted(r.ana()) // with at_hash
			r.fresh()
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Discovery = func(doc map[string]any) {
					doc["id_token_signing_alg_values_supported"] = slices.DeleteFunc(asymmetric(), func(a string) bool { return a == alg })
				}
			})
			c, err := r.ana()
			r.refused(c, err, fault.TokenInvalid, "alg")
		})
	}
}

// F11: none and HS are refused though they are announced, a curve has one
// algorithm, and a key of another kind verifies nothing.
func TestF11_StillRefused(t *testing.T) {
	announced := append(asymmetric(), "none", "HS256", "HS384", "HS512", "ES256K")
	rows := map[string]struct {
		key    string
		alg    string
		reason string
	}{
		"none":            {idptest.RS256, "none", "alg"},
		"HS256":           {idptest.RS256, "HS256", "alg"},
		"HS512":           {idptest.RS256, "HS512", "alg"},
		"ES256K":          {idptest.ES256, "ES256K", "alg"},
		"ES384 on P-256":  {idptest.ES256, idptest.ES384, "key_unknown"},
		"ES256 on P-384":  {idptest.ES384, idptest.ES256, "key_unknown"},
		"ES384 on P-521":  {idptest.ES512, idptest.ES384, "key_unknown"},
		"RS256 by ECDSA":  {idptest.ES256, idptest.RS256, "key_unknown"},
		"ES256 by RSA":    {idptest.RS256, idptest.ES256, "key_unknown"},
		"RS384 by RS256":  {idptest.RS256, idptest.RS384, "signature"},
		"PS256 by RS256":  {idptest.RS256, idptest.PS256, "signature"},
		"EdDSA by RS256":  {idptest.RS256, idptest.EdDSA, "key_unknown"},
		"ES512 by a P521": {idptest.ES384, idptest.ES512, "key_unknown"},
	}
	for name, row := range rows {
		t.Run("F11 "+name, func(t *testing.T) {
			r := newRig(t)
			if err := r.idp.RotateKey(keyOf(row.key), false); err != nil {
				t.Fatal(err)
			}
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Discovery = func(doc map[string]any) { doc["id_token_signing_alg_values_supported"] = announced }
				s.Keys = func(set map[string]any) {
					for _, k := range set["keys"].([]any) {
						delete(k.(map[string]any), "alg") // it would say it by itself
					}
				}
				s.MutateHeader = func(h map[string]any) { h["alg"] = row.alg }
			})
			c, err := r.ana()
			r.refused(c, err, fault.TokenInvalid, row.reason)
		})
	}
}

// F10: another key under the same name is fetched when a signature fails, once in
// 30 s however many fail; a test fetches at once, and sign-ins go by that.
func TestF10_AnotherKeyUnderTheSameName(t *testing.T) {
	replace := func(r *rig) {
		next := mustKey(idptest.ES256)
		next.ID = r.idp.Key().ID
		if err := r.idp.RotateKey(next, false); err != nil {
			t.Fatal(err)
		}
	}
	ready := func(t *testing.T) *rig {
		r := newRig(t)
		r.lie(func(_ *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) { doc["id_token_signing_alg_values_supported"] = asymmetric() }
		})
		if err := r.idp.RotateKey(mustKey(idptest.ES256), false); err != nil {
			t.Fatal(err)
		}
		r.accepted(r.ana())
		return r
	}
	t.Run("F10 a sign-in", func(t *testing.T) {
		r := ready(t)
		replace(r)
		r.accepted(r.ana())
		if n := r.idp.Hits(keysPath); n != 2 {
			t.Errorf("%d fetches, want 2", n)
		}
	})
	t.Run("F10 forged signatures", func(t *testing.T) {
		r := ready(t)
		r.idp.Script(func(s *idptest.Script) {
			s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
				return sign(mustKey(idptest.ES256), text(h), text(c))
			}
		})
		for range 20 {
			c, err := r.ana()
			r.refused(c, err, fault.TokenInvalid, "signature")
		}
		if n := r.idp.Hits(keysPath); n != 2 {
			t.Errorf("%d fetches, want 2", n)
		}
	})
	t.Run("F10 a test", func(t *testing.T) {
		r := ready(t)
		replace(r)
		r.p.Inspect(t.Context(), r.google)
		fetched := r.idp.Hits(keysPath)
		r.accepted(r.ana())
		if n := r.idp.Hits(keysPath); n != fetched {
			t.Errorf("a sign-in after the test fetched the keys %d times", n-fetched)
		}
	})
}

// F47: claims that nobody reads may be there in several cases, and what lies in
// them too.
func TestF47_UnrelatedClaimsInTwoCases(t *testing.T) {
	r := newRig(t)
	r.lie(func(_ *rig, s *idptest.Script) {
		add := func(m map[string]any) {
			maps.Copy(m, map[string]any{"Department": "a", "department": "b", "x": map[string]any{"email": "a", "Email": "b"}})
		}
		s.MutateClaims, s.MutateHeader, s.TokenMembers, s.Discovery = add, add, add, add
	})
	r.accepted(r.ana())
}
