package store

import (
	"context"
	"slices"
	"time"
)

// Replica is a process that serves, with the ids of its encryption keys in the
// order in which it has them.
type Replica struct {
	ID     string  `db:"id"`
	Keys   Strings `db:"keys"`
	SeenAt Time    `db:"seen_at"`
}

// Has says whether a process can open what a key sealed.
func (p Replica) Has(key string) bool { return slices.Contains(p.Keys, key) }

// ReplicaLife is how long a process counts as running since it was last seen.
const ReplicaLife = 90 * time.Second

// AnnounceReplica says that a process runs, and forgets those that have not been
// seen for long.
func (r Rows) AnnounceReplica(ctx context.Context, p Replica) error {
	if _, err := r.exec(ctx, `DELETE FROM replicas WHERE seen_at <= ?`, At(p.SeenAt.Add(-10*ReplicaLife))); err != nil {
		return err
	}
	return r.insert(ctx, `
		INSERT INTO replicas (id, keys, seen_at) VALUES (:id, :keys, :seen_at)
		ON CONFLICT (id) DO UPDATE SET keys = excluded.keys, seen_at = excluded.seen_at`, p)
}

// ForgetReplica says that a process has ended.
func (r Rows) ForgetReplica(ctx context.Context, id string) error {
	_, err := r.exec(ctx, `DELETE FROM replicas WHERE id = ?`, id)
	return err
}

// Replicas lists the processes that run.
func (r Rows) Replicas(ctx context.Context, now time.Time) ([]Replica, error) {
	var list []Replica
	err := r.list(ctx, &list, `SELECT id, keys, seen_at FROM replicas WHERE seen_at > ? ORDER BY id`, At(now.Add(-ReplicaLife)))
	return list, err
}
