package session

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Times in the life of a key of ours.
const (
	// KeyLife is how long a key is used before the next one.
	KeyLife = 30 * 24 * time.Hour
	// Publish is how long a signing key is published before it signs: longer
	// than any verifier caches the key set (RFC 7517 consumers, max-age 300).
	Publish = 20 * time.Minute
	// Keep is how long a replaced signing key is published: longer than any token lives that it
	// signed.
	Keep = 13 * time.Hour
	// keepHints is how long ID tokens are known as hints after that: an application keeps the
	// one of its own session to sign out with, long after ours has ended.
	keepHints = KeyLife
	// OfflineIdle is how long a refresh token lives that nobody uses, at most: that of an
	// application's offline grant.
	OfflineIdle = 14 * 24 * time.Hour
	// keepRefresh is how long a replaced key of refresh tokens is kept.
	keepRefresh = OfflineIdle + Keep
)

// The purposes of keys. Access tokens are signed by ES256; ID tokens by it or by RS256,
// which most libraries of applications take alone.
const (
	signing    = "signing"
	signingRSA = "signing_rs256"
	refresh    = "refresh"
)

// rsaBits is the size of an RS256 key (RFC 7518, 3.3).
const rsaBits = 2048

// keySet is what the keys are right now; it is replaced, never changed.
type keySet struct {
	signing []signingKey // of both families, each newest first
	refresh []refreshKey
	jwks    []byte
}

type signingKey struct {
	id        string
	purpose   string // which family
	private   crypto.Signer
	signsFrom time.Time
	retired   bool // it is for hints alone
}

type refreshKey struct {
	id        string
	secret    []byte
	signsFrom time.Time
}

// LoadKeys reads the keys of all replicas, and makes the first ones if there
// are none.
func (s *Sessions) LoadKeys(ctx context.Context) error {
	rows, err := s.store.TokenKeys(ctx)
	if err != nil {
		return fmt.Errorf("read our keys: %w", err)
	}
	needed := []string{signing, refresh}
	if has, err := s.store.HasApplication(ctx); err != nil {
		return fmt.Errorf("look for applications: %w", err)
	} else if has { // nobody else reads ID tokens, and a replica of before RS256 could not read its key
		needed = append(needed, signingRSA)
	}
	for _, purpose := range needed {
		if slices.ContainsFunc(rows, func(k store.TokenKey) bool { return k.Purpose == purpose }) {
			continue
		}
		// Nobody holds a token yet, so the first keys may be used at once.
		if err := s.addKey(ctx, purpose, 1, s.now()); err != nil {
			return err
		}
		if rows, err = s.store.TokenKeys(ctx); err != nil {
			return fmt.Errorf("read our keys: %w", err)
		}
	}
	set, err := s.openKeys(rows)
	if err != nil {
		return err
	}
	s.keys.Store(set)
	return nil
}

// RotateKeys adds the next key of each purpose when the newest is old enough,
// drops keys that no living token needs, and loads the result. Calling it often,
// or on many replicas at once, is harmless.
func (s *Sessions) RotateKeys(ctx context.Context) error {
	rows, err := s.store.TokenKeys(ctx)
	if err != nil {
		return fmt.Errorf("read our keys: %w", err)
	}
	now := s.now()
	newest := map[string]store.TokenKey{}
	for _, k := range rows {
		if k.Serial > newest[k.Purpose].Serial {
			newest[k.Purpose] = k
		}
	}
	for purpose, k := range newest {
		if now.Sub(k.SignsFrom.Time) < KeyLife {
			continue
		}
		if err := s.addKey(ctx, purpose, k.Serial+1, now.Add(Publish)); err != nil {
			return err
		}
	}
	for purpose, kept := range map[string]time.Duration{signing: Keep + keepHints, signingRSA: Keep + keepHints, refresh: keepRefresh} {
		if err := s.store.DropTokenKeys(ctx, purpose, now.Add(-kept)); err != nil {
			return fmt.Errorf("drop old keys: %w", err)
		}
	}
	return s.LoadKeys(ctx)
}

func (s *Sessions) addKey(ctx context.Context, purpose string, serial int64, signsFrom time.Time) error {
	row := store.TokenKey{
		ID: purpose[:1] + secret.NewID(), Purpose: purpose, Serial: serial,
		CreatedAt: store.At(s.now()), SignsFrom: store.At(signsFrom),
	}
	value := make([]byte, 32)
	rand.Read(value)
	if purpose != refresh {
		private, err := newSigner(purpose)
		if err != nil {
			return fmt.Errorf("make a signing key: %w", err)
		}
		if row.PublicJWK, err = publicJWK(row.ID, private.Public()); err != nil {
			return err
		}
		if value, err = x509.MarshalPKCS8PrivateKey(private); err != nil {
			return fmt.Errorf("write a signing key: %w", err)
		}
	}
	row.Sealed = s.ring.SealRow(row.Place(), value)
	return s.store.AddTokenKey(ctx, row)
}

