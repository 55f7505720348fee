package session

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
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
	// Keep is how long a replaced key is kept: longer than any token lives.
	Keep = 13 * time.Hour
)

const (
	signing = "signing"
	refresh = "refresh"
)

// keySet is what the keys are right now; it is replaced, never changed.
type keySet struct {
	signing []signingKey // newest first
	refresh []refreshKey
	jwks    []byte
}

type signingKey struct {
	id        string
	private   *ecdsa.PrivateKey
	signsFrom time.Time
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
	for _, purpose := range []string{signing, refresh} {
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
	for _, purpose := range []string{signing, refresh} {
		if err := s.store.DropTokenKeys(ctx, purpose, now.Add(-Keep)); err != nil {
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
	if purpose == signing {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return fmt.Errorf("make a signing key: %w", err)
		}
		if row.PublicJWK, err = publicJWK(row.ID, &private.PublicKey); err != nil {
			return err
		}
		if value, err = x509.MarshalPKCS8PrivateKey(private); err != nil {
			return fmt.Errorf("write a signing key: %w", err)
		}
	}
	row.Sealed = s.ring.SealRow(row.Place(), value)
	return s.store.AddTokenKey(ctx, row)
}

func (s *Sessions) openKeys(rows []store.TokenKey) (*keySet, error) {
	set := &keySet{}
	public := []json.RawMessage{}
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
		private, ok := parsed.(*ecdsa.PrivateKey)
		if !ok {
			return nil, fmt.Errorf("our signing key %s is not an EC key", row.ID)
		}
		set.signing = append(set.signing, signingKey{row.ID, private, row.SignsFrom.Time})
		public = append(public, json.RawMessage(row.PublicJWK))
	}
	var err error
	set.jwks, err = json.Marshal(map[string]any{"keys": public})
	return set, err
}

// publicJWK writes the public members of a key (RFC 7518, 6.2.1).
func publicJWK(id string, k *ecdsa.PublicKey) (string, error) {
	point, err := k.Bytes() // 4 ‖ x ‖ y
	if err != nil {
		return "", fmt.Errorf("write a public key: %w", err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	text, err := json.Marshal(map[string]string{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": id,
		"x": b64(point[1:33]), "y": b64(point[33:]),
	})
	return string(text), err
}

// signer is the newest key that may sign by now.
func (k *keySet) signer(now time.Time) (signingKey, bool) {
	for _, key := range k.signing {
		if !key.signsFrom.After(now) {
			return key, true
		}
	}
	return signingKey{}, false
}

func (k *keySet) verifier(id string) (*ecdsa.PublicKey, bool) {
	for _, key := range k.signing {
		if key.id == id {
			return &key.private.PublicKey, true
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
