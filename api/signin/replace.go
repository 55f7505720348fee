package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// StartReplacement begins the trip that connects another account in place of the
// one that whoever asks has; that their authentication is recent has been asked
// for.
func (r *Flow) StartReplacement(ctx context.Context, o Own) (Started, error) {
	live, err := r.liveForOwn(ctx, o)
	if err != nil {
		return Started{}, err
	}
	mine, err := r.linkAt(ctx, r.store.Rows, o.Principal, live.ID)
	if err != nil {
		return Started{}, err
	}
	if mine == nil {
		return Started{}, notConnected()
	}
	return r.startOwn(ctx, live, o, purposeReplace, url.Values{"connected": {o.Provider}}, idp.Attempt{Prompt: prompt(true)})
}

func notConnected() error { return fault.Because(fault.NotFound, "not_connected") }

// replace writes the new link in the place of the old one and ends the person's
// other sessions: all of it or nothing, so nobody is between the two.
func (r *Flow) replace(ctx context.Context, t *trip) (Outcome, error) {
	err := r.store.Guarded(ctx, t.Organization, func(rows store.Rows) error {
		me, err := r.inTurn(ctx, rows, t)
		if err != nil {
			return err
		}
		old, err := r.linkAt(ctx, rows, me, t.Connection)
		if err != nil {
			return err
		}
		if old == nil { // disconnected meanwhile: nothing is replaced by surprise
			return notConnected()
		}
		owners, err := r.owners(ctx, rows, t)
		if err != nil {
			return err
		}
		d, err := decision.DecideConnect(t.connecting(me, false), owners)
		if err != nil {
			return err
		}
		t.reach("commit")
		if err := rows.SpendAttempt(ctx, t.row("", t.weakness)); err != nil {
			return spent(err)
		}
		if !d.Link { // the same account once more
			return r.writeLink(ctx, rows, t, d, t.identity(d.Person), "")
		}
		return r.writeReplacement(ctx, rows, t, me, *old)
	})
	if errors.Is(err, store.ErrNobodyLeft) {
		err = fault.New(fault.LastSuperAdmin)
	}
	if err != nil {
		return Outcome{}, err
	}
	return r.back(t), nil
}

func (r *Flow) writeReplacement(ctx context.Context, rows store.Rows, t *trip, me store.Principal, old store.Identity) error {
	if _, err := rows.Displace(ctx, me.OrganizationID, me.UserID, old.ID); err != nil {
		return race(err)
	}
	identity := t.identity(decision.Person{ID: me.UserID})
	if err := rows.AddIdentity(ctx, identity); err != nil {
		return race(err)
	}
	if _, err := rows.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, "identity_replaced", r.now()); err != nil {
		return fmt.Errorf("end the other sessions: %w", err)
	}
	if err := r.mail.Add(ctx, rows, mail.Message{
		Kind: mail.Replaced, OrganizationID: me.OrganizationID, UserID: me.UserID, To: me.Email,
		Values: map[string]string{"provider": called(t.live), "account": identity.Email, "old": old.Email},
	}); err != nil {
		return err
	}
	return rows.AddAuditEvent(ctx, store.NewAuditEvent(me.OrganizationID, me.UserID, "identity.replaced", identity.ID,
		map[string]any{"user": me.UserID, "provider": t.Provider, "old_identity": old.ID, "old_email": old.Email, "email": identity.Email}, r.now()))
}