func newSigner(purpose string) (crypto.Signer, error) {
	if purpose == signingRSA {
		return rsa.GenerateKey(rand.Reader, rsaBits)
	}
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func (s *Sessions) openKeys(rows []store.TokenKey) (*keySet, error) {
	set := &keySet{}
	public := []json.RawMessage{}
	next := map[string]time.Time{} // when the one signs from that was read before, the newest first
	for _, row := range rows {
		value, err := s.ring.OpenRow(row.Place(), row.Sealed)
		if err != nil {
			return nil, fmt.Errorf("open our %s key %s with encryption key %q: %w", row.Purpose, row.ID, secret.KeyOf(row.Sealed), err)
		}
		if row.Purpose == refresh {
			set.refresh = append(set.refresh, refreshKey{row.ID, value, row.SignsFrom.Time})
			continue
		}
		parsed, err := x509.ParsePKCS8PrivateKey(value)
		if err != nil {
			return nil, fmt.Errorf("read our signing key %s: %w", row.ID, err)
		}
		private, ok := parsed.(crypto.Signer)
		if !ok || !isOf(row.Purpose, private) {
			return nil, fmt.Errorf("our signing key %s is not one of its family, %s", row.ID, row.Purpose)
		}
		from, replaced := next[row.Purpose]
		retired := replaced && !from.After(s.now().Add(-Keep))
		next[row.Purpose] = row.SignsFrom.Time
		set.signing = append(set.signing, signingKey{row.ID, row.Purpose, private, row.SignsFrom.Time, retired})
		if !retired {
			public = append(public, json.RawMessage(row.PublicJWK))
		}
	}
	var err error
	set.jwks, err = json.Marshal(map[string]any{"keys": public})
	return set, err
}

// isOf says whether a key is of the family that its row says.
func isOf(purpose string, key crypto.Signer) bool {
	if purpose == signingRSA {
		_, is := key.(*rsa.PrivateKey)
		return is
	}
	_, is := key.(*ecdsa.PrivateKey)
	return is
}

// publicJWK writes the public members of a key (RFC 7518, 6.2.1 and 6.3.1).
func publicJWK(id string, key crypto.PublicKey) (string, error) {
	b64 := base64.RawURLEncoding.EncodeToString
	members := map[string]string{"use": "sig", "kid": id}
	switch k := key.(type) {
	case *rsa.PublicKey:
		members["kty"], members["alg"] = "RSA", "RS256"
		members["n"], members["e"] = b64(k.N.Bytes()), b64(big.NewInt(int64(k.E)).Bytes())
	case *ecdsa.PublicKey:
		point, err := k.Bytes() // 4 ‖ x ‖ y
		if err != nil {
			return "", fmt.Errorf("write a public key: %w", err)
		}
		members["kty"], members["crv"], members["alg"] = "EC", "P-256", "ES256"
		members["x"], members["y"] = b64(point[1:33]), b64(point[33:])
	default:
		return "", fmt.Errorf("write a public key of %T", key)
	}
	text, err := json.Marshal(members)
	return string(text), err
}

// signer is the newest key of a family that may sign by now.
func (k *keySet) signer(purpose string, now time.Time) (signingKey, bool) {
	for _, key := range k.signing {
		if key.purpose == purpose && !key.signsFrom.After(now) {
			return key, true
		}
	}
	return signingKey{}, false
}

// verifier is the key of a family by its id: a token of one family is none of the other.
// What a retired key signed is a hint, and nothing else.
func (k *keySet) verifier(purpose, id string, hint bool) (crypto.PublicKey, bool) {
	for _, key := range k.signing {
		if key.purpose == purpose && key.id == id && (hint || !key.retired) {
			return key.private.Public(), true
		}
	}
	return nil, false
}

func (k *keySet) refresher(now time.Time) (refreshKey, bool) {
	for _, key := range k.refresh {
		if !key.signsFrom.After(now) {
			return key, true
		}
	}
	return refreshKey{}, false
}

func (k *keySet) refreshSecret(id string) ([]byte, bool) {
	for _, key := range k.refresh {
		if key.id == id {
			return key.secret, true
		}
	}
	return nil, false
}
