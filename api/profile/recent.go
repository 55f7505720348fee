package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Recent is how long an authentication counts as recent (spec "Link from
// Security Setting").
const Recent = 5 * time.Minute

// RecentUntil is until when the authentication of a session counts as recent. It
// comes from the sign-in or from a proof since then, never from a refresh (G21).
func RecentUntil(s store.Session) time.Time { return s.AuthenticatedAt.Add(Recent) }

// AskRecent refuses with reauth_required if a session's authentication is not recent.
func (p *Profile) AskRecent(s store.Session) error {
	if p.Now().Before(RecentUntil(s)) {
		return nil
	}
	return fault.Because(fault.ReauthRequired, "not_recent")
}

// AskRecentNow is AskRecent for the session as the database has it now: the caller's copy
// may be a second old, and the user may have confirmed who they are meanwhile.
func (p *Profile) AskRecentNow(ctx context.Context, me store.Principal) error {
	return p.AskRecentIn(me)(ctx, p.Store.Rows)
}

// AskRecentIn is AskRecentNow inside the transaction of another package: a change that
// weakens sign-in is checked there (F15).
func (p *Profile) AskRecentIn(me store.Principal) func(context.Context, store.Rows) error {
	return func(ctx context.Context, rows store.Rows) error {
		now, err := p.activeSession(ctx, rows, me)
		if err != nil {
			return err
		}
		return p.AskRecent(now.Session)
	}
}

// Confirm checks the password of a user again, with the pauses of the sign-in
// page, and gives the user with the hash that it matched.
type Confirm func(ctx context.Context, password string) (store.User, error)

// confirmed is the user of a password, who must be the user of the session: their
// address may have been given to another user a moment ago.
func confirmed(ctx context.Context, me store.Principal, password string, confirm Confirm) (store.User, error) {
	u, err := confirm(ctx, password)
	if err == nil && u.ID != me.UserID {
		return store.User{}, fault.Because(fault.CredentialsInvalid, "other_user")
	}
	return u, err
}

// Reauthenticate makes the authentication of the user's session recent, with the
// password, and says until when.
func (p *Profile) Reauthenticate(ctx context.Context, me store.Principal, password string, confirm Confirm) (time.Time, error) {
	u, err := confirmed(ctx, me, password, confirm)
	if err != nil {
		return time.Time{}, err
	}
	now := p.Now()
	err = p.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.RecordPasswordUse(ctx, u, now); errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.CredentialsInvalid, "wrong_password")
		} else if err != nil {
			return fmt.Errorf("note the use of a password: %w", err)
		}
		return gone(rows.Reauthenticate(ctx, me.OrganizationID, me.UserID, me.ID, now))
	})
	if err != nil {
		return time.Time{}, err
	}
	p.Forget(me.ID)
	me.AuthenticatedAt = store.At(now)
	return RecentUntil(me.Session), nil
}
