package client

import (
	"context"
	"time"
)

// ownerOf gives whose secret a hash is: it never becomes another's, so it is remembered
// for as long as clients are.
func (r *Registry) ownerOf(ctx context.Context, hash string) (string, error) {
	now := r.now()
	if id, known := r.ownerKept(hash, now); known {
		return id, nil
	}
	id, err := r.store.ClientSecretOwner(ctx, hash)
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		if now.Sub(r.ownersSince) > cacheLife {
			r.owners, r.ownersSince = map[string]string{}, now
		}
		r.owners[hash] = id
	}
	return id, err
}

func (r *Registry) ownerKept(hash string, now time.Time) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, known := r.owners[hash]
	return id, known && now.Sub(r.ownersSince) <= cacheLife
}
