package idp_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
)

const keysPath = "/google/keys"

// C06: made-up key ids cost the provider one request in 30 s.
func TestUnknownKeysAreFetchedSeldom(t *testing.T) {
	r := newRig(t)
	r.accepted(r.ana())
	r.lie(headers(func(h map[string]any) { h["kid"] = rand.Text() }))
	for range 50 {
		c, err := r.ana()
		r.refused(c, err, fault.TokenInvalid, "key_unknown")
	}
	if n := r.idp.Hits(keysPath); n != 2 {
		t.Errorf("%d fetches, want the first and one more", n)
	}
	r.clock.Add(30 * time.Second)
	_, err := r.ana()
	wantFault(t, err, fault.TokenInvalid, "key_unknown")
	if n := r.idp.Hits(keysPath); n != 3 {
		t.Errorf("%d fetches after 30 s, want one more", n)
	}
}

// Many people at once behind a rotation share one fetch, and all get in.
func TestRotationUnderLoadFetchesOnce(t *testing.T) {
	r := newRig(t)
	r.accepted(r.ana())
	r.rotate(idptest.RS256)
	r.lie(func(_ *rig, s *idptest.Script) { s.AutoByLoginHint = true })
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := r.ana(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := r.idp.Hits(keysPath); n != 2 {
		t.Errorf("%d fetches, want 2", n)
	}
}

// C07: keys that must not verify are passed over, and the good one still does.
func TestUnfitKeysAreIgnored(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal("this Go makes no weak keys:", err)
	}
	point := mustKey(idptest.ES256).JWK()
	point["x"] = point["y"]
	weakKey := &idptest.Key{ID: "weak", Alg: idptest.RS256, Signer: weak}
	unfit := map[string]any{
		"use enc":       with(mustKey(idptest.RS256).JWK(), "use", "enc"),
		"use a number":  with(mustKey(idptest.RS256).JWK(), "use", 7),
		"for signing":   with(mustKey(idptest.RS256).JWK(), "key_ops", []string{"sign"}),
		"RSA 1024":      weakKey.JWK(),
		"invalid point": point,
		"symmetric":     map[string]any{"kty": "oct", "k": "c2VjcmV0", "kid": "s"},
		"unknown type":  map[string]any{"kty": "XYZ", "kid": "x"},
		"no key":        "text",
		"null":          nil,
		"empty":         map[string]any{},
		"even exponent": with(mustKey(idptest.RS256).JWK(), "e", "Ag"),
	}
	for name, k := range unfit {
		t.Run("C07 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Keys = func(set map[string]any) { set["keys"] = append([]any{k}, set["keys"].([]any)...) }
			})
			r.accepted(r.ana())
			r.fresh()
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Keys = func(set map[string]any) { set["keys"] = []any{k} }
			})
			c, err := r.ana()
			r.refused(c, err, fault.ProviderUnreachable, "keys_none_usable")
		})
	}
	t.Run("C07 signed by RSA 1024", func(t *testing.T) {
		r := newRig(t)
		if err := r.idp.RotateKey(weakKey, true); err != nil {
			t.Fatal(err)
		}
		c, err := r.ana()
		r.refused(c, err, fault.TokenInvalid, "key_unknown")
	})
}

func with(jwk map[string]any, name string, value any) map[string]any {
	jwk[name] = value
	return jwk
}

func TestKeySetIsBounded(t *testing.T) {
	small := mustKey(idptest.EdDSA).JWK()
	for name, row := range map[string]struct {
		keys   int
		reason string
	}{"C07 64 keys": {63, ""}, "C07 65 keys": {64, "keys_too_many"}, "C07 10,000 keys": {9999, "keys_too_large"}} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Keys = func(set map[string]any) {
					for range row.keys {
						set["keys"] = append(set["keys"].([]any), small)
					}
				}
			})
			c, err := r.ana()
			if row.reason == "" {
				r.accepted(c, err)
				return
			}
			r.refused(c, err, fault.ProviderUnreachable, row.reason)
		})
	}
}

// C07, RFC 8725 3.1: a key serves the algorithm that it was published for.
func TestKeyIsBoundToItsAlgorithm(t *testing.T) {
	r := newRig(t)
	key := mustKey(idptest.PS256)
	r.lie(func(_ *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) { doc["id_token_signing_alg_values_supported"] = []string{"RS256", "PS256"} }
		s.Keys = func(set map[string]any) { set["keys"] = []any{with(key.JWK(), "alg", "RS256")} }
		s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
			h["alg"], h["kid"] = "PS256", key.ID
			return sign(key, text(h), text(c))
		}
	})
	c, err := r.ana()
	r.refused(c, err, fault.TokenInvalid, "key_unknown")
}

