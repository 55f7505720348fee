package linking

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// Request is what a user who is signed in begins for their own account.
type Request struct {
	Principal store.Principal // the session that alone may complete it
	Provider  string
	Attempts  map[string]string // the attempt cookies that the browser has, by name
	Visitor   attempt.Visitor
}

// SecurityPage is where self-service returns to, refused or not.
const SecurityPage = "/profile/security"

// StartLink begins to connect an account to the user; the caller has checked that
// their authentication is recent. The provider shows its account chooser, because
// the account that is signed in there may be another person's.
func (s *SelfService) StartLink(ctx context.Context, o Request) (attempt.Started, error) {
	live, err := s.connectionFor(ctx, o)
	if err != nil {
		return attempt.Started{}, err
	}
	return s.start(ctx, live, o, attempt.Link, url.Values{"connected": {o.Provider}}, idp.Attempt{Prompt: attempt.Prompt(true)})
}

// StartStepUp begins to confirm who the user is, with an account that they have
// connected. The provider must authenticate them again.
func (s *SelfService) StartStepUp(ctx context.Context, o Request) (attempt.Started, error) {
	live, mine, err := s.connectedAccount(ctx, o)
	if err != nil {
		return attempt.Started{}, err
	}
	return s.start(ctx, live, o, attempt.StepUp, url.Values{"confirmed": {"1"}}, idp.Attempt{Fresh: true, LoginHint: mine.Email})
}

// connectedAccount reads the connection and the account that the user has connected at
// it, and refuses who has none.
func (s *SelfService) connectedAccount(ctx context.Context, o Request) (store.LiveConnection, *store.Identity, error) {
	live, err := s.connectionFor(ctx, o)
	if err != nil {
		return store.LiveConnection{}, nil, err
	}
	mine, err := s.linkAt(ctx, s.Store.Rows, o.Principal, live.ID)
	if err == nil && mine == nil {
		err = notConnected()
	}
	return live, mine, err
}

// connectionFor reads the connection, and refuses what a sign-in would be
// refused. It counts no start: this is no sign-in.
func (s *SelfService) connectionFor(ctx context.Context, o Request) (store.LiveConnection, error) {
	live, err := s.Store.LiveAt(ctx, o.Principal.OrganizationCode, o.Provider)
	if errors.Is(err, store.ErrNotFound) {
		return store.LiveConnection{}, fault.New(fault.SSONotConfigured)
	}
	if err != nil {
		return store.LiveConnection{}, fmt.Errorf("read a connection: %w", err)
	}
	return live, s.Health.MayStart(ctx, live)
}

// start begins an attempt that is bound to the session and user. It returns
// to the security page with the values that say what happened.
func (s *SelfService) start(ctx context.Context, l store.LiveConnection, o Request, purpose string, returns url.Values, request idp.Attempt) (attempt.Started, error) {
	a := s.Attempts.New(purpose, l, o.Visitor)
	a.Session, a.User = o.Principal.ID, o.Principal.UserID
	a.Begun, a.Revision = l.Voids, l.Revision
	a.ReturnTo = SecurityPage + "?" + returns.Encode()
	started, err := s.Attempts.Begin(ctx, l, a, request, o.Attempts)
	if err != nil {
		s.Health.Refused(ctx, l, err)
		return attempt.Started{}, err
	}
	s.Count(o.Provider, "started")
	return started, nil
}

// StartReplacement begins to connect another account in place of the one that the
// user has; the caller has checked that their authentication is recent.
func (s *SelfService) StartReplacement(ctx context.Context, o Request) (attempt.Started, error) {
	live, _, err := s.connectedAccount(ctx, o)
	if err != nil {
		return attempt.Started{}, err
	}
	return s.start(ctx, live, o, attempt.Replace, url.Values{"connected": {o.Provider}}, idp.Attempt{Prompt: attempt.Prompt(true)})
}

func notConnected() error { return fault.Because(fault.NotFound, "not_connected") }
