package signin

import (
	"context"
	"fmt"

	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// connect links the account to whoever began the trip, and ends their other
// sessions (D23): all of it or nothing.
func (r *Flow) connect(ctx context.Context, t *trip) (Outcome, error) {
	err := r.store.InTx(ctx, func(rows store.Rows) error {
		me, err := r.inTurn(ctx, rows, t)
		if err != nil {
			return err
		}
		d, err := r.decideConnect(ctx, rows, t, me)
		if err != nil {
			return err
		}
		t.reach("commit")
		if err := rows.SpendAttempt(ctx, t.row("", t.weakness)); err != nil {
			return spent(err)
		}
		if err := r.writeLink(ctx, rows, t, d, t.identity(d.Person), "profile"); err != nil || !d.Link {
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
	return r.back(t), nil
}

func (r *Flow) decideConnect(ctx context.Context, rows store.Rows, t *trip, me store.Principal) (decision.Decision, error) {
	owners, err := r.owners(ctx, rows, t)
	if err != nil {
		return decision.Decision{}, err
	}
	other, err := r.linkAt(ctx, rows, me, t.Connection)
	if err != nil {
		return decision.Decision{}, err
	}
	return decision.DecideConnect(t.connecting(me, other != nil), owners)
}

func (t *trip) connecting(me store.Principal, hasOther bool) decision.ConnectRequest {
	return decision.ConnectRequest{
		UserID: me.UserID, HasOther: hasOther, Email: me.Email,
		AccountEmail: t.claims.Email, DifferentEmail: t.live.DifferentEmail, ClientID: t.live.ClientID,
	}
}
