package passwordcheck

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// Checker checks passwords; safe for concurrent use.
type Checker struct{ Options }

// Options are what a Checker needs.
type Options struct {
	Store  *store.Store
	Ring   *secret.Ring
	Hasher Hasher
	Mail   mail.Outbox // takes the mail about a new browser
	Log    *slog.Logger
	Now    func() time.Time
}

// Hasher makes and checks hashes: a [password.Hasher].
type Hasher interface {
	Hash(ctx context.Context, password string) (string, error)
	Check(ctx context.Context, t password.Try) (password.Result, error)
}

// New returns a Checker.
func New(o Options) *Checker { return &Checker{o} }

// Result is whose password or code it is, and why it is refused if it is.
type Result struct {
	User     store.User // zero if there is none
	Reason   string     // why it is refused, or ""
	Outdated bool       // its hash is to be replaced by a better one
}

// Request is a password that is to be checked.
type Request struct {
	OrganizationID, Email, Password string
	Visitor                         attempt.Visitor
	Counters                        store.AttemptCounters
	Paused                          fault.Code                      // the refusal during a pause
	Also                            func(ctx context.Context) error // counts it elsewhere, too; nil if nowhere
}

// Check compares a password, with the same work if there is no user. The check
// counts against the account when it begins to hash: one that finds no free place in our
// queue counts against nobody.
func (c *Checker) Check(ctx context.Context, r Request) (Result, error) {
	if err := c.checkPause(ctx, r.Counters, r.Paused); err != nil {
		return Result{}, err
	}
	u, err := c.Store.UserByEmail(ctx, r.OrganizationID, r.Email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Result{}, fmt.Errorf("read a user: %w", err)
	}
	kinds, err := c.Store.PasswordKinds(ctx, r.OrganizationID, password.MostKinds)
	if err != nil {
		return Result{}, fmt.Errorf("read the kinds of hashes: %w", err)
	}
	result, err := c.Hasher.Check(ctx, password.Try{
		By: password.Caller{
			Address: Network(r.Visitor.Address), Account: accountKey(r.OrganizationID, r.Email), Known: r.Counters.All == "",
		},
		Password: r.Password, Hash: u.PasswordHash, Kinds: kinds,
		Count: func(ctx context.Context) error { return c.Count(ctx, r) },
	})
	if err != nil {
		return Result{}, err
	}
	checked := Result{User: u, Outdated: result.Upgrade}
	switch {
	case u.ID == "":
		checked.Reason = "no_user"
	case u.PasswordHash == nil:
		checked.Reason = "no_password"
	case !password.Usable(*u.PasswordHash):
		checked.Reason = "password_unusable" // they need a new one
	case !result.Match:
		checked.Reason = "wrong_password"
	case !u.Active:
		checked.Reason = "user_inactive"
	}
	return checked, nil
}

// Count counts the check of a password.
func (c *Checker) Count(ctx context.Context, r Request) error {
	if err := c.reserveAttempt(ctx, r.Counters, r.Paused); err != nil || r.Also == nil {
		return err
	}
	return r.Also(ctx)
}

// Upgraded gives the user with a hash of today's cost. A failure to make one does not
// stop the sign-in. It comes after the decision, because its time would show that the
// password was right.
func (c *Checker) Upgraded(ctx context.Context, checked Result, password string) store.User {
	u := checked.User
	if !checked.Outdated {
		return u
	}
	hash, err := c.Hasher.Hash(ctx, password)
	if err == nil {
		err = c.Store.UpgradePasswordHash(ctx, u, hash)
	}
	if err != nil {
		c.Log.WarnContext(ctx, "password hash not upgraded", "user", u.ID, "error", err)
		return u
	}
	u.PasswordHash = &hash
	return u
}
