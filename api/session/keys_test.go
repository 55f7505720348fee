package session_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/clocktest"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// published reads the key set as an integrator does, by kid.
func published(t *testing.T, s *session.Sessions) map[string]map[string]string {
	t.Helper()
	var set struct{ Keys []map[string]string }
	if err := json.Unmarshal(s.JWKS(t.Context()), &set); err != nil {
		t.Fatal(err)
	}
	by := map[string]map[string]string{}
	for _, k := range set.Keys {
		by[k["kid"]] = k
	}
	return by
}

func kidIn(t *testing.T, token string) string {
	t.Helper()
	kid, _ := unpack(t, strings.Split(token, ".")[0])["kid"].(string)
	return kid
}

// verifies checks a token offline, with nothing but the published set.
func verifies(t *testing.T, s *session.Sessions, token string) bool {
	t.Helper()
	jwk := published(t, s)[kidIn(t, token)]
	x, errX := base64.RawURLEncoding.DecodeString(jwk["x"])
	y, errY := base64.RawURLEncoding.DecodeString(jwk["y"])
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
	if err := errors.Join(errX, errY, err); err != nil {
		t.Fatalf("the published key %v: %v", jwk, err)
	}
	input, signature := token[:strings.LastIndex(token, ".")], token[strings.LastIndex(token, ".")+1:]
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || len(raw) != 64 {
		t.Fatalf("signature of %d bytes, %v", len(raw), err)
	}
	sum := sha256.Sum256([]byte(input))
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:]))
}

