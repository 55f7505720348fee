package people

import (
	"context"
	"errors"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// People changes users for super admins; safe for concurrent use.
type People struct {
	Options
	changes change.Changes
}

// Options are what People needs.
type Options struct {
	Store *store.Store
	Mail  mail.Outbox
	Now   func() time.Time
}

// New returns a People.
func New(o Options) *People { return &People{o, change.New(o.Store, o.Now)} }

// locked is change.Locked; a row that is not there is refused with not_found.
func (p *People) locked(ctx context.Context, by change.Actor, work func(change.Tx) error) error {
	return notFound(p.changes.Locked(ctx, by, work))
}

// guarded is change.Guarded; a row that is not there is refused with not_found.
func (p *People) guarded(ctx context.Context, by change.Actor, work func(change.Tx) error) error {
	return notFound(p.changes.Guarded(ctx, by, work))
}

func notFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Wrap(fault.NotFound, "no_row", err)
	}
	return err
}
