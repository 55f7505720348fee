package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// Authenticate says who brings an access token or a key, from an address: a person or a
// service. To the caller all that is wrong with one is alike; the log says what.
func (s *Services) Authenticate(ctx context.Context, bearer, from string) (principal.Caller, error) {
	switch {
	case client.LooksLikeSecret(bearer):
		proof, err := s.Clients.AuthenticateKey(ctx, bearer, from)
		if wrong, is := errors.AsType[client.ErrKey](err); is {
			return principal.Caller{}, &RefusedError{wrong.ClientID, wrong.Reason}
		}
		if err != nil {
			return principal.Caller{}, err
		}
		return s.caller(proof.Client, proof.Service.Scopes)
	case session.IsServiceToken(bearer):
		return s.byToken(ctx, bearer, from)
	}
	p, err := s.Sessions.Authenticate(ctx, bearer)
	return principal.Caller{Principal: p}, err
}

// RefusedError is a key or a token of a service that does not count: to the caller it is
// nothing but that, the organization of the service may read why.
type RefusedError struct {
	ClientID string // whose it was, "" if nobody's
	Reason   string // a stable short word
}

// Error is the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Unwrap is what the caller reads.
func (e *RefusedError) Unwrap() error { return fault.Because(fault.Unauthenticated, e.Reason) }

// byToken asks of a service's token whether the service, what the token was got with, and
// each scope of it are what they were; all of that is a second old at most.
func (s *Services) byToken(ctx context.Context, token, from string) (principal.Caller, error) {
	claims, err := s.Sessions.ReadServiceToken(token)
	if err != nil {
		return principal.Caller{}, fault.Wrap(fault.Unauthenticated, "access_token_refused", err)
	}
	c, scopes, reason, err := s.CheckToken(ctx, claims)
	if err != nil {
		return principal.Caller{}, err
	}
	if reason != "" {
		return principal.Caller{}, &RefusedError{claims.Client, reason}
	}
	s.Clients.Note(c, claims.With, from)
	return s.caller(c, scopes)
}

// CheckToken says whether the token of a service still counts, and with which of its scopes.
// The reason is why not; it is for the log.
func (s *Services) CheckToken(ctx context.Context, claims session.ServiceClaims) (c client.Client, scopes []string, reason string, err error) {
	c, err = s.Clients.FindService(ctx, claims.Client)
	if errors.Is(err, client.ErrUnknown) {
		return c, nil, client.Over, nil
	}
	if err != nil {
		return c, nil, "", err
	}
	switch {
	case c.Service.OrganizationID != claims.Organization:
		return c, nil, "token_outdated", nil
	case !s.Clients.StillWith(c, claims.With):
		return c, nil, client.CredentialOver, nil
	}
	over, err := s.isRevoked(ctx, claims)
	if err != nil {
		return c, nil, "", err
	}
	if over {
		return c, nil, client.TokenRevoked, nil
	}
	return c, narrowed(claims.Scope, c.Service.Scopes), "", nil
}

// narrowed gives the scopes of a token that its service still has.
func narrowed(token string, has []string) (scopes []string) {
	for scope := range strings.FieldsSeq(token) {
		if slices.Contains(has, scope) {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// caller stands in for a person with what a service has.
func (s *Services) caller(c client.Client, scopes []string) (principal.Caller, error) {
	if !s.Clients.Allow(c) {
		return principal.Caller{}, &fault.Fault{Code: fault.RateLimited, Reason: "service", RetryAfter: time.Second}
	}
	caller := principal.Caller{Service: true}
	caller.OrganizationID, caller.OrganizationCode, caller.OrganizationName = c.Service.OrganizationID, c.Service.OrganizationCode, c.Service.OrganizationName
	caller.UserID, caller.Name = c.ID, c.Name
	for _, scope := range scopes {
		caller.Scopes = append(caller.Scopes, principal.Permission(scope))
	}
	return caller, nil
}

// RevokeToken makes an access token of a service count no more (RFC 7009).
func (s *Services) RevokeToken(ctx context.Context, claims session.ServiceClaims) error {
	_, err := s.Store.KeepTokenID(ctx, claims.Client, store.TokenRevoked, secret.Hash(claims.ID), claims.ExpiresAt.Add(time.Minute))
	if err != nil {
		return fmt.Errorf("revoke a token: %w", err)
	}
	s.revoked.forget(claims.ID)
	return nil
}

// revoked remembers for a second that tokens were not revoked.
type revoked struct {
	mu    sync.Mutex
	fine  map[string]time.Time // until when, by id
	swept time.Time
}

const revokedLife = time.Second

func newRevoked() *revoked { return &revoked{fine: map[string]time.Time{}} }

func (r *revoked) isFine(id string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now.Before(r.fine[id])
}

func (r *revoked) note(id string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Sub(r.swept) > revokedLife {
		r.fine, r.swept = map[string]time.Time{}, now
	}
	r.fine[id] = now.Add(revokedLife)
}

func (r *revoked) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.fine, id)
}

func (s *Services) isRevoked(ctx context.Context, claims session.ServiceClaims) (bool, error) {
	now := s.Now()
	if s.revoked.isFine(claims.ID, now) {
		return false, nil
	}
	over, err := s.Store.HasTokenID(ctx, claims.Client, store.TokenRevoked, secret.Hash(claims.ID))
	if err != nil {
		return false, fmt.Errorf("look whether a token is revoked: %w", err)
	}
	if !over {
		s.revoked.note(claims.ID, now)
	}
	return over, nil
}
