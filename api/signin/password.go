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

// PasswordSignIn is a wish to sign in with e-mail and password (A3).
type PasswordSignIn struct {
	Organization string // code
	Email        string
	Password     string
	ReturnTo     string
	Visitor      Visitor
}

// Password signs in with e-mail and password. Every way to be wrong is
// credentials_invalid after the same work, user or not. Where passwords do not
// open the door any more, every way but the right password of an exempt person
// is password_login_disabled, after that same work.
func (r *Flow) Password(ctx context.Context, p PasswordSignIn) (Outcome, error) {
	o, err := r.store.OrganizationByCode(ctx, p.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return Outcome{}, fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read an organization: %w", err)
	}
	counters := r.countersOf(o.ID, p.Email, p.Visitor)
	checked, err := r.checkPassword(ctx, look{
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
	done, err := r.enterByPassword(ctx, o, r.upgraded(ctx, checked, p.Password), p, counters)
	if errors.Is(err, store.ErrNotFound) { // another password was set meanwhile
		checked.reason = "wrong_password"
		return Outcome{}, r.refusePassword(ctx, o, p, checked, refusal)
	}
	return done, err
}

// refusePassword writes how a try ended and says so, in one form for everybody.
func (r *Flow) refusePassword(ctx context.Context, o store.Organization, p PasswordSignIn, c checked, refusal fault.Code) error {
	row := passwordRow(o, p, r.now())
	row.Code, row.Reason, row.UserID = string(refusal), c.reason, given(c.user.ID)
	if err := r.store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	r.log.WarnContext(ctx, "sign-in refused", "ref", p.Visitor.Reference, "code", refusal,
		"reason", c.reason, "organization", o.ID, "address", p.Visitor.Address)
	return fault.Because(refusal, c.reason)
}

// enterByPassword writes the sign-in, the use of the password and the session.
func (r *Flow) enterByPassword(ctx context.Context, o store.Organization, u store.User, p PasswordSignIn, counters store.TryCounters) (Outcome, error) {
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
		if err := r.tellBrowser(ctx, rows, o.ID, decision.Person{ID: u.ID, Email: u.Email}, p.Visitor, "password"); err != nil {
			return err
		}
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return fmt.Errorf("write the sign-in: %w", err)
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
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

// ConfirmPassword checks the password of an active user again, with the pauses
// of the sign-in page, and writes nothing but the counter of tries: what it
// proves is for the caller to keep. Every way to be wrong is credentials_invalid.
func (r *Flow) ConfirmPassword(ctx context.Context, organizationID, email, password string, v Visitor) (store.User, error) {
	counters := r.countersOf(organizationID, email, v)
	checked, err := r.checkPassword(ctx, look{
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
		return store.User{}, fmt.Errorf("clear the tries: %w", err)
	}
	return r.upgraded(ctx, checked, password), nil
}

// checked is what the look at a password found: a reason says why it opens
// nothing.
type checked struct {
	user   store.User
	reason string
	old    bool // the hash should be made anew
}

// look is a password that is to be looked at.
type look struct {
	organizationID, email, password string
	visitor                         Visitor
	counters                        store.TryCounters
	paused                          fault.Code                      // what a try during a pause is refused as
	also                            func(ctx context.Context) error // counts elsewhere too; nil if nowhere
}

// checkPassword compares, whether or not there is a user. A try counts when its
// turn to be hashed has come: one that is too many for us is not held against
// anybody.
func (r *Flow) checkPassword(ctx context.Context, l look) (checked, error) {
	if err := r.askPause(ctx, l.counters, l.paused); err != nil {
		return checked{}, err
	}
	u, err := r.store.UserByEmail(ctx, l.organizationID, l.email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return checked{}, fmt.Errorf("read a user: %w", err)
	}
	kinds, err := r.store.PasswordKinds(ctx, l.organizationID, password.MostKinds)
	if err != nil {
		return checked{}, fmt.Errorf("read the kinds of hashes: %w", err)
	}
	result, err := r.passwords.Check(ctx, password.Try{
		By: password.Caller{
			Address: Network(l.visitor.Address), Account: accountKey(l.organizationID, l.email), Known: l.counters.All == "",
		},
		Password: l.password, Hash: u.PasswordHash, Kinds: kinds,
		Count: func(ctx context.Context) error { return r.countLook(ctx, l) },
	})
	if err != nil {
		return checked{}, err
	}
	c := checked{user: u, old: result.Upgrade}
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

// countLook counts a look at a password.
func (r *Flow) countLook(ctx context.Context, l look) error {
	if err := r.reserveTry(ctx, l.counters, l.paused); err != nil || l.also == nil {
		return err
	}
	return l.also(ctx)
}

// upgraded gives the user with a hash of today's cost. To make one is a
// kindness: it never stops a sign-in, and it comes after the decision, or the
// time that it takes would tell that the password was right.
func (r *Flow) upgraded(ctx context.Context, c checked, password string) store.User {
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

func passwordRow(o store.Organization, p PasswordSignIn, now time.Time) store.SignIn {
	return store.SignIn{
		ID: secret.NewID(), OrganizationID: o.ID, Reference: p.Visitor.Reference, Purpose: purposePassword,
		Step: "person", Email: p.Email, ReturnTo: Home, Address: p.Visitor.Address, Browser: p.Visitor.Browser,
		Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
}
