package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Tokens are what a refresh gives.
type Tokens struct {
	Access    string
	ExpiresIn time.Duration
	Refresh   string
	// RefreshUntil is when the refresh token expires unless it is used: its cookie's end.
	RefreshUntil time.Time
}

// Refresh exchanges a refresh token for an access token and the next refresh token. The
// current generation rotates. Its parent gets the same child until that is used, for
// tabs that refresh at once and responses that were lost. Anything older is reuse, by a
// thief or by the owner after a theft: the session ends (session_reused), however soon
// it comes. RFC 9700, 4.14.
func (s *Sessions) Refresh(ctx context.Context, token string) (Tokens, error) {
	id, n, ok := s.read(token)
	if !ok {
		return Tokens{}, fault.Because(fault.Unauthenticated, "refresh_token_unknown")
	}
	for { // again only if another request rotated meanwhile: this token is then one behind at most
		p, err := s.store.SessionPrincipal(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			return Tokens{}, fault.Because(fault.Unauthenticated, "session_unknown")
		}
		if err != nil {
			return Tokens{}, fmt.Errorf("read a session: %w", err)
		}
		now := s.now()
		if !isActive(p, now) {
			return Tokens{}, fault.Because(fault.Unauthenticated, "session_over")
		}
		switch compare(p.Session, n) {
		case reused:
			return Tokens{}, s.endReused(ctx, p.Session, now)
		case ahead:
			return Tokens{}, s.endAhead(ctx, p.Session)
		case replaced:
			return s.tokens(p, now)
		case current:
			if subtle.ConstantTimeCompare([]byte(secret.Hash(token)), []byte(p.RefreshHash)) != 1 {
				return Tokens{}, fault.Because(fault.Unauthenticated, "refresh_token_foreign")
			}
		}
		err = s.rotate(ctx, &p, now)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return Tokens{}, fmt.Errorf("rotate a session: %w", err)
		}
		return s.tokens(p, now)
	}
}

type verdict int

const (
	current verdict = iota
	replaced
	reused
	ahead
)

// compare says what a valid token of generation n is to a session.
func compare(s store.Session, n int64) verdict {
	switch {
	case n > s.Generation: // valid, and not made by this database: that was restored from a backup
		return ahead
	case n == s.Generation:
		return current
	case n == s.Generation-1: // its child is the current one, not used yet
		return replaced
	}
	return reused
}

// rotate moves to the next generation.
func (s *Sessions) rotate(ctx context.Context, p *store.Principal, now time.Time) error {
	from := p.Generation
	next := p.Session
	next.Generation++
	token, err := s.refreshToken(next.ID, next.Generation)
	if err != nil {
		return err
	}
	next.RefreshHash = secret.Hash(token)
	next.LastUsedAt = store.At(now)
	next.IdleExpiresAt = store.At(now.Add(time.Duration(p.IdleSeconds) * time.Second))
	if back := p.LastUsedAt.Sub(now); back > replicaSkew {
		// The clock was set back. What had passed until then has passed: the session does not live that
		// much longer (reliability.md, R12).
		next.ExpiresAt = store.At(p.ExpiresAt.Add(-back))
	}
	if err := s.store.RotateSession(ctx, next, from); err != nil {
		return err
	}
	p.Session = next
	return nil
}

func (s *Sessions) tokens(p store.Principal, now time.Time) (Tokens, error) {
	next, ok := s.sameToken(p.Session)
	if !ok {
		return Tokens{}, errors.New("no refresh key makes this session's token")
	}
	access, life, err := s.accessToken(p, For{}, now)
	if err != nil {
		return Tokens{}, err
	}
	until := p.IdleExpiresAt.Time
	if p.ExpiresAt.Before(until) {
		until = p.ExpiresAt.Time
	}
	return Tokens{Access: access, ExpiresIn: life, Refresh: next, RefreshUntil: until}, nil
}

// endReused ends a session whose token was reused, with its audit event.
func (s *Sessions) endReused(ctx context.Context, old store.Session, now time.Time) error {
	err := s.store.InTx(ctx, func(rows store.Rows) error {
		ended, err := rows.EndSession(ctx, old.ID, "reused", now)
		if err != nil || !ended {
			return err
		}
		return event.Record(ctx, rows, event.Event{
			Organization: old.OrganizationID, Actor: store.ActorSystem, Kind: event.SessionReused, Subject: old.ID, At: now,
			Detail: map[string]any{"user": old.UserID},
		})
	})
	if err != nil {
		return fmt.Errorf("end a reused session: %w", err)
	}
	s.cache.forget(old.ID)
	return fault.Because(fault.SessionReused, "refresh_token_replayed")
}

// endAhead ends a session whose browser has a newer token than the database: that was
// restored from a backup, and nobody is a thief. What happened to the session since the
// backup is unknown, perhaps that it was ended, so it does not go on.
func (s *Sessions) endAhead(ctx context.Context, old store.Session) error {
	if err := s.end(ctx, old.ID, store.SessionRestored); err != nil {
		return err
	}
	return fault.Because(fault.Unauthenticated, "session_over")
}

// refreshToken makes the token of a generation: id.n.kid.mac.
func (s *Sessions) refreshToken(id string, n int64) (string, error) {
	k, ok := s.keys.Load().refresher(s.now())
	if !ok {
		return "", errors.New("no refresh key is loaded")
	}
	return assemble(id, n, k.id, k.secret), nil
}

// sameToken makes the current token of a session again, with whichever key made
// it the first time.
func (s *Sessions) sameToken(row store.Session) (string, bool) {
	for _, k := range s.keys.Load().refresh {
		if t := assemble(row.ID, row.Generation, k.id, k.secret); secret.Hash(t) == row.RefreshHash {
			return t, true
		}
	}
	return "", false
}

func assemble(id string, n int64, kid string, secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) //nolint:gosec // generations count from 1
	return id + "." + strconv.FormatInt(n, 10) + "." + kid + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// SessionOf gives the id of the session that a valid refresh token belongs to. It reads
// no database.
func (s *Sessions) SessionOf(token string) (id string, ok bool) {
	id, _, ok = s.read(token)
	return id, ok
}

func (s *Sessions) read(token string) (id string, n int64, ok bool) {
	if len(token) == 0 || len(token) > 256 {
		return "", 0, false
	}
	parts := strings.Split(token, ".")
	if len(parts) != 4 {
		return "", 0, false
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || n < 1 {
		return "", 0, false
	}
	secret, known := s.keys.Load().refreshSecret(parts[2])
	if !known {
		return "", 0, false
	}
	made := assemble(parts[0], n, parts[2], secret)
	if subtle.ConstantTimeCompare([]byte(made), []byte(token)) != 1 {
		return "", 0, false
	}
	return parts[0], n, true
}
