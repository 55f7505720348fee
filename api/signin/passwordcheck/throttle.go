package passwordcheck

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// CountersOf names the counters of wrong passwords for a browser and an account. A browser
// that has signed in to the account has one of its own, so that nobody else slows it down.
// The others share that of their network and that of all networks, which guesses from many
// addresses fill together. Accounts that do not exist have them, too.
func (c *Checker) CountersOf(organizationID, email string, v attempt.Visitor) store.AttemptCounters {
	account := accountKey(organizationID, email)
	if c.Knows(v, organizationID, email) {
		return store.AttemptCounters{Own: secret.Hash(account + "|browser|" + c.readKnown(v.Known).Browser)}
	}
	return store.AttemptCounters{Own: secret.Hash(account + "|network|" + Network(v.Address)), All: secret.Hash(account + "|all")}
}

// checkPause refuses a password during a pause, before it takes a place in the queue for
// hashing.
func (c *Checker) checkPause(ctx context.Context, counters store.AttemptCounters, refusal fault.Code) error {
	until, err := c.Store.BlockedUntil(ctx, counters)
	if err != nil {
		return fmt.Errorf("read the counters of wrong passwords: %w", err)
	}
	if !until.After(c.Now()) {
		return nil
	}
	return paused(refusal, until.Sub(c.Now()))
}

// reserveAttempt counts a password just before it is checked, so that one that is never
// checked does not count; of many at once, all but the free ones are refused by a pause.
func (c *Checker) reserveAttempt(ctx context.Context, counters store.AttemptCounters, refusal fault.Code) error {
	err := c.Store.ReserveTry(ctx, counters, c.Now())
	if err == nil {
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("count a password: %w", err)
	}
	if err := c.checkPause(ctx, counters, refusal); err != nil {
		return err
	}
	return paused(refusal, time.Second)
}

func paused(refusal fault.Code, wait time.Duration) error {
	return &fault.Fault{Code: refusal, Reason: "password_pause", RetryAfter: max(time.Second, wait)}
}

// Forgive gives the function that resets the counters of a user who has just set another
// password: a pause from guesses on any network ends.
func (c *Checker) Forgive(v attempt.Visitor) func(context.Context, store.Rows, store.User) error {
	return func(ctx context.Context, rows store.Rows, u store.User) error {
		return rows.ForgetTries(ctx, c.CountersOf(u.OrganizationID, u.Email, v))
	}
}
