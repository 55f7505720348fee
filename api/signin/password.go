package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// PasswordSignIn asks to sign in with e-mail and password (A3).
type PasswordSignIn struct {
	Organization string // code
	Email        string
	Password     string
	ReturnTo     string
	Visitor      Visitor
}

// Password signs in with e-mail and password. Every failure is credentials_invalid after
// the same work, whether there is a user or not. Where people may not sign in with a
// password, everything but the right password of an exempt user is
// password_login_disabled, after that same work.
func (r *Flow) Password(ctx context.Context, p PasswordSignIn) (Outcome, error) {
	o, err := r.store.OrganizationByCode(ctx, p.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return Outcome{}, fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	counters := r.countersOf(o.ID, p.Email, p.Visitor)
	checked, err := r.checkPassword(ctx, passwordCheck{
		organizationID: o.ID, email: p.Email, password: p.Password, visitor: p.Visitor, counters: counters, paused: fault.RateLimited,
	})
	if err != nil {
		return Outcome{}, err
	}
	refusal, open := fault.CredentialsInvalid, o.PasswordsOpen(r.now())
	if !open {
		refusal = fault.PasswordLoginDisabled
	}
	if checked.reason == "" && !open && !checked.user.Exempt {
		checked.reason = "not_exempt"
	}
	if checked.reason != "" {
		return Outcome{}, r.refusePassword(ctx, o, p, checked, refusal)
	}
	done, err := r.signInByPassword(ctx, o, r.upgraded(ctx, checked, p.Password), p, counters)
	if errors.Is(err, store.ErrNotFound) { // another password was set meanwhile
		checked.reason = "wrong_password"
		return Outcome{}, r.refusePassword(ctx, o, p, checked, refusal)
	}
	return done, err
}

// refusePassword writes a failed sign-in to the log, and refuses everybody alike.
func (r *Flow) refusePassword(ctx context.Context, o store.Organization, p PasswordSignIn, c checkedPassword, refusal fault.Code) error {
	row := passwordRow(o, p, r.now())
	row.Code, row.Reason, row.UserID = string(refusal), c.reason, orNil(c.user.ID)
	if err := r.store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	r.log.WarnContext(ctx, "sign-in refused", "ref", p.Visitor.Reference, "code", refusal,
		"reason", c.reason, "organization", o.ID, "address", p.Visitor.Address)
	return fault.Because(refusal, c.reason)
}

// signInByPassword writes the sign-in, the use of the password and the session.
func (r *Flow) signInByPassword(ctx context.Context, o store.Organization, u store.User, p PasswordSignIn, counters store.TryCounters) (Outcome, error) {
	begun, token, err := r.sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password",
		Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Idle:     time.Duration(o.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(o.SessionAbsoluteSeconds) * time.Second,
	})
	if err != nil {
		return Outcome{}, err
	}
	row := passwordRow(o, p, r.now())
	row.UserID = &u.ID
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.RecordPasswordUse(ctx, u, r.now()); err != nil {
			return fmt.Errorf("note the use of a password: %w", err)
		}
		if err := r.mailNewBrowser(ctx, rows, o.ID, decision.Person{ID: u.ID, Email: u.Email}, p.Visitor, "password"); err != nil {
			return err
		}
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return fmt.Errorf("write the sign-in: %w", err)
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
			return fmt.Errorf("reset the counters of wrong passwords: %w", err)
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

// ConfirmPassword checks the password of an active user again, with the pauses of the
// sign-in page. It writes nothing but the counter of wrong passwords: the caller records
// what it proves. Every failure is credentials_invalid.
func (r *Flow) ConfirmPassword(ctx context.Context, organizationID, email, password string, v Visitor) (store.User, error) {
	counters := r.countersOf(organizationID, email, v)
	checked, err := r.checkPassword(ctx, passwordCheck{
		organizationID: organizationID, email: email, password: password, visitor: v, counters: counters, paused: fault.RateLimited,
	})
	if err != nil {
		return store.User{}, err
	}
	if checked.reason != "" {
		r.log.WarnContext(ctx, "password not confirmed", "ref", v.Reference, "reason", checked.reason,
			"organization", organizationID, "address", v.Address)
		return store.User{}, fault.Because(fault.CredentialsInvalid, checked.reason)
	}
	if err := r.store.InTx(ctx, func(rows store.Rows) error { return rows.ClearTries(ctx, counters) }); err != nil {
		return store.User{}, fmt.Errorf("reset the counters of wrong passwords: %w", err)
	}
	return r.upgraded(ctx, checked, password), nil
}

// checkedPassword is the result of a check; a reason says why the password is refused.
type checkedPassword struct {
	user   store.User
	reason string
	old    bool // the hash is to be replaced by a better one
}

// passwordCheck is a password that is to be checked.
type passwordCheck struct {
	organizationID, email, password string
	visitor                         Visitor
	counters                        store.TryCounters
	paused                          fault.Code                      // the refusal during a pause
	also                            func(ctx context.Context) error // counts on the pending link, too; nil if there is none
}

// checkPassword compares a password, with the same work if there is no user. The check
// counts against the account when it begins to hash: one that finds no free place in our
// queue counts against nobody.
func (r *Flow) checkPassword(ctx context.Context, check passwordCheck) (checkedPassword, error) {
	if err := r.checkPause(ctx, check.counters, check.paused); err != nil {
		return checkedPassword{}, err
	}
	u, err := r.store.UserByEmail(ctx, check.organizationID, check.email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return checkedPassword{}, fmt.Errorf("read a user: %w", err)
	}
	kinds, err := r.store.PasswordKinds(ctx, check.organizationID, password.MostKinds)
	if err != nil {
		return checkedPassword{}, fmt.Errorf("read the kinds of hashes: %w", err)
	}
	result, err := r.passwords.Check(ctx, password.Try{
		By: password.Caller{
			Address: Network(check.visitor.Address), Account: accountKey(check.organizationID, check.email), Known: check.counters.All == "",
		},
		Password: check.password, Hash: u.PasswordHash, Kinds: kinds,
		Count: func(ctx context.Context) error { return r.countCheck(ctx, check) },
	})
	if err != nil {
		return checkedPassword{}, err
	}
	c := checkedPassword{user: u, old: result.Upgrade}
	switch {
	case u.ID == "":
		c.reason = "no_user"
	case u.PasswordHash == nil:
		c.reason = "no_password"
	case !password.Usable(*u.PasswordHash):
		c.reason = "password_unusable" // they need a new one
	case !result.Match:
		c.reason = "wrong_password"
	case !u.Active:
		c.reason = "user_inactive"
	}
	return c, nil
}

// countCheck counts the check of a password.
func (r *Flow) countCheck(ctx context.Context, check passwordCheck) error {
	if err := r.reserveAttempt(ctx, check.counters, check.paused); err != nil || check.also == nil {
		return err
	}
	return check.also(ctx)
}

// upgraded gives the user with a hash of today's cost. A failure to make one does not
// stop the sign-in. It comes after the decision, because its time would show that the
// password was right.
func (r *Flow) upgraded(ctx context.Context, c checkedPassword, password string) store.User {
	u := c.user
	if !c.old {
		return u
	}
	hash, err := r.passwords.Hash(ctx, password)
	if err == nil {
		err = r.store.UpgradePasswordHash(ctx, u, hash)
	}
	if err != nil {
		r.log.WarnContext(ctx, "password hash not upgraded", "user", u.ID, "error", err)
		return u
	}
	u.PasswordHash = &hash
	return u
}

// passwordRow is the row of the sign-in log.
func passwordRow(o store.Organization, p PasswordSignIn, now time.Time) store.SignIn {
	return store.SignIn{
		ID: secret.NewID(), OrganizationID: o.ID, Reference: p.Visitor.Reference, Purpose: purposePassword,
		Step: "person", Email: p.Email, ReturnTo: Home, Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
}