// R09: rotation never costs a sign-in, and neither does an absent provider.
func TestRotationAndOutage(t *testing.T) {
	t.Run("R09 old key still published", func(t *testing.T) {
		r := newRig(t)
		r.accepted(r.ana())
		if err := r.idp.RotateKey(mustKey(idptest.RS256), true); err != nil {
			t.Fatal(err)
		}
		r.accepted(r.ana())
	})
	t.Run("R09 published before it signs", func(t *testing.T) {
		r := newRig(t)
		next := mustKey(idptest.RS256)
		r.lie(func(_ *rig, s *idptest.Script) {
			s.Keys = func(set map[string]any) { set["keys"] = append(set["keys"].([]any), next.JWK()) }
		})
		r.accepted(r.ana())
		r.lie(honest)
		if err := r.idp.RotateKey(next, false); err != nil {
			t.Fatal(err)
		}
		r.accepted(r.ana())
		if n := r.idp.Hits(keysPath); n != 1 {
			t.Errorf("%d fetches, want 1", n)
		}
	})
	t.Run("R09 just before signing, no key id", func(t *testing.T) {
		r := newRig(t)
		r.accepted(r.ana())
		r.rotate(idptest.RS256)
		r.lie(headers(func(h map[string]any) { delete(h, "kid") }))
		r.accepted(r.ana())
	})
	t.Run("R09 a removed key stops within the hour", func(t *testing.T) {
		r := newRig(t)
		old := r.idp.Key()
		r.accepted(r.ana())
		r.rotate(idptest.RS256)
		r.accepted(r.ana())
		r.lie(func(_ *rig, s *idptest.Script) {
			s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
				h["kid"] = old.ID
				return sign(old, text(h), text(c))
			}
		})
		c, err := r.ana()
		r.refused(c, err, fault.TokenInvalid, "key_unknown")
	})
	t.Run("R09 keys and metadata down, known key", func(t *testing.T) {
		r := newRig(t)
		r.accepted(r.ana())
		r.lie(func(_ *rig, s *idptest.Script) { s.KeysAnswer, s.DiscoveryAnswer = body(503, ""), body(503, "") })
		for range 23 {
			r.clock.Add(time.Hour)
			r.accepted(r.ana())
			r.p.AwaitFetches(r.google)
		}
		r.clock.Add(2 * time.Hour)
		c, err := r.ana()
		r.refused(c, err, fault.ProviderUnreachable, "discovery_http_503")
	})
	t.Run("R09 keys down, unknown key", func(t *testing.T) {
		r := newRig(t)
		r.accepted(r.ana())
		r.rotate(idptest.RS256)
		r.lie(keysAnswer(body(503, "")))
		for range 2 {
			c, err := r.ana()
			r.refused(c, err, fault.ProviderUnreachable, "keys_http_503")
		}
		r.lie(honest)
		r.clock.Add(30 * time.Second)
		r.accepted(r.ana())
	})
}

// Stale metadata and keys serve at once and are renewed behind the request.
func TestRenewalInTheBackground(t *testing.T) {
	r := newRig(t)
	r.accepted(r.ana())
	r.clock.Add(61 * time.Minute)
	r.accepted(r.ana())
	r.p.AwaitFetches(r.google)
	for path, want := range map[string]int{keysPath: 2, "/google/.well-known/openid-configuration": 2} {
		if n := r.idp.Hits(path); n != want {
			t.Errorf("%s: %d fetches, want %d", path, n, want)
		}
	}
}

// A document that turns out wrong is not served from the cache any longer.
func TestWrongMetadataEndsTheCache(t *testing.T) {
	r := newRig(t)
	r.accepted(r.ana())
	r.lie(discovery("issuer", "https://evil.example"))
	r.clock.Add(61 * time.Minute)
	if _, err := r.p.AuthURL(t.Context(), r.google, newAttempt()); err != nil {
		t.Fatal(err)
	}
	r.p.AwaitFetches(r.google)
	c, err := r.ana()
	r.refused(c, err, fault.SSOAppInvalid, "issuer_mismatch")
}

// A failed discovery is not repeated for 2 s, however many ask.
func TestFailedDiscoveryIsRemembered(t *testing.T) {
	r := newRig(t)
	r.lie(discoveryAnswer(body(503, "")))
	for range 20 {
		_, err := r.ana()
		wantFault(t, err, fault.ProviderUnreachable, "discovery_http_503")
	}
	if n := r.idp.Hits("/google/.well-known/openid-configuration"); n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
	r.lie(honest)
	r.clock.Add(2 * time.Second)
	r.accepted(r.ana())
}

// Who leaves does not take the fetch along that others wait for.
func TestCancelledRequest(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.p.AuthURL(ctx, r.google, newAttempt())
	wantFault(t, err, fault.ProviderUnreachable, "discovery_cancelled")
	if !errors.Is(err, context.Canceled) {
		t.Error("the cancellation is not to be seen")
	}
	r.accepted(r.ana())
}
