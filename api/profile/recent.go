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

// AskRecent refuses with reauth_required when a session's authentication is not
// recent any more.
func (p *Profile) AskRecent(s store.Session) error {
	if p.Now().Before(RecentUntil(s)) {
		return nil
	}
	return fault.Because(fault.ReauthRequired, "not_recent")
}

// AskRecentNow is AskRecent by the row: what was believed of the session may be
// a second old, and a proof may have come in meanwhile.
func (p *Profile) AskRecentNow(ctx context.Context, h store.Principal) error {
	return p.AskRecentIn(h)(ctx, p.Store.Rows)
}

// AskRecentIn is AskRecentNow inside a transaction of another room: what makes
// sign-in looser is asked there whether it is (F15).
func (p *Profile) AskRecentIn(h store.Principal) func(context.Context, store.Rows) error {
	return func(ctx context.Context, rows store.Rows) error {
		now, err := p.standing(ctx, rows, h)
		if err != nil {
			return err
		}
		return p.AskRecent(now.Session)
	}
}

// Confirm checks the password of a user again, with the pauses of the sign-in
// page, and gives the user with the hash that it matched.
type Confirm func(ctx context.Context, password string) (store.User, error)

// confirmed is who a password belongs to: the holder, and nobody who was given
// their address a moment ago.
func confirmed(ctx context.Context, h store.Principal, password string, confirm Confirm) (store.User, error) {
	u, err := confirm(ctx, password)
	if err == nil && u.ID != h.UserID {
		return store.User{}, fault.Because(fault.CredentialsInvalid, "other_user")
	}
	return u, err
}

// Reauthenticate makes the authentication of the holder's session recent, with
// the password, and says until when.
func (p *Profile) Reauthenticate(ctx context.Context, h store.Principal, password string, confirm Confirm) (time.Time, error) {
	u, err := confirmed(ctx, h, password, confirm)
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
		return gone(rows.Reauthenticate(ctx, h.OrganizationID, h.UserID, h.ID, now))
	})
	if err != nil {
		return time.Time{}, err
	}
	p.Forget(h.ID)
	h.AuthenticatedAt = store.At(now)
	return RecentUntil(h.Session), nil
}
