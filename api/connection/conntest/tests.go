package conntest

import (
	"context"
	"log/slog"
	"time"

	"latchkey/api/connection/application"
	"latchkey/api/idp"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// Tests runs tests; safe for concurrent use.
type Tests struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store        *store.Store
	Providers    *idp.Providers
	Applications *application.Applications
	Attempts     *attempt.Attempts
	Sessions     *session.Sessions
	Mail         bool // this deployment sends mail, so that a mailed code is a proof
	Log          *slog.Logger
	Now          func() time.Time
}

// New returns the room.
func New(o Options) *Tests { return &Tests{o} }

// Start asks to test a version of a connection with an account.
type Start struct {
	ID           string // of the test; the attempt's too
	Organization string // code
	Connection   store.Connection
	Version      store.Version
	Session      string // the id of the session that asks, which alone may complete it
	User         string // the super admin
	Attempts     map[string]string
	Visitor      attempt.Visitor
}

// Begin begins a test. It writes nothing and counts nothing. The provider shows its
// account chooser, because super admins test with accounts other than their own.
func (c *Tests) Begin(ctx context.Context, s Start) (attempt.Started, error) {
	live := facts.AsLive(s.Connection, s.Version)
	a := c.Attempts.New(attempt.Test, live, s.Visitor)
	a.ID, a.Code, a.Session, a.User = s.ID, s.Organization, s.Session, s.User
	return c.Attempts.Begin(ctx, live, a, idp.Attempt{Prompt: attempt.Prompt(true)}, s.Attempts)
}
