package profile

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/store"
)

// NewPassword asks for another password, or for the first one.
type NewPassword struct {
	Current   *string
	New       string
	EndOthers bool
	Confirm   Confirm
}

// ChangePassword replaces the user's password and says how many other sessions it ended.
// A user with a password gives it; one without must have signed in recently. The new one
// is stored as a hash alone, and counts as never used, because a typing mistake in it
// shows at its first use.
func (p *Profile) ChangePassword(ctx context.Context, me store.Principal, w NewPassword) (int64, error) {
	u, err := p.Store.UserByID(ctx, me.OrganizationID, me.UserID)
	if err != nil {
		return 0, fmt.Errorf("read a user: %w", gone(err))
	}
	has := p.Store.PasswordUsable(u.PasswordHash)
	if !has {
		if err := p.AskRecentNow(ctx, me); err != nil { // before the work of a hash; checked again where it is written
			return 0, err
		}
	}
	if fields := refusedFields(u, has, me, w); len(fields) > 0 {
		return 0, fault.Invalid(fields...)
	}
	if has {
		if u, err = confirmed(ctx, me, *w.Current, w.Confirm); err != nil {
			return 0, err
		}
	}
	hash, err := p.Passwords.Hash(ctx, w.New)
	if err != nil {
		return 0, err
	}
	return p.setPassword(ctx, me, u, hash, w.EndOthers)
}

// refusedFields names what is wrong with a request before anything is tried.
func refusedFields(u store.User, has bool, me store.Principal, w NewPassword) []fault.Field {
	var fields []fault.Field
	if has && w.Current == nil {
		fields = append(fields, fault.Field{Pointer: "/currentPassword", Code: "required"})
	}
	switch {
	case has && w.Current != nil && *w.Current == w.New:
		fields = append(fields, fault.Field{Pointer: "/newPassword", Code: "invalid"})
	case password.Weak(w.New, u.Name, u.Email, me.OrganizationName, me.OrganizationCode):
		fields = append(fields, fault.Field{Pointer: "/newPassword", Code: "too_weak"})
	}
	return fields
}

// setPassword writes the hash in place of the one that was confirmed. Of two changes at
// once the second is refused, as if it had come later.
func (p *Profile) setPassword(ctx context.Context, me store.Principal, u store.User, hash string, endOthers bool) (int64, error) {
	var ended int64
	err := p.locked(ctx, me, func(tx change.Tx) (err error) {
		if !tx.PasswordUsable(u.PasswordHash) {
			if err := p.AskRecentIn(me)(ctx, tx.Rows); err != nil {
				return err
			}
		}
		if err := tx.SetPassword(ctx, u, hash, tx.At); errors.Is(err, store.ErrNotFound) {
			return changedMeanwhile(u)
		} else if err != nil {
			return fmt.Errorf("write a password: %w", err)
		}
		if err := tx.DropPasswordResets(ctx, me.OrganizationID, me.UserID); err != nil {
			return err
		}
		if endOthers {
			if err := tx.VoidUnfinished(ctx, me.OrganizationID, me.UserID); err != nil {
				return err
			}
			if ended, err = tx.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, passwordChanged, tx.At); err != nil {
				return fmt.Errorf("end sessions: %w", err)
			}
		}
		if err := p.Mail.Add(ctx, tx.Rows, mail.Message{Kind: mail.PasswordChanged, OrganizationID: me.OrganizationID, UserID: me.UserID}); err != nil {
			return err
		}
		return tx.Record(ctx, event.UserPasswordChanged, me.UserID, map[string]any{"first": !tx.PasswordUsable(u.PasswordHash), "ended": ended})
	})
	return ended, err
}

// changedMeanwhile refuses a change of a password that was changed since it was read.
func changedMeanwhile(u store.User) error {
	if u.PasswordHash == nil {
		return fault.Invalid(fault.Field{Pointer: "/currentPassword", Code: "required"})
	}
	return fault.Because(fault.CredentialsInvalid, "wrong_password")
}
