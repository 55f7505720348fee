package client

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// use is what was used since it was written last: a row for each request would cost more
// than the request.
type use struct {
	mu      *sync.Mutex
	clients map[string]time.Time
	secrets map[string]secretUse
}

type secretUse struct {
	at   time.Time
	from string
}

func newUse() use {
	return use{mu: &sync.Mutex{}, clients: map[string]time.Time{}, secrets: map[string]secretUse{}}
}

// note remembers the use of a client that exists, and of its secret unless that is "".
func (u *use) note(clientID, secretID, from string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.clients[clientID] = at
	if secretID != "" {
		u.secrets[secretID] = secretUse{at, from}
	}
}

func (u *use) take() (map[string]time.Time, map[string]secretUse) {
	u.mu.Lock()
	defer u.mu.Unlock()
	clients, secrets := u.clients, u.secrets
	u.clients, u.secrets = map[string]time.Time{}, map[string]secretUse{}
	return clients, secrets
}

// Used notes that a client was used without proving who it is: people sign in to it.
func (r *Registry) Used(c Client) { r.use.note(c.ID, "", "", r.now()) }

// FlushUse writes what was used since the last time. What cannot be written is lost: it
// is written again with the next use.
func (r *Registry) FlushUse(ctx context.Context) error {
	clients, secrets := r.use.take()
	for id, at := range clients {
		if err := r.store.ClientUsed(ctx, id, at); err != nil {
			return fmt.Errorf("note the use of a client: %w", err)
		}
	}
	for id, used := range secrets {
		if err := r.store.ClientSecretUsed(ctx, id, used.at, used.from); err != nil {
			return fmt.Errorf("note the use of a secret: %w", err)
		}
	}
	return nil
}
