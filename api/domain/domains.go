package domain

import (
	"context"
	"log/slog"
	"time"

	"latchkey/api/change"
	"latchkey/api/store"
)

// Domains claims e-mail domains for organizations and checks the claims; safe for
// concurrent use.
type Domains struct {
	Options
	changes change.Changes
}

// Options are what Domains needs.
type Options struct {
	Store    *store.Store
	Resolver Resolver
	Log      *slog.Logger
	Now      func() time.Time
}

// Resolver looks TXT records up; *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// New returns a Domains.
func New(o Options) *Domains { return &Domains{o, change.New(o.Store, o.Now)} }
