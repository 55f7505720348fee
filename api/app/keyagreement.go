package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// keyAgreement lets a new encryption key seal only when every process that runs
// can open it, so that keys are changed process by process and nobody at a
// provider meanwhile comes back to one that cannot read their attempt.
type keyAgreement struct {
	store *store.Store
	ring  *secret.Ring
	id    string // of this process
	began time.Time
	now   func() time.Time
	log   *slog.Logger
}

// agreeAfter is how long a process looks at the others before it uses a key that was
// not in use when it began: two that start together must see each other first.
const agreeAfter = 45 * time.Second

// begin announces this process and seals with the key that is in use: the one of
// our newest own key, or the first one in a new database.
func (k *keyAgreement) begin(ctx context.Context) error {
	keys, err := k.store.TokenKeys(ctx)
	if err != nil {
		return fmt.Errorf("read our keys: %w", err)
	}
	var newest store.TokenKey
	for _, key := range keys {
		if !key.CreatedAt.Before(newest.CreatedAt.Time) {
			newest = key
		}
	}
	k.ring.SealWith(secret.KeyOf(newest.Sealed))
	return k.announce(ctx)
}

func (k *keyAgreement) announce(ctx context.Context) error {
	err := k.store.AnnounceReplica(ctx, store.Replica{ID: k.id, Keys: k.ring.IDs(), SeenAt: store.At(k.now())})
	if err != nil {
		return fmt.Errorf("announce this process: %w", err)
	}
	return nil
}

// meet announces this process and seals with the first of its keys that all have.
func (k *keyAgreement) meet(ctx context.Context) error {
	if err := k.announce(ctx); err != nil {
		return err
	}
	now := k.now()
	replicas, err := k.store.Replicas(ctx, now)
	if err != nil {
		return fmt.Errorf("list the processes: %w", err)
	}
	key := k.ring.FirstWhere(func(id string) bool { return known(id, replicas) })
	if key == k.ring.Seals() || now.Sub(k.began) < agreeAfter && known(k.ring.Seals(), replicas) {
		return nil
	}
	k.ring.SealWith(key)
	k.log.InfoContext(ctx, "another encryption key seals: every process has it", "key", key, "processes", len(replicas))
	return nil
}

// known says whether all processes can open what a key sealed.
func known(key string, replicas []store.Replica) bool {
	for _, r := range replicas {
		if !r.Has(key) {
			return false
		}
	}
	return true
}

// leave says that this process has ended.
func (k *keyAgreement) leave(ctx context.Context) error { return k.store.ForgetReplica(ctx, k.id) }
