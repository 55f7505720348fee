package password

import (
	"context"
	"fmt"
	"runtime"

	"github.com/alexedwards/argon2id"
)

// Cost of a hash: the least that OWASP recommends with one pass (46 MiB, t=1, p=1).
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 46 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// mostAtOnce is how many hashes are made at a time; what they hold is bounded too.
const mostAtOnce = 2

// Hasher makes and checks hashes; safe for concurrent use.
type Hasher struct {
	queue   *queue
	memory  *memory
	cost    *argon2id.Params
	compare func(password, hash string) (Result, error)
}

// New returns a hasher that uses two cores at most.
func New() *Hasher { return newHasher(cost()) }

// NewCheap is New for tests of other rooms: its hashes cost next to nothing, and
// are worth as much.
func NewCheap() *Hasher {
	cheap := cost()
	cheap.Memory = 8
	return newHasher(cheap)
}

func newHasher(cost *argon2id.Params) *Hasher {
	h := &Hasher{queue: newQueue(min(mostAtOnce, runtime.NumCPU())), memory: newMemory(), cost: cost}
	h.compare = h.compareOne
	return h
}

// Hash makes an argon2id hash, for somebody who has proven who they are. The
// error is fault.Busy when too many wait.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.queue.enter(ctx, Caller{Known: true})
	if err != nil {
		return "", err
	}
	defer leave()
	var hash string
	err = h.memory.with(int(h.cost.Memory), func() (err error) {
		hash, err = argon2id.CreateHash(password, h.cost)
		return err
	})
	return hash, err
}

// Try is a password that is to be compared with a hash.
type Try struct {
	By       Caller
	Password string
	// Hash is nil for nobody, and for somebody without a password.
	Hash *string
	// Kinds are how the hashes of the organization begin, up to the salt: each
	// check does the work of all of them. Without any it does that of the hash.
	Kinds []string
	// Count is called when the turn has come, before anything is compared; its
	// error ends the try. Nil counts nothing.
	Count func(ctx context.Context) error
}

// Result is what a check found.
type Result struct {
	Match   bool
	Upgrade bool // the hash is not of today's cost and should be made anew
}

// Check compares a password with a hash. A nil hash never matches, at the same
// cost; nor does one that cannot be checked ([Known]) or is too costly to be run
// ([TooCostly]). The error is fault.Busy when too many wait.
func (h *Hasher) Check(ctx context.Context, t Try) (Result, error) {
	leave, err := h.queue.enter(ctx, t.By)
	if err != nil {
		return Result{}, err
	}
	defer leave()
	if t.Count != nil {
		if err := t.Count(ctx); err != nil {
			return Result{}, err
		}
	}
	if t.Hash != nil && !Usable(*t.Hash) {
		t.Hash = nil
	}
	return h.compareAll(t)
}

// compareAll does the work of each kind, and keeps what the own hash says.
func (h *Hasher) compareAll(t Try) (Result, error) {
	var own Result
	for _, hash := range workOf(t.Kinds, t.Hash, h.decoy()) {
		var r Result
		err := h.memory.with(memoryOf(hash), func() (err error) {
			r, err = h.compare(t.Password, hash)
			return err
		})
		if err != nil {
			return Result{}, err
		}
		if t.Hash != nil && hash == *t.Hash {
			own = r
		}
	}
	return own, nil
}

func (h *Hasher) compareOne(password, hash string) (Result, error) {
	if isBcrypt(hash) {
		return compareBcrypt(password, hash)
	}
	match, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return Result{}, fmt.Errorf("read a password hash: %w", err)
	}
	return Result{Match: match, Upgrade: *params != *h.cost}, nil
}
