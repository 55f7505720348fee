package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/rules"
	"latchkey/api/store"
	"latchkey/api/text"
)

// Profile changes what users change for themselves; safe for concurrent use.
type Profile struct {
	Options
	changes  change.Changes
	compared compared
}

// Options are what a Profile needs.
type Options struct {
	Store     *store.Store
	Passwords *password.Hasher
	Mail      mail.Outbox
	PublicURL string                 // without a slash at the end
	Forget    func(sessionID string) // makes a change of a session effective at once
	Now       func() time.Time
}

// New returns a Profile.
func New(o Options) *Profile { return &Profile{Options: o, changes: change.New(o.Store, o.Now)} }

// Change is what users change of their profile; nil stays.
type Change struct {
	Name     *string
	TimeZone *string // "" is the browser's
	Language *string // one of store.Languages; "" is the browser's
}

// Change writes a change of the user's profile and gives the user as they are now.
func (p *Profile) Change(ctx context.Context, me store.Principal, c Change) (store.Principal, error) {
	if c.TimeZone != nil && *c.TimeZone != "" {
		if _, ok := text.Zone(*c.TimeZone); !ok {
			return store.Principal{}, fault.Invalid(fault.Field{Pointer: "/timeZone", Code: "invalid"})
		}
	}
	values, fields := rules.User{Name: c.Name, Language: c.Language}.Read("")
	if len(fields) > 0 {
		return store.Principal{}, fault.Invalid(fields...)
	}
	err := p.locked(ctx, me, func(tx change.Tx) error {
		was, err := tx.UserByID(ctx, me.OrganizationID, me.UserID)
		if err != nil {
			return fmt.Errorf("read a user: %w", err)
		}
		is := was
		if c.Name != nil {
			is.Name = *values.Name
		}
		if c.TimeZone != nil {
			is.TimeZone = *c.TimeZone
		}
		if c.Language != nil {
			is.Language = *c.Language
		}
		difference := store.Difference(was, is)
		if len(difference) == 0 {
			return nil
		}
		is.ChangedBy, is.UpdatedAt = me.UserID, store.At(tx.At)
		if err := tx.ChangeProfile(ctx, is); err != nil {
			return fmt.Errorf("write a profile: %w", err)
		}
		return tx.Record(ctx, event.UserChanged, me.UserID, difference)
	})
	if err != nil {
		return store.Principal{}, err
	}
	p.Forget(me.ID)
	now, err := p.Store.SessionPrincipal(ctx, me.ID)
	if err != nil {
		return store.Principal{}, fmt.Errorf("read a session: %w", err)
	}
	return now, nil
}

// locked locks the organization and reads the session again, so that one that was ended a
// moment ago is refused; then it runs a change that takes no sign-in method away. The
// guard is not asked: a super admin who signed in by a bypass link must be able to set a
// password where nobody can sign in any more.
func (p *Profile) locked(ctx context.Context, me store.Principal, work func(change.Tx) error) error {
	return p.changes.Locked(ctx, actorOf(me), func(tx change.Tx) error {
		if _, err := p.activeSession(ctx, tx.Rows, me); err != nil {
			return err
		}
		return work(tx)
	})
}

// actorOf is the user of a session, who changes something of their own.
func actorOf(me store.Principal) change.Actor {
	return change.Actor{OrganizationID: me.OrganizationID, ID: me.UserID}
}

// activeSession reads the user's session again and refuses one that has ended.
func (p *Profile) activeSession(ctx context.Context, rows store.Rows, me store.Principal) (store.Principal, error) {
	now, err := rows.SessionPrincipal(ctx, me.ID)
	if err != nil {
		return now, fmt.Errorf("read a session: %w", gone(err))
	}
	if !now.EndedAt.IsZero() || !now.UserActive {
		return now, fault.Because(fault.Unauthenticated, "session_over")
	}
	return now, nil
}

// gone refuses a session, or a user, that ended meanwhile.
func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.Unauthenticated, "session_over")
	}
	return err
}
