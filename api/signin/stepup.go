package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// authTimeSkew is how far the provider's clock and ours may differ, as in the
// verifier of tokens.
const authTimeSkew = 60 * time.Second

// stepUp makes the authentication of the session recent, if the provider says
// that it has just authenticated the person anew. It links nothing (D14).
func (r *Flow) stepUp(ctx context.Context, t *trip) (Outcome, error) {
	if err := authenticatedSince(t.claims.AuthTime, t.startedAt(), r.now()); err != nil {
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
func (r *Flow) decideStepUp(ctx context.Context, rows store.Rows, t *trip, me store.Principal) (Decision, error) {
	owners, err := r.owners(ctx, rows, t)
	if err != nil {
		return Decision{}, err
	}
	d, own, err := ownAccount(me.UserID, Seen{ClientID: t.live.ClientID}, owners)
	if err != nil {
		return Decision{}, err
	}
	if !own {
		return Decision{}, notAuthorized("not_connected")
	}
	return d, nil
}

// authenticatedSince wants an authentication between a moment and now. A provider
// that does not say when it was may have asked the person nothing.
func authenticatedSince(at, since, now time.Time) error {
	switch {
	case at.IsZero():
		return fault.Because(fault.ReauthRequired, "auth_time_missing")
	case at.Before(since.Add(-authTimeSkew)):
		return fault.Mismatch(fault.ReauthRequired, "auth_time_old", stamp(since), stamp(at))
	case at.After(now.Add(authTimeSkew)):
		return fault.Mismatch(fault.ReauthRequired, "auth_time_future", stamp(now), stamp(at))
	}
	return nil
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }
