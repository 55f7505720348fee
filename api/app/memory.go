package app

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// gcPercent spends a few MB under load to save CPU of sign-ins: so little lives that
// the default would collect all the time. GOGC overrides it. With 200 it took 5 MB more
// of memory when 64 people signed in at once, and no less CPU that could be measured.
const gcPercent = 150

func setCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// When what was taken is given back to the system. By itself a program that has become quiet
// keeps for minutes what a burst took: nothing makes the collector run, and it keeps for the
// next time what it has collected.
const (
	// The buffers in which only starting reads the migrations are twice of what lives.
	startOver = 100 * time.Millisecond
	lookAgain = 5 * time.Second
	calm      = 4 << 20  // bytes taken since the last look, at most: what background work and a few people take
	burst     = 32 << 20 // bytes taken since memory was given back, at least
)

// memory gives back what a burst took, when it is over.
type memory struct {
	taken       func() uint64 // bytes of all that was ever allocated
	giveBack    func()
	seen, given uint64
}

func newMemory() *memory { return &memory{taken: takenEver, giveBack: giveBack} }

// keep looks until ctx ends.
func (m *memory) keep(ctx context.Context) {
	start, again := time.NewTimer(startOver), time.NewTicker(lookAgain)
	defer start.Stop()
	defer again.Stop()
	for {
		select {
		case <-start.C:
			m.given = m.taken()
			m.giveBack()
		case <-again.C:
			m.look()
		case <-ctx.Done():
			return
		}
	}
}

func (m *memory) look() {
	now := m.taken()
	over := now-m.seen <= calm && now-m.given >= burst
	m.seen = now
	if over {
		m.given = now
		m.giveBack()
	}
}

func takenEver() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func giveBack() {
	runtime.GC() // a pool keeps what it holds for two collections
	debug.FreeOSMemory()
}