// G18, M5: an integrator verifies with the published keys, which hold nothing else.
func TestPublishedKeys(t *testing.T) {
	r := newRig(t)
	_, tokens := r.ana()
	if !verifies(t, r.s, tokens.Access) {
		t.Error("the token does not verify")
	}
	keys := published(t, r.s)
	if len(keys) != 1 {
		t.Errorf("%d keys are published", len(keys))
	}
	for kid, k := range keys {
		want := map[string]string{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": k["x"], "y": k["y"]}
		if len(k) != len(want) {
			t.Errorf("published %v", k)
		}
		for member, value := range want {
			if k[member] != value || value == "" {
				t.Errorf("%s is %q", member, k[member])
			}
		}
	}
}

// R23: published before it signs, kept until the last token died.
func TestSigningKeyRotation(t *testing.T) {
	r := newRig(t)
	old := kidOf(r.s)
	_, oldKey := r.s.Signer()
	rotate := func(after time.Duration) int {
		t.Helper()
		r.clock.Add(after)
		r.must(r.s.RotateKeys(t.Context()))
		return len(published(t, r.s))
	}
	if n := rotate(session.KeyLife - time.Microsecond); n != 1 {
		t.Fatalf("%d keys before the first is old", n)
	}
	if n := rotate(time.Microsecond); n != 2 || kidOf(r.s) != old {
		t.Fatalf("%d keys, %s signs", n, kidOf(r.s))
	}
	if n := rotate(session.Publish - time.Microsecond); n != 2 || kidOf(r.s) != old {
		t.Fatalf("%d keys, %s signs before its time", n, kidOf(r.s))
	}
	_, last := r.ana()
	r.clock.Add(time.Microsecond)
	fresh := kidOf(r.s)
	_, first := r.ana()
	if fresh == old || kidIn(t, last.Access) != old || kidIn(t, first.Access) != fresh {
		t.Fatalf("signed by %s and %s", kidIn(t, last.Access), kidIn(t, first.Access))
	}
	r.admitted(last.Access)
	r.admitted(first.Access)
	if !verifies(t, r.s, last.Access) || !verifies(t, r.s, first.Access) {
		t.Error("one does not verify offline")
	}
	if n := rotate(session.Keep - time.Microsecond); n != 2 {
		t.Fatalf("%d keys, the old one must stay", n)
	}
	byOld := func() error { // an access token of whoever stole the old key
		now := r.clock.Now()
		_, err := r.s.ReadAccess(r.forge(last.Access, func(f *forgery) {
			f.claims["iat"], f.claims["exp"], f.sign = now.Unix(), now.Add(time.Minute).Unix(), byES256(t, oldKey)
		}))
		return err
	}
	r.must(byOld())
	if n := rotate(time.Microsecond); n != 1 || kidOf(r.s) != fresh {
		t.Fatalf("%d keys, %s signs", n, kidOf(r.s))
	}
	if byOld() == nil {
		t.Error("a retired key signs access tokens")
	}
}

// The rule of the same child holds while the refresh key changes, and a session
// that began under the old key lives to its end.
func TestRefreshKeyRotation(t *testing.T) {
	r := newRig(t)
	r.clock.Add(session.KeyLife)
	r.must(r.s.RotateKeys(t.Context()))
	_, parent := r.begin(r.entry()) // by the old key
	r.clock.Add(session.Publish)    // the new one is in use
	child := r.refresh(parent)
	if keyIn(child.Refresh) == keyIn(parent) {
		t.Fatal("the key did not change")
	}
	if r.refresh(parent).Refresh != child.Refresh {
		t.Error("the parent brought another child")
	}
	late, err := session.New(session.Options{Store: r.db, Ring: ring(t, "k1"), Issuer: issuer, Audience: audience, Now: func() time.Time { return r.clock.Now().Add(-time.Minute) }})
	r.must(err)
	r.must(late.LoadKeys(t.Context())) // a replica whose clock is behind still uses the old key
	if again, err := late.Refresh(t.Context(), parent); err != nil || again.Refresh != child.Refresh {
		t.Errorf("another replica gave another child, %v", err)
	}
	_, idle := r.begin(r.entry())
	for range 5 {
		r.clock.Add(2*time.Hour - time.Minute)
		r.must(r.s.RotateKeys(t.Context()))
		child = r.refresh(child.Refresh)
	}
	r.clock.Add(4*time.Hour + session.OfflineIdle)
	r.must(r.s.RotateKeys(t.Context())) // now the old key is gone, and all that it made is over
	if _, ok := r.s.SessionOf(parent); ok {
		t.Error("a token of a dropped key is still read")
	}
	if _, ok := r.s.SessionOf(idle); !ok {
		t.Error("a token of the key in use is not read")
	}
}

func keyIn(refresh string) string { return strings.Split(refresh, ".")[2] }

// Replicas that start at once on an empty database share one key of each kind.
func TestFirstKeysAreShared(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := &rig{t: t, db: open(), clock: clocktest.New()}
		const replicas = 8
		all, start := make([]*session.Sessions, replicas), make(chan struct{})
		var done sync.WaitGroup
		for n := range replicas {
			all[n] = r.replica()
			done.Go(func() {
				<-start
				if err := all[n].LoadKeys(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		done.Wait()
		for n, s := range all {
			_, token, err := s.Begin(session.Entry{UserID: "u"})
			if err != nil {
				t.Errorf("replica %d: %v", n, err)
				continue
			}
			if _, ok := all[0].SessionOf(token); !ok || kidOf(s) != kidOf(all[0]) {
				t.Errorf("replica %d has keys of its own", n)
			}
		}
	})
}

// A start that died between the two first keys is made good by the next.
func TestMissingFirstKeyIsMade(t *testing.T) {
	r := newRig(t)
	keys, err := r.db.TokenKeys(t.Context())
	r.must(err)
	half := &rig{t: t, db: storetest.Open(t, store.SQLite), clock: r.clock}
	for _, k := range keys {
		if k.Purpose == "signing" {
			half.must(half.db.AddTokenKey(t.Context(), k))
		}
	}
	half.s = half.replica()
	half.must(half.s.LoadKeys(t.Context()))
	if _, _, err := half.s.Begin(r.entry()); err != nil || kidOf(half.s) != kidOf(r.s) {
		t.Errorf("signs by %s, begins with %v", kidOf(half.s), err)
	}
}

// Several replicas that rotate at once add one key.
func TestRotatingAtOnce(t *testing.T) {
	r := newRig(t)
	r.clock.Add(session.KeyLife)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := r.replica().RotateKeys(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	keys, err := r.db.TokenKeys(t.Context())
	r.must(err)
	if len(keys) != 4 {
		t.Errorf("%d keys, want two of each purpose", len(keys))
	}
}

// R26, J03: a start with a lost encryption key says which one is lost.
func TestLostEncryptionKeyIsNamed(t *testing.T) {
	r := newRig(t)
	s, err := session.New(session.Options{Store: r.db, Ring: ring(t, "k2"), Issuer: issuer, Audience: audience, Now: r.clock.Now})
	r.must(err)
	if err := s.LoadKeys(t.Context()); err == nil || !strings.Contains(err.Error(), `"k1"`) {
		t.Errorf("got %v", err)
	}
}

// An offline grant may be left alone for two weeks (docs: refresh: offline), and the key of
// its refresh token changes meanwhile like every other.
func TestARefreshTokenOfAGrantOutlivesTheChangeOfItsKey(t *testing.T) {
	r := newRig(t)
	r.clock.Add(session.KeyLife - time.Second)
	token, err := r.s.RefreshToken("g1", 1) // by a key that is about to be replaced
	r.must(err)
	r.clock.Add(time.Second)
	r.must(r.s.RotateKeys(t.Context()))
	r.clock.Add(session.Publish)
	r.must(r.s.RotateKeys(t.Context()))
	for idle := session.Publish; idle < session.OfflineIdle; idle += time.Hour {
		r.clock.Add(time.Hour)
		r.must(r.s.RotateKeys(t.Context()))
		if id, n, ok := r.s.ReadRefreshToken(token); !ok || id != "g1" || n != 1 {
			t.Fatalf("after %s nobody knows it", idle)
		}
	}
	if _, ok := r.s.SameRefreshToken("g1", 1, secret.Hash(token)); !ok {
		t.Error("it is not made again")
	}
	if keys := published(t, r.s); len(keys) != 1 {
		t.Errorf("signing keys wait for it: %d", len(keys))
	}
}
