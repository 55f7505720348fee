package attempt

import (
	"cmp"
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Limits are how long callbacks wait, and for what. Tests set shorter ones.
type Limits struct {
	// Each is how many exchanges a client address may have at once: behind one address
	// may be an office whose thousands begin at nine. The process and each application
	// have limits of their own (package idp).
	Each        int
	Wait        time.Duration // for one of them
	ReplicaWait time.Duration // see [Poll]
}

func (l Limits) orDefaults() Limits {
	return Limits{cmp.Or(l.Each, 128), cmp.Or(l.Wait, 2*time.Second), cmp.Or(l.ReplicaWait, replicaWait)}
}

// replicaWait is how long a replica whose code was refused waits for the one that is
// completing the attempt. If that one takes longer, its result replaces the refusal
// (see [store.Rows.SpendAttempt]).
const replicaWait = 1500 * time.Millisecond

// WaitForSlot waits for one of the slots of a client address.
func (r *Attempts) WaitForSlot(ctx context.Context, address string) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, r.Limits.Wait)
	defer cancel()
	_, release, err = r.slots.Acquire(ctx, address)
	if err != nil {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "exchange_queue", RetryAfter: 2 * time.Second}
	}
	return release, nil
}

// Poll repeats a look until it finds something or the time is over.
func Poll(ctx context.Context, wait time.Duration, look func() error) error {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		if err := look(); !errors.Is(err, store.ErrNotFound) || wait <= 0 {
			return err
		}
		select {
		case <-time.After(min(pause, wait)):
			wait -= pause
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
