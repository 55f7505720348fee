package password

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"

	"latchkey/api/fault"
)

// Cost of a hash: the least that OWASP recommends with one pass (46 MiB, t=1, p=1).
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 46 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// queued is how many may wait for a core.
const queued = 50

// Hasher runs the hashes.
type Hasher struct {
	cores chan struct{}
	queue chan struct{}
}

// decoy is a hash of today's cost that no password is known for: it is compared
// when there is nothing to compare, so that time tells nothing.
const decoy = "$argon2id$v=19$m=47104,t=1,p=1$V8dYmXJDxBnazDzo63blTA$LUhC8/WCgQ9ctQ8PGnkJLeXwH9xCYDtEcbh/YgEITdk"

// New returns a hasher that uses every core once.
func New() *Hasher {
	n := runtime.NumCPU()
	return &Hasher{cores: make(chan struct{}, n), queue: make(chan struct{}, queued+n)}
}

// Hash makes an argon2id hash. The error is fault.Busy when too many wait.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	var hash string
	err := h.turn(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(password, cost())
		return err
	})
	return hash, err
}

// Result is what a check found.
type Result struct {
	Match   bool
	Upgrade bool // the hash is not of today's cost and should be made anew
}

// Check compares a password with a hash. A nil hash (no user, or a user without
// a password) costs the same time and never matches; so does one that cannot be
// checked ([Known]) or is too costly to be run ([TooCostly]).
func (h *Hasher) Check(ctx context.Context, password string, hash *string) (Result, error) {
	against := decoy
	if hash != nil && (!Known(*hash) || TooCostly(*hash)) {
		hash = nil
	}
	if hash != nil {
		against = *hash
	}
	var r Result
	err := h.turn(ctx, func() (err error) {
		r, err = compare(password, against)
		return err
	})
	if err != nil || hash == nil {
		return Result{}, err
	}
	return r, nil
}

func compare(password, hash string) (Result, error) {
	if isBcrypt(hash) {
		return compareBcrypt(password, hash)
	}
	match, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return Result{}, fmt.Errorf("read a password hash: %w", err)
	}
	return Result{Match: match, Upgrade: *params != *cost()}, nil
}

// turn waits for a core, in a queue that refuses rather than grows.
func (h *Hasher) turn(ctx context.Context, work func() error) error {
	select {
	case h.queue <- struct{}{}:
	default:
		return &fault.Fault{Code: fault.Busy, Reason: "password_queue_full", RetryAfter: 2 * time.Second}
	}
	defer func() { <-h.queue }()
	select {
	case h.cores <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.cores }()
	return work()
}
