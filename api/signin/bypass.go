package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

const purposeBypass = "bypass"

// BypassSignIn asks to sign in with the link that the operator made (S15).
type BypassSignIn struct {
	Organization string // code
	Token        string
	Visitor      Visitor
}

// UseBypass spends a bypass link and signs its super admin in, whatever the policy says.
// Every failure is bypass_closed: an unknown organization, another one's link, one that
// was used or has expired, a user who is no active super admin any more.
func (r *Flow) UseBypass(ctx context.Context, b BypassSignIn) (Outcome, error) {
	o, err := r.store.OrganizationByCode(ctx, b.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return Outcome{}, r.bypassClosed(ctx, b, "no_organization")
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	var done Outcome
	closed := ""
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		link, err := rows.TakeBypassLink(ctx, o.ID, secret.Hash(b.Token), r.now())
		if errors.Is(err, store.ErrNotFound) {
			closed = "no_link"
			return nil
		}
		if err != nil {
			return fmt.Errorf("spend a bypass link: %w", err)
		}
		u, err := rows.UserByID(ctx, o.ID, link.UserID)
		if err != nil {
			return fmt.Errorf("read a user: %w", err)
		}
		if !u.Active || u.Role != store.SuperAdmin { // it is spent even so
			closed = "no_super_admin"
			return nil
		}
		done, err = r.signInByBypass(ctx, rows, o, u, b)
		return err
	})
	if err == nil && closed != "" {
		err = r.bypassClosed(ctx, b, closed)
	}
	if err != nil {
		return Outcome{}, err
	}
	return done, nil
}

// signInByBypass writes the sign-in, the audit event and the session.
func (r *Flow) signInByBypass(ctx context.Context, rows store.Rows, o store.Organization, u store.User, b BypassSignIn) (Outcome, error) {
	begun, token, err := r.sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password", Bypass: true,
		Address: b.Visitor.Address, Browser: b.Visitor.Browser,
		Idle:     time.Duration(o.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(o.SessionAbsoluteSeconds) * time.Second,
	})
	if err != nil {
		return Outcome{}, err
	}
	row := passwordRow(o, PasswordSignIn{Email: u.Email, Visitor: b.Visitor}, r.now())
	row.Purpose, row.UserID = purposeBypass, &u.ID
	if err := rows.SpendAttempt(ctx, row); err != nil {
		return Outcome{}, fmt.Errorf("write the sign-in: %w", err)
	}
	if err := event.Record(ctx, rows, event.Event{
		Organization: o.ID, Actor: u.ID, Kind: event.BypassUsed, Subject: u.ID, At: r.now(),
		Detail: map[string]any{"address": b.Visitor.Address},
	}); err != nil {
		return Outcome{}, err
	}
	if err := r.sessions.Replace(ctx, rows, b.Visitor.Session, begun); err != nil {
		return Outcome{}, err
	}
	return Outcome{
		ReturnTo: Home, Session: token, SessionUntil: begun.IdleExpiresAt.Time, Organization: o.Code,
	}, nil
}

func (r *Flow) bypassClosed(ctx context.Context, b BypassSignIn, reason string) error {
	r.log.WarnContext(ctx, "bypass refused", "ref", b.Visitor.Reference, "reason", reason, "address", b.Visitor.Address)
	return fault.Because(fault.BypassClosed, reason)
}
