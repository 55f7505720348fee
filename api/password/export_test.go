package password

import (
	"context"
	"sync"
	"time"
)

// Decoy is the hash that is compared when there is none.
func Decoy() string { return New().decoy() }

// Bounds of the queue and of what hashes hold.
const (
	MostAtOnce  = mostAtOnce
	MostWaiting = mostWaiting
	MostHeld    = mostHeld
	Patience    = patience
	Quiet       = quiet
)

// Fake returns a hasher that compares nothing, but takes its time, and says which
// kinds of hash it was given.
func Fake(turns int, takes func(kind string) time.Duration) (h *Hasher, kinds func() []string) {
	var mu sync.Mutex
	var seen []string
	h = &Hasher{queue: newQueue(turns), memory: newMemory(), cost: cost()}
	h.memory.collect, h.memory.giveBack = func() {}, func() {}
	h.compare = func(_, hash string) (Result, error) {
		mu.Lock()
		seen = append(seen, kindOf(hash))
		mu.Unlock()
		time.Sleep(takes(kindOf(hash)))
		return Result{}, nil
	}
	return h, func() []string { was := seen; seen = nil; return was }
}

// Enter waits for a turn.
func (h *Hasher) Enter(ctx context.Context, by Caller) (leave func(), err error) {
	return h.queue.enter(ctx, by)
}

// Waiting is how many are in the queue.
func (h *Hasher) Waiting() int {
	h.queue.mu.Lock()
	defer h.queue.mu.Unlock()
	return h.queue.known.n + h.queue.other.n
}

// Ledger is what hashes hold, with what would collect it and give it back.
type Ledger struct{ *memory }

// NewLedger returns an empty one.
func NewLedger(collect, giveBack func()) Ledger {
	m := newMemory()
	m.collect, m.giveBack = collect, giveBack
	return Ledger{m}
}

// With does what holds so many KiB.
func (l Ledger) With(kib int, work func()) {
	_ = l.with(kib, func() error { work(); return nil })
}
