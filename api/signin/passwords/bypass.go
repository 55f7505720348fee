package passwords

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

const purposeBypass = "bypass"

// Bypass asks to sign in with the link that the operator made (S15).
type Bypass struct {
	Organization string // code
	Token        string
	Visitor      attempt.Visitor
}

// UseBypass spends a bypass link and signs its super admin in, whatever the policy says.
// Every failure is bypass_closed: an unknown organization, another one's link, one that
// was used or has expired, a user who is no active super admin any more.
func (s *Passwords) UseBypass(ctx context.Context, b Bypass) (attempt.Outcome, error) {
	o, err := s.Store.OrganizationByCode(ctx, b.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return attempt.Outcome{}, s.bypassClosed(ctx, b, "no_organization")
	}
	if err != nil {
		return attempt.Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	var done attempt.Outcome
	closed := ""
	err = s.Store.InTx(ctx, func(rows store.Rows) error {
		link, err := rows.TakeBypassLink(ctx, o.ID, secret.Hash(b.Token), s.Now())
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
		if !u.Governs() { // it is spent even so
			closed = "no_super_admin"
			return nil
		}
		done, err = s.signInByBypass(ctx, rows, o, u, b)
		return err
	})
	if err == nil && closed != "" {
		err = s.bypassClosed(ctx, b, closed)
	}
	if err != nil {
		return attempt.Outcome{}, err
	}
	return done, nil
}

// signInByBypass writes the sign-in, the audit event and the session.
func (s *Passwords) signInByBypass(ctx context.Context, rows store.Rows, o store.Organization, u store.User, b Bypass) (attempt.Outcome, error) {
	begun, token, err := s.Sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password", Bypass: true,
		Address: b.Visitor.Address, Browser: b.Visitor.Browser,
		Idle:     time.Duration(o.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(o.SessionAbsoluteSeconds) * time.Second,
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	row := passwordRow(o, Request{Email: u.Email, Visitor: b.Visitor}, s.Now())
	row.Purpose, row.UserID = purposeBypass, &u.ID
	if err := rows.SpendAttempt(ctx, row); err != nil {
		return attempt.Outcome{}, fmt.Errorf("write the sign-in: %w", err)
	}
	if err := event.Record(ctx, rows, event.Event{
		Organization: o.ID, Actor: u.ID, Kind: event.BypassUsed, Subject: u.ID, At: s.Now(),
		Detail: map[string]any{"address": b.Visitor.Address},
	}); err != nil {
		return attempt.Outcome{}, err
	}
	if err := s.Sessions.Replace(ctx, rows, b.Visitor.Session, begun); err != nil {
		return attempt.Outcome{}, err
	}
	return attempt.Outcome{
		ReturnTo: attempt.Home, Session: token, SessionUntil: begun.IdleExpiresAt.Time, Organization: o.Code,
	}, nil
}

func (s *Passwords) bypassClosed(ctx context.Context, b Bypass, reason string) error {
	s.Log.WarnContext(ctx, "bypass refused", "ref", b.Visitor.Reference, "reason", reason, "address", b.Visitor.Address)
	return fault.Because(fault.BypassClosed, reason)
}
