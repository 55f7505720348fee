package linking

import (
	"context"
	"fmt"

	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// connect links the account to the user who began it and ends their other sessions
// (D23), in one transaction.
func (s *SelfService) connect(ctx context.Context, a *attempt.Returned) (attempt.Outcome, error) {
	err := s.Store.Locked(ctx, a.Organization, func(rows store.Rows) error {
		me, err := s.recheck(ctx, rows, a)
		if err != nil {
			return err
		}
		d, err := s.decideConnect(ctx, rows, a, me)
		if err != nil {
			return err
		}
		a.Reach("commit")
		if err := a.Spend(ctx, rows, ""); err != nil {
			return err
		}
		if err := s.Links.Write(ctx, rows, a, d, a.Identity(d.User), "profile"); err != nil || !d.Link {
			return err
		}
		if _, err := rows.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, "linked", s.Now()); err != nil {
			return fmt.Errorf("end the other sessions: %w", err)
		}
		return nil
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	return s.finished(a), nil
}

func (s *SelfService) decideConnect(ctx context.Context, rows store.Rows, a *attempt.Returned, me store.Principal) (decision.Decision, error) {
	owners, err := s.owners(ctx, rows, a)
	if err != nil {
		return decision.Decision{}, err
	}
	other, err := s.linkAt(ctx, rows, me, a.Connection)
	if err != nil {
		return decision.Decision{}, err
	}
	return decision.DecideConnect(connecting(a, me, other != nil), owners)
}

func connecting(a *attempt.Returned, me store.Principal, hasOther bool) decision.ConnectRequest {
	return decision.ConnectRequest{
		UserID: me.UserID, HasOther: hasOther, Email: me.Email,
		AccountEmail: a.Claims.Email, DifferentEmail: a.Live.DifferentEmail, ClientID: a.Live.ClientID,
	}
}
