package passwords

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// Request asks to sign in with e-mail and password (A3).
type Request struct {
	Organization string // code
	Email        string
	Password     string
	ReturnTo     string
	Visitor      attempt.Visitor
}

// Passwords signs people in without a provider; safe for concurrent use.
type Passwords struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store    *store.Store
	Checker  *passwordcheck.Checker
	Sessions *session.Sessions
	Routes   attempt.Routes // that a sign-in may return to
	Log      *slog.Logger
	Now      func() time.Time
}

// New returns the room.
func New(o Options) *Passwords { return &Passwords{o} }

// SignIn signs in with e-mail and password. Every failure is credentials_invalid after
// the same work, whether there is a user or not. Where people may not sign in with a
// password, everything but the right password of an exempt user is
// password_login_disabled, after that same work.
func (s *Passwords) SignIn(ctx context.Context, p Request) (attempt.Outcome, error) {
	o, err := s.Store.OrganizationByCode(ctx, p.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return attempt.Outcome{}, fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return attempt.Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	counters := s.Checker.CountersOf(o.ID, p.Email, p.Visitor)
	checked, err := s.Checker.Check(ctx, passwordcheck.Request{
		OrganizationID: o.ID, Email: p.Email, Password: p.Password, Visitor: p.Visitor, Counters: counters, Paused: fault.RateLimited,
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	refusal, open := fault.CredentialsInvalid, o.PasswordsOpen(s.Now())
	if !open {
		refusal = fault.PasswordLoginDisabled
	}
	if checked.Reason == "" && !open && !checked.User.Exempt {
		checked.Reason = "not_exempt"
	}
	if checked.Reason != "" {
		return attempt.Outcome{}, s.refusePassword(ctx, o, p, checked, refusal)
	}
	done, err := s.signInByPassword(ctx, o, s.Checker.Upgraded(ctx, checked, p.Password), p, counters)
	if errors.Is(err, store.ErrNotFound) { // another password was set meanwhile
		checked.Reason = "wrong_password"
		return attempt.Outcome{}, s.refusePassword(ctx, o, p, checked, refusal)
	}
	return done, err
}

// refusePassword writes a failed sign-in to the log, and refuses everybody alike.
func (s *Passwords) refusePassword(ctx context.Context, o store.Organization, p Request, c passwordcheck.Result, refusal fault.Code) error {
	row := passwordRow(o, p, s.Now())
	row.Code, row.Reason, row.UserID = string(refusal), c.Reason, attempt.OrNil(c.User.ID)
	if err := s.Store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	s.Log.WarnContext(ctx, "sign-in refused", "ref", p.Visitor.Reference, "code", refusal,
		"reason", c.Reason, "organization", o.ID, "address", p.Visitor.Address)
	return fault.Because(refusal, c.Reason)
}

// signInByPassword writes the sign-in, the use of the password and the session.
func (s *Passwords) signInByPassword(ctx context.Context, o store.Organization, u store.User, p Request, counters store.AttemptCounters) (attempt.Outcome, error) {
	begun, token, err := s.Sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password",
		Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Idle:     time.Duration(o.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(o.SessionAbsoluteSeconds) * time.Second,
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	row := passwordRow(o, p, s.Now())
	row.UserID = &u.ID
	err = s.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.RecordPasswordUse(ctx, u, s.Now()); err != nil {
			return fmt.Errorf("note the use of a password: %w", err)
		}
		if err := s.Checker.MailNewBrowser(ctx, rows, passwordcheck.NewBrowser{
			OrganizationID: o.ID, UserID: u.ID, Email: u.Email, Visitor: p.Visitor, Method: "password",
		}); err != nil {
			return err
		}
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return fmt.Errorf("write the sign-in: %w", err)
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
			return fmt.Errorf("reset the counters of wrong passwords: %w", err)
		}
		return s.Sessions.Replace(ctx, rows, p.Visitor.Session, begun)
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	return attempt.Outcome{
		ReturnTo: s.Routes.ReturnPath(p.ReturnTo), Session: token, SessionUntil: begun.IdleExpiresAt.Time,
		Known: s.Checker.Remember(p.Visitor, o.ID, u.Email), Organization: o.Code,
	}, nil
}

// Confirm checks the password of an active user again, with the pauses of the
// sign-in page. It writes nothing but the counter of wrong passwords: the caller records
// what it proves. Every failure is credentials_invalid.
func (s *Passwords) Confirm(ctx context.Context, organizationID, email, password string, v attempt.Visitor) (store.User, error) {
	counters := s.Checker.CountersOf(organizationID, email, v)
	checked, err := s.Checker.Check(ctx, passwordcheck.Request{
		OrganizationID: organizationID, Email: email, Password: password, Visitor: v, Counters: counters, Paused: fault.RateLimited,
	})
	if err != nil {
		return store.User{}, err
	}
	if checked.Reason != "" {
		s.Log.WarnContext(ctx, "password not confirmed", "ref", v.Reference, "reason", checked.Reason,
			"organization", organizationID, "address", v.Address)
		return store.User{}, fault.Because(fault.CredentialsInvalid, checked.Reason)
	}
	if err := s.Store.InTx(ctx, func(rows store.Rows) error { return rows.ClearTries(ctx, counters) }); err != nil {
		return store.User{}, fmt.Errorf("reset the counters of wrong passwords: %w", err)
	}
	return s.Checker.Upgraded(ctx, checked, password), nil
}

// passwordRow is the row of the sign-in log.
func passwordRow(o store.Organization, p Request, now time.Time) store.SignIn {
	return store.SignIn{
		ID: secret.NewID(), OrganizationID: o.ID, Reference: p.Visitor.Reference, Purpose: "password",
		Step: "person", Email: p.Email, ReturnTo: attempt.Home, Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
}

// Forgive gives the function that resets the counters of a user who has just set another
// password.
func (s *Passwords) Forgive(v attempt.Visitor) func(context.Context, store.Rows, store.User) error {
	return s.Checker.Forgive(v)
}
