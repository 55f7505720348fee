package client

import (
	"context"
	"fmt"
	"sync"
	"time"

	"latchkey/api/store"
)

// use is what was used since it was written last: a row for each request would cost more
// than the request.
type use struct {
	mu      *sync.Mutex
	clients map[string]used
	entered map[entry]time.Time
	secrets map[string]used
}

// used is when, from where and with what: a secret's id, or what stands in for one.
type used struct {
	at         time.Time
	from, with string
}

// entry is an organization whose people went to an application.
type entry struct{ organizationID, clientID string }

func newUse() use {
	return use{mu: &sync.Mutex{}, clients: map[string]used{}, entered: map[entry]time.Time{}, secrets: map[string]used{}}
}

// note remembers the use of a client that exists, and of what proved it unless that is "".
func (u *use) note(clientID, with, from string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.clients[clientID] = used{at, from, with}
	if with != "" && with != store.UsedKeys && with != store.UsedFederation {
		u.secrets[with] = used{at, from, with}
	}
}

func (u *use) take() (clients, secrets map[string]used, entered map[entry]time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	clients, secrets, entered = u.clients, u.secrets, u.entered
	u.clients, u.secrets, u.entered = map[string]used{}, map[string]used{}, map[entry]time.Time{}
	return clients, secrets, entered
}

// Used notes that a client was used without a proof of who it is: somebody of an
// organization signs in to it.
func (r *Registry) Used(c Client, organizationID string) {
	r.use.note(c.ID, "", "", r.now())
	r.use.mu.Lock()
	defer r.use.mu.Unlock()
	r.use.entered[entry{organizationID, c.ID}] = r.now()
}

// FlushUse writes what was used since the last time. What cannot be written is lost: it
// is written again with the next use.
func (r *Registry) FlushUse(ctx context.Context) error {
	clients, secrets, entered := r.use.take()
	for id, u := range clients {
		if u.with != "" {
			if err := r.store.ServiceUsed(ctx, id, u.at, u.from, u.with); err != nil {
				return fmt.Errorf("note the use of a service: %w", err)
			}
		}
		if err := r.store.ClientUsed(ctx, id, u.at); err != nil {
			return fmt.Errorf("note the use of a client: %w", err)
		}
	}
	for e, at := range entered {
		if err := r.store.ApplicationUsed(ctx, e.organizationID, e.clientID, at); err != nil {
			return fmt.Errorf("note who used a client: %w", err)
		}
	}
	for id, u := range secrets {
		if err := r.store.ClientSecretUsed(ctx, id, u.at, u.from); err != nil {
			return fmt.Errorf("note the use of a secret: %w", err)
		}
	}
	return nil
}
