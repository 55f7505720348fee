package signin

import (
	"context"
	"fmt"

	"latchkey/api/fault"
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

func (r *Flow) decideConnect(ctx context.Context, rows store.Rows, t *trip, me store.Principal) (Decision, error) {
	owners, err := r.owners(ctx, rows, t)
	if err != nil {
		return Decision{}, err
	}
	other, err := r.linkAt(ctx, rows, me, t.Connection)
	if err != nil {
		return Decision{}, err
	}
	return DecideConnect(t.connecting(me, other != nil), owners)
}

func (t *trip) connecting(me store.Principal, hasOther bool) Connecting {
	return Connecting{
		UserID: me.UserID, HasOther: hasOther, Email: me.Email,
		AccountEmail: t.claims.Email, DifferentEmail: t.live.DifferentEmail, ClientID: t.live.ClientID,
	}
}

// Connecting is somebody who connects an account, and the account.
type Connecting struct {
	UserID         string
	Email          string
	HasOther       bool   // an account of this connection is connected to them
	AccountEmail   string // at the provider, or ""
	DifferentEmail bool   // the connection allows another e-mail than theirs
	ClientID       string // the application's
}

// DecideConnect says what connecting an account does, or why it does not. The
// same account once more is merely seen. Spec "Link from Security Setting".
func DecideConnect(c Connecting, f Found) (Decision, error) {
	d, own, err := ownAccount(c.UserID, Seen{HasEmail: c.AccountEmail != "", ClientID: c.ClientID}, f)
	if err != nil || own {
		return d, err
	}
	switch {
	case c.HasOther:
		return Decision{}, fault.New(fault.AlreadyLinkedOther)
	case c.DifferentEmail:
	case c.AccountEmail == "":
		return Decision{}, fault.Because(fault.EmailMismatch, "no_email")
	case store.LowerEmail(c.AccountEmail) != store.LowerEmail(c.Email):
		return Decision{}, fault.Because(fault.EmailMismatch, "other_email")
	}
	return Decision{Person: Person{ID: c.UserID}, Link: true}, nil
}
