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

// Sessions begins, checks and ends sessions; safe for concurrent use.
type Sessions struct {
	store    *store.Store
	ring     *secret.Ring
	now      func() time.Time
	issuer   string
	audience string
	keys     atomic.Pointer[keySet]
	cache    *cache
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
		cache: newCache(),
	}
	s.keys.Store(&keySet{})
	return s, nil
}

// JWKS is the JSON of our public keys. The key of ID tokens is in it as soon as there is an
// application, on every replica: another one may sign by it already. Without a database it
// is what it was.
func (s *Sessions) JWKS(ctx context.Context) []byte {
	if _, has := s.keys.Load().signer(signingRSA, s.now()); !has {
		within, cancel := context.WithTimeout(ctx, lookWithin)
		defer cancel()
		if has, err := s.store.HasApplication(within); err == nil && has {
			_ = s.LoadKeys(within) // what is loaded stays good
		}
	}
	return s.keys.Load().jwks
}

// lookWithin is how long the key set may wait for the database.
const lookWithin = 500 * time.Millisecond

// Entry is a session to begin: who signs in, and how.
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

// Begin makes a session and its first refresh token. It does no I/O: the caller writes
// the row in its own transaction.
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

// Replace writes the new session and ends the one that this browser had, by its token: a
// browser has one session, and one that an attacker planted in it ends (B16).
func (s *Sessions) Replace(ctx context.Context, rows store.Rows, token string, row store.Session) error {
	if err := s.EndReplaced(ctx, rows, token); err != nil {
		return err
	}
	if err := rows.AddSession(ctx, row); err != nil {
		return fmt.Errorf("write the session: %w", err)
	}
	return nil
}

// EndReplaced ends the session of this token, the one that the browser had before, if there is one. It
// is Replace without a new session.
func (s *Sessions) EndReplaced(ctx context.Context, rows store.Rows, token string) error {
	if old, ok := s.SessionOf(token); ok {
		if _, err := rows.EndSession(ctx, old, store.SessionReplaced, s.now()); err != nil {
			return fmt.Errorf("end the browser's session: %w", err)
		}
	}
	return nil
}

// End ends the session of a refresh token of any generation. A token that is not ours
// ends nothing and is no error.
func (s *Sessions) End(ctx context.Context, token string) error {
	id, ok := s.SessionOf(token)
	if !ok {
		return nil
	}
	return s.EndID(ctx, id)
}

// EndID ends a session by its id, as its person wishes.
func (s *Sessions) EndID(ctx context.Context, id string) error {
	return s.end(ctx, id, store.SessionSignedOut)
}

func (s *Sessions) end(ctx context.Context, id, reason string) error {
	err := s.store.InTx(ctx, func(rows store.Rows) error { // with what applications are told
		_, err := rows.EndSession(ctx, id, reason, s.now())
		return err
	})
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	s.cache.forget(id)
	return nil
}

// Active says whether the session of a refresh token is active. It rotates nothing.
func (s *Sessions) Active(ctx context.Context, token string) (bool, error) {
	_, active, err := s.ActivePrincipal(ctx, token)
	return active, err
}

// ActivePrincipal is the user and session of a refresh token; false if the session is
// not active.
func (s *Sessions) ActivePrincipal(ctx context.Context, token string) (store.Principal, bool, error) {
	id, ok := s.SessionOf(token)
	if !ok {
		return store.Principal{}, false, nil
	}
	p, err := s.store.SessionPrincipal(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !isActive(p, s.now()) {
		return store.Principal{}, false, nil
	}
	return p, err == nil, err
}

// StillActive says whether a session that was just read is active.
func (s *Sessions) StillActive(p store.Principal) bool { return isActive(p, s.now()) }

// isActive says whether a session, its user and its organization are all active.
func isActive(p store.Principal, now time.Time) bool {
	return p.EndedAt.IsZero() && now.Before(p.ExpiresAt.Time) && now.Before(p.IdleExpiresAt.Time) &&
		p.UserActive && p.OrganizationActive
}
