package guest

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Life is how long a link works.
const Life = 7 * 24 * time.Hour

// Path is the page that a link opens.
const Path = "/connect"

// mostName is how long the name of a guest may be, in characters.
const mostName = 120

// Links makes links and does what their holders ask for; safe for concurrent use.
type Links struct {
	Options
	changes change.Changes
	checks  *limits
}

// Options are what the room needs from outside.
type Options struct {
	Store       *store.Store
	Mail        mail.Outbox
	Connections *connection.Connections
	PublicURL   string
	Now         func() time.Time
}

// New returns the room.
func New(o Options) *Links { return &Links{o, change.New(o.Store, o.Now), newLimits()} }

// Made is a new link with its address, which nobody can read again.
type Made struct {
	store.GuestLinkLine
	URL string
}

// Wanted says for which connection a link is to be made, and for whom.
type Wanted struct {
	ConnectionID string
	Guest        string // a name, for the log; may be empty
	MailTo       string // an address to mail it to, too, or ""
}

// Make makes a link for a connection, which asks for a recent authentication: its holder
// says which application signs people in. Errors: fault NotFound, ValidationFailed, RateLimited.
func (l *Links) Make(ctx context.Context, by change.Actor, n Wanted) (Made, error) {
	n.Guest = strings.TrimSpace(n.Guest)
	if err := l.check(n); err != nil {
		return Made{}, err
	}
	token := secret.NewToken()
	var made store.GuestLink
	err := l.changes.Locked(ctx, by, func(tx change.Tx) error {
		conn, err := tx.ConnectionByID(ctx, by.OrganizationID, n.ConnectionID)
		if err != nil || conn.State == store.Removed {
			return missing(err, "no_connection")
		}
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		made = store.GuestLink{
			ID: secret.NewID(), OrganizationID: by.OrganizationID, ConnectionID: conn.ID, TokenHash: secret.Hash(token), Guest: n.Guest,
			CreatedBy: by.ID, CreatedAt: store.At(tx.At), ExpiresAt: store.At(tx.At.Add(Life)),
		}
		if err := tx.AddGuestLink(ctx, made); err != nil {
			return fmt.Errorf("keep a link: %w", err)
		}
		detail := map[string]any{"guest": n.Guest}
		if n.MailTo != "" {
			detail["email"] = n.MailTo
			if err := l.mail(ctx, tx, made, n.MailTo); err != nil {
				return err
			}
		}
		return tx.Record(ctx, event.GuestLinkMade, conn.ID, detail)
	})
	if err != nil {
		return Made{}, err
	}
	name, err := l.Store.ActorNameOf(ctx, by.OrganizationID, by.ID)
	if err != nil {
		return Made{}, fmt.Errorf("read who made a link: %w", err)
	}
	return Made{store.GuestLinkLine{GuestLink: made, CreatedByName: name}, l.address(token)}, nil
}

// address is where a link leads: its token is in the fragment, which browsers do not send.
func (l *Links) address(token string) string { return l.PublicURL + Path + "#" + url.PathEscape(token) }

func (l *Links) check(n Wanted) error {
	switch {
	case utf8.RuneCountInString(n.Guest) > mostName:
		return fault.Invalid(fault.Field{Pointer: "/guest", Code: "too_long"})
	case n.MailTo != "" && !email.IsPlain(n.MailTo):
		return fault.Invalid(fault.Field{Pointer: "/mailTo", Code: "invalid"})
	}
	return nil
}

// List reads the newest links of a connection and all that work, newest first.
func (l *Links) List(ctx context.Context, organizationID, connectionID string) ([]store.GuestLinkLine, error) {
	conn, err := l.Store.ConnectionByID(ctx, organizationID, connectionID)
	if err != nil || conn.State == store.Removed {
		return nil, missing(err, "no_connection")
	}
	list, err := l.Store.GuestLinksOf(ctx, organizationID, connectionID, l.Now())
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	return list, nil
}

// Revoke ends a link at once. Error: fault NotFound, also for one that is over.
func (l *Links) Revoke(ctx context.Context, by change.Actor, connectionID, id string) error {
	return l.changes.Locked(ctx, by, func(tx change.Tx) error {
		ended, err := tx.RevokeGuestLink(ctx, by.OrganizationID, connectionID, id, tx.At)
		if err != nil || !ended {
			return missing(err, "no_link")
		}
		return tx.Record(ctx, event.GuestLinkRevoked, connectionID, nil)
	})
}

// State is where a link is in its life.
type State string

// The states, as the contract names them.
const (
	Waiting   State = "waiting" // nobody has opened it
	Opened    State = "opened"
	Done      State = "done" // its holder has signed off
	Revoked   State = "revoked"
	Withdrawn State = "withdrawn" // its creator could make none any more
	Expired   State = "expired"
)

// StateOf says where a link is by now.
func StateOf(l store.GuestLink, now time.Time) State {
	switch {
	case !l.SignedOffAt.IsZero():
		return Done
	case !l.RevokedAt.IsZero():
		return Revoked
	case !l.WithdrawnAt.IsZero():
		return Withdrawn
	case !l.ExpiresAt.After(now):
		return Expired
	case !l.OpenedAt.IsZero():
		return Opened
	}
	return Waiting
}
