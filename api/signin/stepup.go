package signin

import (
	"context"
	"errors"

	"latchkey/api/fault"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// stepUp makes the authentication of the session recent, if the provider says
// that it has just authenticated the person anew. It links nothing (D14).
func (r *Flow) stepUp(ctx context.Context, t *trip) (Outcome, error) {
	if err := decision.AuthenticatedSince(t.claims.AuthTime, t.startedAt(), r.now()); err != nil {
		return Outcome{}, err
	}
	err := r.store.InTx(ctx, func(rows store.Rows) error {
		me, err := r.inTurn(ctx, rows, t)
		if err != nil {
			return err
		}
		d, err := r.decideStepUp(ctx, rows, t, me)
		if err != nil {
			return err
		}
		t.reach("commit")
		if err := rows.SpendAttempt(ctx, t.row("", t.weakness)); err != nil {
			return spent(err)
		}
		if err := r.writeLink(ctx, rows, t, d, t.identity(d.Person), ""); err != nil {
			return err
		}
		err = rows.Reauthenticate(ctx, me.OrganizationID, me.UserID, me.ID, r.now())
		if errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.AttemptSessionChanged, "session_over")
		}
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	r.sessions.Forget(t.Session)
	return r.back(t), nil
}

// decideStepUp wants an account that is the person's own already.
func (r *Flow) decideStepUp(ctx context.Context, rows store.Rows, t *trip, me store.Principal) (decision.Decision, error) {
	owners, err := r.owners(ctx, rows, t)
	if err != nil {
		return decision.Decision{}, err
	}
	return decision.DecideStepUp(me.UserID, t.live.ClientID, owners)
}
