package guest

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Page is what the holder of a link sees.
type Page struct {
	Link         store.GuestLink
	Organization store.Organization
	Connection   connection.View
}

// Open reads what a token opens, and notes the first time. Whatever is wrong with a token
// is guest_link_closed: nobody learns which links there were.
func (l *Links) Open(ctx context.Context, token string) (Page, error) {
	p, err := l.read(ctx, token)
	if err != nil || !p.Link.OpenedAt.IsZero() {
		return p, err
	}
	err = l.changes.Locked(ctx, guestOf(p.Link), func(tx change.Tx) error {
		first, err := tx.OpenGuestLink(ctx, p.Link.ID, tx.At)
		if err != nil || !first {
			return err
		}
		return tx.Record(ctx, event.GuestLinkOpened, p.Link.ConnectionID, map[string]any{"guest": p.Link.Guest})
	})
	return p, err
}

func (l *Links) read(ctx context.Context, token string) (Page, error) {
	link, err := l.Store.GuestLinkBy(ctx, secret.Hash(token), l.Now())
	if err != nil {
		return Page{}, closed(err)
	}
	o, err := l.Store.OrganizationByID(ctx, link.OrganizationID)
	if err != nil || !o.Active {
		return Page{}, closed(err)
	}
	view, err := l.Connections.Read(ctx, link.OrganizationID, link.ConnectionID)
	if fault.Of(err).Code == fault.NotFound {
		return Page{}, closed(nil)
	}
	return Page{link, o, view}, err
}

// Saved is what came of saving, with what the checks that need no person found.
type Saved struct {
	Page
	Checks []store.TestCheck
	Code   fault.Code // of the check that failed, or ""
}

// Save writes the guest's values as a version that a super admin must test, and checks
// them. A connection that is on takes nothing from a guest but a new secret of the same
// application. Errors: guest_link_closed, config_changed, validation_failed, rate_limited.
func (l *Links) Save(ctx context.Context, token string, revision int64, seenHost string, ch connection.Change) (Saved, error) {
	p, err := l.read(ctx, token)
	if err != nil {
		return Saved{}, err
	}
	if err := l.checks.allow(p.Link.ID, l.Now()); err != nil {
		return Saved{}, err
	}
	target := connection.Target{By: guestOf(p.Link), ConnectionID: p.Link.ConnectionID, Revision: revision, StillMay: l.works(token)}
	if p.Connection, err = l.Connections.Change(ctx, target, ch); err != nil {
		return Saved{}, err
	}
	found, code, err := l.Connections.Check(ctx, p.Link.OrganizationID, p.Link.ConnectionID, seenHost)
	if err != nil {
		return Saved{}, err
	}
	return Saved{p, found, code}, nil
}

// works refuses a token that was revoked or spent, or is too old by then.
func (l *Links) works(token string) func(context.Context, store.Rows) error {
	return func(ctx context.Context, rows store.Rows) error {
		if _, err := rows.GuestLinkBy(ctx, secret.Hash(token), l.Now()); err != nil {
			return closed(err)
		}
		return nil
	}
}

// SignOff says that the guest has done their part, and spends the link.
func (l *Links) SignOff(ctx context.Context, token string) error {
	p, err := l.read(ctx, token)
	if err != nil {
		return err
	}
	return l.changes.Locked(ctx, guestOf(p.Link), func(tx change.Tx) error {
		spent, err := tx.SignOffGuestLink(ctx, p.Link.ID, tx.At)
		if err != nil || !spent {
			return closed(err)
		}
		return tx.Record(ctx, event.GuestLinkSignedOff, p.Link.ConnectionID, map[string]any{"guest": p.Link.Guest})
	})
}

// guestOf is who acts by a link: nobody who could confirm who they are, so whatever would
// let other accounts in at once is refused.
func guestOf(link store.GuestLink) change.Actor {
	return change.Actor{
		OrganizationID: link.OrganizationID, ID: store.ActorGuest,
		Recent: func(context.Context, store.Rows) error { return fault.Because(fault.Conflict, "connection_on") },
	}
}

// closed is the one refusal of a token, unless the database is to blame.
func closed(err error) error {
	if err == nil || errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.GuestLinkClosed, "no_link")
	}
	return fmt.Errorf("read a link: %w", err)
}

func missing(err error, reason string) error {
	if err == nil || errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.NotFound, reason)
	}
	return err
}
