package client

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/api/store"
)

// cacheLife is how long a client is used without reading it again, and so how long a
// change or a revoked secret may take to have effect on a replica.
const cacheLife = time.Second

// Client is a client as it is now, with what belongs to it.
type Client struct {
	store.Client
	Application *store.Application  // nil for a service
	Service     *store.OwnedService // nil for an application
	Secrets     []store.ClientSecret
}

// IsPublic says that a client cannot keep a secret, so that nothing proves who it is.
func (c Client) IsPublic() bool {
	return c.Application != nil && c.Application.Type != store.WebApplication
}

// Registry finds clients and checks who they are; safe for concurrent use.
type Registry struct {
	store *store.Store
	now   func() time.Time
	use   use

	verify Verifier // of assertions; nil takes none
	issuer string   // ours, which assertions are for
	limits *limits

	mu          sync.Mutex
	kept        map[string]kept
	reading     map[string]*reading
	swept       time.Time
	owners      map[string]string // of secrets, by hash
	ownersSince time.Time
}

type kept struct {
	client Client
	until  time.Time
}

// New returns a registry on a database.
func New(db *store.Store, now func() time.Time) *Registry {
	return &Registry{store: db, now: now, kept: map[string]kept{}, reading: map[string]*reading{}, use: newUse(), limits: newLimits(now)}
}

// TakeAssertions lets services prove who they are by signed assertions, for the issuer
// that we are: our public URL.
func (r *Registry) TakeAssertions(v Verifier, issuer string) { r.verify, r.issuer = v, issuer }

// ErrUnknown says that there is no such client, or it is over.
var ErrUnknown = errors.New("no such client")

// IsOver says that a client counts no more: it is turned off or revoked, or its
// organization is not active.
func (c Client) IsOver() bool {
	return c.State != store.ClientEnabled || c.Service != nil && (!c.Service.RevokedAt.IsZero() || !c.Service.OrganizationActive)
}

// Find gives a client that is enabled, as it is or was a second ago.
func (r *Registry) Find(ctx context.Context, id string) (Client, error) {
	c, err := r.Known(ctx, id)
	if err == nil && c.IsOver() {
		return Client{}, ErrUnknown
	}
	return c, err
}

// Known is Find that gives those that are over, too: for what is told of them. Every id
// that a request brings comes through here: what none can be is asked of no database,
// whose text holds less than a request does.
func (r *Registry) Known(ctx context.Context, id string) (Client, error) {
	if !mayBeID(id) {
		return Client{}, ErrUnknown
	}
	if c, known := r.remembered(id, r.now()); known {
		return c, nil
	}
	return r.read(ctx, id)
}

// Read reads a client with all that belongs to it.
func Read(ctx context.Context, rows store.Rows, id string) (Client, error) {
	row, err := rows.ClientByID(ctx, id)
	if err != nil {
		return Client{}, err
	}
	c := Client{Client: row}
	if row.Kind == store.KindApplication {
		a, err := rows.ApplicationByID(ctx, id)
		if err != nil {
			return Client{}, err
		}
		if a.SwitchedOff, err = rows.SwitchedOffFor(ctx, id); err != nil {
			return Client{}, err
		}
		c.Application = &a
	}
	if row.Kind == store.KindService {
		s, err := rows.OwnedServiceByID(ctx, id)
		if err != nil {
			return Client{}, err
		}
		c.Service = &s
	}
	c.Secrets, err = rows.ClientSecrets(ctx, id)
	return c, err
}

func (r *Registry) remembered(id string, now time.Time) (Client, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, ok := r.kept[id]
	return k.client, ok && now.Before(k.until)
}

// remember keeps clients that exist; ids that somebody made up fill no memory.
func (r *Registry) remember(c Client, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Sub(r.swept) > cacheLife {
		for id, k := range r.kept {
			if !now.Before(k.until) {
				delete(r.kept, id)
			}
		}
		r.swept = now
	}
	r.kept[c.ID] = kept{c, now.Add(cacheLife)}
}
