package session

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Sessions is the door of this room.
type Sessions struct {
	store    *store.Store
	ring     *secret.Ring
	now      func() time.Time
	issuer   string
	audience string
	keys     atomic.Pointer[keySet]
	standing *cache
}

// Options are what sessions need from outside.
type Options struct {
	Store    *store.Store
	Ring     *secret.Ring
	Issuer   string           // the public URL
	Audience string           // of access tokens
	Now      func() time.Time // the clock
}

// New returns sessions without keys: call LoadKeys. It refuses an empty issuer
// or audience, which the JWT library would read as "do not check".
func New(o Options) (*Sessions, error) {
	if o.Issuer == "" || o.Audience == "" {
		return nil, errors.New("tokens need an issuer and an audience")
	}
	s := &Sessions{
		store: o.Store, ring: o.Ring, now: o.Now, issuer: o.Issuer, audience: o.Audience,
		standing: newCache(),
	}
	s.keys.Store(&keySet{})
	return s, nil
}

// JWKS is the JSON of our public keys.
func (s *Sessions) JWKS() []byte { return s.keys.Load().jwks }

// Entry is how somebody got in.
type Entry struct {
	OrganizationID string
	UserID         string
	Method         string // "password" or "sso"
	Bypass         bool   // by a bypass link; Method is "password" then
	Provider       string
	ProviderEmail  string
	ConnectionID   string
	IdentityID     string
	Address        string
	Browser        string
	Idle, Absolute time.Duration
}

// Begin makes a session and its first refresh token. It does no I/O: the caller
// writes the row together with what it stands for.
func (s *Sessions) Begin(e Entry) (store.Session, string, error) {
	now := s.now()
	row := store.Session{
		ID: secret.NewID(), OrganizationID: e.OrganizationID, UserID: e.UserID,
		ConnectionID: given(e.ConnectionID), IdentityID: given(e.IdentityID),
		Method: e.Method, Bypass: e.Bypass, Provider: e.Provider, ProviderEmail: e.ProviderEmail,
		Generation: 1, BeganAt: store.At(now), AuthenticatedAt: store.At(now), LastUsedAt: store.At(now),
		IdleExpiresAt: store.At(now.Add(min(e.Idle, e.Absolute))), ExpiresAt: store.At(now.Add(e.Absolute)),
		Address: e.Address, Browser: e.Browser,
	}
	token, err := s.refreshToken(row.ID, row.Generation)
	row.RefreshHash = secret.Hash(token)
	return row, token, err
}

func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// End ends the session of a refresh token, whichever generation it is. A token
// that we never made ends nothing and is no error.
func (s *Sessions) End(ctx context.Context, token string) error {
	id, ok := s.SessionOf(token)
	if !ok {
		return nil
	}
	if _, err := s.store.EndSession(ctx, id, "signed_out", s.now()); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	s.standing.forget(id)
	return nil
}

// Live says whether a refresh token's session still stands. It rotates nothing.
func (s *Sessions) Live(ctx context.Context, token string) (bool, error) {
	_, live, err := s.Standing(ctx, token)
	return live, err
}

// Standing is Live, and says who the session belongs to while it stands.
func (s *Sessions) Standing(ctx context.Context, token string) (store.Principal, bool, error) {
	id, ok := s.SessionOf(token)
	if !ok {
		return store.Principal{}, false, nil
	}
	h, err := s.store.SessionPrincipal(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !stands(h, s.now()) {
		return store.Principal{}, false, nil
	}
	return h, err == nil, err
}

// Stands says whether a session that was just read still opens doors.
func (s *Sessions) Stands(h store.Principal) bool { return stands(h, s.now()) }

// stands says whether a session still opens doors, given the live state of
// what it is built on.
func stands(h store.Principal, now time.Time) bool {
	return h.EndedAt.IsZero() && now.Before(h.ExpiresAt.Time) && now.Before(h.IdleExpiresAt.Time) &&
		h.UserActive && h.OrganizationActive
}
