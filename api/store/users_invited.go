package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// InvitationLife is how long an invitation is open. Afterwards whoever has not signed in is
// invited anew when many are; the address that it names goes on working.
const InvitationLife = 14 * 24 * time.Hour

// NoteInvitations notes that users are invited. It is no change of them.
func (r Rows) NoteInvitations(ctx context.Context, organizationID string, userIDs []string, now time.Time) error {
	return eachPart(userIDs, func(part []string) error {
		bound, args, err := sqlx.In(`UPDATE users SET invited_at = ? WHERE organization_id = ? AND id IN (?)`, At(now), organizationID, part)
		if err != nil {
			return err
		}
		_, err = r.exec(ctx, bound, args...)
		return err
	})
}

// TakeInvitation notes that an active user is invited, unless they were since a time;
// ErrNotFound if so. Of two callers one has it.
func (r Rows) TakeInvitation(ctx context.Context, organizationID, userID string, since, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE users SET invited_at = ?
		WHERE organization_id = ? AND id = ? AND active AND COALESCE(invited_at, 0) <= ?`, At(now), organizationID, userID, At(since)))
}

// TakeFirstInvitation is TakeInvitation for whoever has never signed in and has no
// invitation that is open.
func (r Rows) TakeFirstInvitation(ctx context.Context, organizationID, userID string, now time.Time) error {
	done, args := invitationDone(now)
	return one(r.exec(ctx, `
		UPDATE users SET invited_at = ?
		WHERE organization_id = ? AND id = ? AND active
			AND NOT EXISTS (SELECT 1 FROM users u WHERE u.organization_id = ? AND u.id = ? AND `+done+`)`,
		append([]any{At(now), organizationID, userID, organizationID, userID}, args...)...))
}

// invitationDone is the condition that a user u needs no invitation: they have signed in,
// or have one that is open.
func invitationDone(now time.Time) (string, []any) {
	never, _ := UsersNeverSignedIn.condition("", now, clause{text: connected})
	return `(COALESCE(u.invited_at, 0) > ? OR NOT (TRUE` + never + `))`, []any{At(now.Add(-InvitationLife))}
}
