package health

import (
	"log/slog"
	"time"

	"latchkey/api/connection/application"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Health watches the connections of all organizations; safe for concurrent use.
type Health struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store        *store.Store
	Applications *application.Applications
	Mail         mail.Outbox
	Log          *slog.Logger
	Now          func() time.Time
}

// New returns the room.
func New(o Options) *Health { return &Health{o} }
