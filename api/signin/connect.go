package signin

import (
	"context"
	"fmt"

	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// connect links the account to the user who began it and ends their other sessions
// (D23), in one transaction.
func (r *Flow) connect(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	err := r.store.InTx(ctx, func(rows store.Rows) error {
		me, err := r.lockAndRecheck(ctx, rows, a)
		if err != nil {
			return err
		}
		d, err := r.decideConnect(ctx, rows, a, me)
		if err != nil {
			return err
		}
		a.Reach("commit")
		if err := a.Spend(ctx, rows, ""); err != nil {
			return err
		}
		if err := r.writeLink(ctx, rows, a, d, a.Identity(d.Person), "profile"); err != nil || !d.Link {
			return err
		}
		if _, err := rows.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, "linked", r.now()); err != nil {
			return fmt.Errorf("end the other sessions: %w", err)
		}
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	return r.finished(a), nil
}

func (r *Flow) decideConnect(ctx context.Context, rows store.Rows, a *attempt.Returned, me store.Principal) (decision.Decision, error) {
	owners, err := r.owners(ctx, rows, a)
	if err != nil {
		return decision.Decision{}, err
	}
	other, err := r.linkAt(ctx, rows, me, a.Connection)
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
