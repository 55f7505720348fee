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
	"latchkey/api/event"
	"latchkey/api/fault"
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

// Make makes a link for a connection, which asks for a recent authentication: its holder
// says which application signs people in. Errors: fault NotFound, ValidationFailed.
func (l *Links) Make(ctx context.Context, by change.Actor, connectionID, guest string) (Made, error) {
	guest = strings.TrimSpace(guest)
	if utf8.RuneCountInString(guest) > mostName {
		return Made{}, fault.Invalid(fault.Field{Pointer: "/guest", Code: "too_long"})
	}
	token := secret.NewToken()
	var made store.GuestLink
	err := l.changes.Locked(ctx, by, func(tx change.Tx) error {
		conn, err := tx.ConnectionByID(ctx, by.OrganizationID, connectionID)
		if err != nil || conn.State == store.Removed {
			return missing(err, "no_connection")
		}
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		made = store.GuestLink{
			ID: secret.NewID(), OrganizationID: by.OrganizationID, ConnectionID: conn.ID, TokenHash: secret.Hash(token), Guest: guest,
			CreatedBy: by.ID, CreatedAt: store.At(tx.At), ExpiresAt: store.At(tx.At.Add(Life)),
		}
		if err := tx.AddGuestLink(ctx, made); err != nil {
			return fmt.Errorf("keep a link: %w", err)
		}
		return tx.Record(ctx, event.GuestLinkMade, conn.ID, map[string]any{"guest": guest})
	})
	if err != nil {
		return Made{}, err
	}
	name, err := l.Store.ActorNameOf(ctx, by.OrganizationID, by.ID)
	if err != nil {
		return Made{}, fmt.Errorf("read who made a link: %w", err)
	}
	return Made{store.GuestLinkLine{GuestLink: made, CreatedByName: name}, l.PublicURL + Path + "#" + url.PathEscape(token)}, nil
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
	Waiting State = "waiting" // nobody has opened it
	Opened  State = "opened"
	Done    State = "done" // its holder has signed off
	Revoked State = "revoked"
	Expired State = "expired"
)

// StateOf says where a link is by now.
func StateOf(l store.GuestLink, now time.Time) State {
	switch {
	case !l.SignedOffAt.IsZero():
		return Done
	case !l.RevokedAt.IsZero():
		return Revoked
	case !l.ExpiresAt.After(now):
		return Expired
	case !l.OpenedAt.IsZero():
		return Opened
	}
	return Waiting
}
