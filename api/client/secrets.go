package client

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// What may be wrong with a secret that is to be added or revoked.
var (
	ErrTooMany   = errors.New("there are three live secrets already: revoke one first")
	ErrTaken     = errors.New("another client has this secret: one of a service tells it from all others")
	ErrPublic    = errors.New("an application in a browser or on a device cannot keep a secret: it has none, and PKCE instead")
	ErrNoSecret  = errors.New("no live secret of this client begins so")
	ErrAmbiguous = errors.New("several live secrets begin so: write more of it")
	ErrWeak      = errors.New("want a secret of latchkey application secret, or 32 to 256 visible ASCII characters")
	ErrHash      = errors.New("want sha256: and 64 hexadecimal digits or 43 characters of base64url")
	ErrNothing   = errors.New("is the hash of nothing, as of a variable that is not set: anybody could be the client")
)

// Given is a secret that was made elsewhere, or is to be made.
type Given struct {
	Value string // "" with a hash
	Hash  string
}

// shortestGiven is how long a secret must be that was made elsewhere: its hash is a fast
// one, so it must not be guessed.
const shortestGiven = 32

// GivenSecret reads a secret that was made elsewhere. One that looks like ours must be
// one, or its first use would fail.
func GivenSecret(k Kind, value string) (Given, error) {
	if hasOurStart(value) {
		if !IsSecret(k, value) {
			return Given{}, ErrWeak
		}
		return Given{value, HashOf(value)}, nil
	}
	visible := strings.IndexFunc(value, func(c rune) bool { return c <= ' ' || c > '~' }) < 0
	if len(value) < shortestGiven || len(value) > mostCredential || !visible {
		return Given{}, ErrWeak
	}
	return Given{value, HashOf(value)}, nil
}

// GivenHash reads the SHA-256 of a secret. What was hashed nobody can see here, except
// that it was nothing.
func GivenHash(text string) (Given, error) {
	digest, ok := strings.CutPrefix(text, "sha256:")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(digest)
	if err != nil || len(raw) != 32 {
		raw, err = hex.DecodeString(digest)
	}
	if !ok || err != nil || len(raw) != 32 {
		return Given{}, ErrHash
	}
	g := Given{Hash: base64.RawURLEncoding.EncodeToString(raw)}
	if g.Hash == HashOf("") || g.Hash == HashOf("\n") {
		return Given{}, ErrNothing
	}
	return g, nil
}

// NewSecretRow is a secret as it is kept.
func NewSecretRow(clientID string, g Given, by string, now, expires time.Time) store.ClientSecret {
	row := store.ClientSecret{
		ID: secret.NewID(), ClientID: clientID, Hash: g.Hash, CreatedAt: store.At(now), CreatedBy: by,
	}
	if g.Value != "" {
		row.First, row.Last = shown(g.Value)
	}
	if !expires.IsZero() {
		row.ExpiresAt = store.At(expires)
	}
	return row
}

// AddSecret writes a secret of a client of a kind in the caller's transaction; ErrConflict
// if the client had the same one before.
func AddSecret(ctx context.Context, rows store.Rows, kind store.ClientKind, row store.ClientSecret) error {
	if err := rows.HoldClient(ctx, row.ClientID); err != nil {
		return err
	}
	err := checkTaken(ctx, rows, kind, row)
	if err != nil {
		return err
	}
	err = rows.AddClientSecret(ctx, row)
	if errors.Is(err, store.ErrNotFound) {
		return ErrTooMany
	}
	return err
}

// checkTaken: a service's secret may come alone, so no other client has the same.
func checkTaken(ctx context.Context, rows store.Rows, kind store.ClientKind, row store.ClientSecret) error {
	owner, err := rows.ClientSecretOwner(ctx, row.Hash)
	if errors.Is(err, store.ErrNotFound) || err == nil && owner == row.ClientID {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := rows.ClientByID(ctx, owner)
	if err != nil {
		return err
	}
	if kind == store.KindService || c.Kind == store.KindService {
		return ErrTaken
	}
	return nil
}

// FindSecret finds the live secret of a client that has an id or begins so.
func FindSecret(c Client, name string, now time.Time) (store.ClientSecret, error) {
	var found []store.ClientSecret
	for _, s := range c.Secrets {
		if s.Usable(now) && (s.ID == name || len(name) >= 4 && s.First != "" && strings.HasPrefix(s.First, name)) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return store.ClientSecret{}, ErrNoSecret
	case 1:
		return found[0], nil
	}
	return store.ClientSecret{}, ErrAmbiguous
}
