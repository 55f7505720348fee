package domain

import (
	"context"
	"log/slog"
	"time"

	"latchkey/api/store"
)

// Domains is the door of this room.
type Domains struct{ Options }

// Options are what the room needs from outside.
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

// New returns the room.
func New(o Options) *Domains { return &Domains{o} }
