package linking

import (
	"context"
	"errors"

	"latchkey/api/fault"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// stepUp makes the session's authentication recent, if the provider says that it has
// just authenticated the user again. It links nothing (D14).
func (s *SelfService) stepUp(ctx context.Context, a *attempt.Returned) (attempt.Outcome, error) {
	if err := decision.AuthenticatedSince(a.Claims.AuthTime, a.StartedAt(), s.Now()); err != nil {
		return attempt.Outcome{}, err
	}
	err := s.Store.Locked(ctx, a.Organization, func(rows store.Rows) error {
		me, err := s.recheck(ctx, rows, a)
		if err != nil {
			return err
		}
		d, err := s.decideStepUp(ctx, rows, a, me)
		if err != nil {
			return err
		}
		a.Reach("commit")
		if err := a.Spend(ctx, rows, ""); err != nil {
			return err
		}
		if err := s.Links.Write(ctx, rows, a, d, a.Identity(d.User), ""); err != nil {
			return err
		}
		err = rows.Reauthenticate(ctx, me.OrganizationID, me.UserID, me.ID, s.Now())
		if errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.AttemptSessionChanged, "session_over")
		}
		return err
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	s.Sessions.Forget(a.Session)
	return s.finished(a), nil
}

// decideStepUp demands an account that is connected to the user already.
func (s *SelfService) decideStepUp(ctx context.Context, rows store.Rows, a *attempt.Returned, me store.Principal) (decision.Decision, error) {
	owners, err := s.owners(ctx, rows, a)
	if err != nil {
		return decision.Decision{}, err
	}
	return decision.DecideStepUp(me.UserID, a.Live.ClientID, owners)
}
