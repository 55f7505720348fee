package linking

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/connection/health"
	"latchkey/api/fault"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// SelfService is what users who are signed in do with their own accounts: connect one,
// replace it by another one, or confirm with it who they are. Safe for concurrent use.
type SelfService struct{ SelfServiceOptions }

// SelfServiceOptions are what self-service needs from outside.
type SelfServiceOptions struct {
	Store    *store.Store
	Attempts *attempt.Attempts
	Health   *health.Health
	Links    *Links
	Sessions *session.Sessions
	Count    func(provider, outcome string)
	Now      func() time.Time
}

// NewSelfService returns self-service.
func NewSelfService(o SelfServiceOptions) *SelfService {
	if o.Count == nil {
		o.Count = func(string, string) {}
	}
	return &SelfService{o}
}

// Finish takes the last step of an attempt of self-service.
func (s *SelfService) Finish(ctx context.Context, a *attempt.Returned) (attempt.Outcome, error) {
	switch a.Purpose {
	case attempt.Link:
		return s.connect(ctx, a)
	case attempt.Replace:
		return s.replace(ctx, a)
	case attempt.StepUp:
		return s.stepUp(ctx, a)
	}
	return attempt.Outcome{}, fault.Because(fault.InternalError, "unknown_purpose")
}

// linkAt is the account that a user has connected at a connection, or nil.
func (s *SelfService) linkAt(ctx context.Context, rows store.Rows, p store.Principal, connectionID string) (*store.Identity, error) {
	identities, err := rows.IdentitiesOf(ctx, p.OrganizationID, p.UserID)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	for i := range identities {
		if identities[i].ConnectionID == connectionID {
			return &identities[i], nil
		}
	}
	return nil, nil
}

// SameSession demands that self-service is completed by the session that began it
// (D11, D12).
func (s *SelfService) SameSession(ctx context.Context, a *attempt.Returned) error {
	principal, active, err := s.Sessions.ActivePrincipal(ctx, a.Visitor.Session)
	switch {
	case err != nil:
		return fmt.Errorf("read the session: %w", err)
	case !active, a.Session == "", principal.ID != a.Session, principal.UserID != a.User, principal.OrganizationID != a.Organization:
		return fault.Because(fault.AttemptSessionChanged, "other_session")
	}
	return nil
}

// recheck reads session, attempt and connection again, while the organization is locked,
// so that a session that was ended, or an attempt that was made void, a moment ago is
// refused, such as by an unlink in another browser.
func (s *SelfService) recheck(ctx context.Context, rows store.Rows, a *attempt.Returned) (store.Principal, error) {
	principal, err := rows.SessionPrincipal(ctx, a.Session)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return store.Principal{}, fmt.Errorf("read the session: %w", err)
	case err != nil, !s.Sessions.StillActive(principal):
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "session_over")
	}
	may, err := rows.MayFinish(ctx, a.Organization, a.User, a.Begun)
	if err != nil {
		return store.Principal{}, fmt.Errorf("look whether the attempt is void: %w", err)
	}
	if !may {
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "void")
	}
	return principal, s.sameApplication(ctx, rows, a)
}

// sameApplication refuses self-service through a connection that was changed in any
// way since it began, also while the code was sent.
func (s *SelfService) sameApplication(ctx context.Context, rows store.Rows, a *attempt.Returned) error {
	live, err := rows.LiveByID(ctx, a.Organization, a.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	if live.State != store.Enabled {
		return fault.Because(fault.SSOProviderDisabled, string(live.State))
	}
	if live.Revision != a.Revision {
		return fault.Because(fault.SSOConfigChanged, "other_revision")
	}
	return nil
}

// owners reads to whom the account is connected. Whose e-mail address it has does not
// matter here.
func (s *SelfService) owners(ctx context.Context, rows store.Rows, a *attempt.Returned) (decision.Found, error) {
	matches, err := rows.OwnersOf(ctx, a.Account())
	if err != nil {
		return decision.Found{}, fmt.Errorf("look for the account: %w", err)
	}
	return facts.Found(matches), nil
}

// finished is the outcome of self-service that was not refused.
func (s *SelfService) finished(a *attempt.Returned) attempt.Outcome {
	s.Count(a.Provider, "finished")
	return attempt.Outcome{ReturnTo: a.ReturnTo, Organization: a.Code, SpentCookie: a.CookieName()}
}
