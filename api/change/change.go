package change

import (
	"context"
	"errors"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Changes makes changes; safe for concurrent use.
type Changes struct {
	store *store.Store
	now   func() time.Time
}

// New returns the Changes of a store.
func New(db *store.Store, now func() time.Time) Changes { return Changes{db, now} }

// Tx is a change under way: a transaction that has locked the actor's organization.
type Tx struct {
	store.Rows
	By Actor
	At time.Time // after the lock, so later than of the change before
}

// Locked runs work in a transaction that has locked the actor's organization: its changes
// run one after the other. It is for changes that take no sign-in method away: the guard
// is not asked, because a super admin who signed in by a bypass link must be able to
// repair an organization that nobody can sign in to.
func (c Changes) Locked(ctx context.Context, by Actor, work func(Tx) error) error {
	return c.store.Locked(ctx, by.OrganizationID, func(rows store.Rows) error { return work(Tx{rows, by, c.now()}) })
}

// Guarded is Locked for a change that may take a sign-in method away. One after which no
// super admin could sign in is undone and refused with last_super_admin.
func (c Changes) Guarded(ctx context.Context, by Actor, work func(Tx) error) error {
	return nobodyLeft(c.store.Guarded(ctx, by.OrganizationID, func(rows store.Rows) error { return work(Tx{rows, by, c.now()}) }))
}

func nobodyLeft(err error) error {
	if errors.Is(err, store.ErrNoSuperAdminLeft) {
		return fault.Wrap(fault.LastSuperAdmin, "nobody_left", err)
	}
	return err
}

// Part makes one of several changes of a transaction that may each be refused: a refused one
// is undone alone. Of one that may take a sign-in method of a super admin away it asks what
// Guarded asks.
func (t Tx) Part(ctx context.Context, guarded bool, work func() error) error {
	if guarded {
		return nobodyLeft(t.GuardedPart(ctx, t.By.OrganizationID, work))
	}
	return t.Rows.Part(ctx, func(store.Rows) error { return work() })
}

// AskRecent demands a recent authentication of the actor.
func (t Tx) AskRecent(ctx context.Context) error { return t.By.AskRecent(ctx, t.Rows) }

// Record writes the event of the change of a subject, an id.
func (t Tx) Record(ctx context.Context, kind event.Kind, subject string, detail map[string]any) error {
	return t.RecordNamed(ctx, kind, subject, "", detail)
}

// RecordNamed is Record with the name of a subject that no row tells any more or yet.
func (t Tx) RecordNamed(ctx context.Context, kind event.Kind, subject, name string, detail map[string]any) error {
	return event.Record(ctx, t.Rows, event.Event{
		Organization: t.By.OrganizationID, Actor: t.By.ID, Kind: kind, Subject: subject, SubjectName: name, Detail: detail, At: t.At,
	})
}
