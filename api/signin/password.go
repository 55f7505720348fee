package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/session"
	"latchkey/api/store"
)

// ByPassword is a wish to sign in with e-mail and password (A3).
type ByPassword struct {
	Organization string // code
	Email        string
	Password     string
	ReturnTo     string
	Visitor      Visitor
}

// Password signs in with e-mail and password. Every way to be wrong is
// credentials_invalid after the same work, user or not.
func (r *Road) Password(ctx context.Context, p ByPassword) (Outcome, error) {
	o, err := r.store.OrganizationByCode(ctx, p.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return Outcome{}, fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	if !o.PasswordSignIn {
		return Outcome{}, fault.New(fault.PasswordLoginDisabled)
	}
	counter := r.counterOf(o.ID, p.Email, p.Visitor)
	if err := r.reserveTry(ctx, counter, fault.RateLimited); err != nil {
		return Outcome{}, err
	}
	u, reason, err := r.checkPassword(ctx, o.ID, p.Email, p.Password)
	if err != nil {
		return Outcome{}, err
	}
	row := passwordRow(o, p, r.now())
	if reason != "" {
		row.Code, row.Reason, row.UserID = string(fault.CredentialsInvalid), reason, given(u.ID)
		if err := r.store.SpendAttempt(ctx, row); err != nil {
			return Outcome{}, fmt.Errorf("write the sign-in: %w", err)
		}
		r.log.WarnContext(ctx, "sign-in refused", "ref", p.Visitor.Reference, "code", fault.CredentialsInvalid,
			"reason", reason, "organization", o.ID, "address", p.Visitor.Address)
		return Outcome{}, fault.Because(fault.CredentialsInvalid, reason)
	}
	row.UserID = &u.ID
	return r.enterByPassword(ctx, o, u, row, p, counter)
}

func (r *Road) enterByPassword(ctx context.Context, o store.Organization, u store.User, row store.SignIn, p ByPassword, counter string) (Outcome, error) {
	begun, token, err := r.sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password",
		Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Idle:     time.Duration(o.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(o.SessionAbsoluteSeconds) * time.Second,
	})
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return fmt.Errorf("write the sign-in: %w", err)
		}
		if err := rows.ClearTries(ctx, counter); err != nil {
			return fmt.Errorf("clear the tries: %w", err)
		}
		return r.replaceSession(ctx, rows, p.Visitor, begun)
	})
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{
		ReturnTo: r.returnPath(p.ReturnTo), Session: token, SessionUntil: begun.IdleExpiresAt.Time,
		Known: r.remember(p.Visitor, o.ID, u.Email), Organization: o.Code,
	}, nil
}

// checkPassword compares, whether or not there is a user, and upgrades an
// imported hash. A reason says why it does not match.
func (r *Road) checkPassword(ctx context.Context, organizationID, email, password string) (store.User, string, error) {
	u, err := r.store.UserByEmail(ctx, organizationID, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.User{}, "", fmt.Errorf("read a user: %w", err)
	}
	result, err := r.passwords.Check(ctx, password, u.PasswordHash)
	if err != nil {
		return store.User{}, "", err
	}
	switch {
	case u.ID == "":
		return u, "no_user", nil
	case u.PasswordHash == nil:
		return u, "no_password", nil
	case !result.Match:
		return u, "wrong_password", nil
	case !u.Active:
		return u, "user_inactive", nil
	}
	if result.Upgrade {
		r.upgradeHash(ctx, u, password)
	}
	return u, "", nil
}

// upgradeHash is a kindness: it never stops a sign-in.
func (r *Road) upgradeHash(ctx context.Context, u store.User, password string) {
	hash, err := r.passwords.Hash(ctx, password)
	if err == nil {
		err = r.store.UpgradePasswordHash(ctx, u, hash)
	}
	if err != nil {
		r.log.WarnContext(ctx, "password hash not upgraded", "user", u.ID, "error", err)
	}
}

func passwordRow(o store.Organization, p ByPassword, now time.Time) store.SignIn {
	return store.SignIn{
		ID: store.NewID(), OrganizationID: o.ID, Reference: p.Visitor.Reference, Purpose: purposePassword,
		Step: "person", Email: p.Email, ReturnTo: Home, Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
}
