package password

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	mostHeld = 100 << 10   // KiB
	quiet    = time.Second // without a hash, and all is given back
)

// memory bounds what the hashes hold together. The library takes new memory for
// each of them, and the collector of a program that keeps little runs so rarely
// that half a gigabyte of it would lie about; so what is finished is collected
// before there would be too much, and given back to the system after a burst.
type memory struct {
	mu       sync.Mutex
	room     *sync.Cond
	held     int // KiB, of hashes at work
	left     int // KiB, of hashes that are done and perhaps not collected
	collect  func()
	giveBack func()
	after    *time.Timer
}

func newMemory() *memory {
	m := &memory{collect: runtime.GC, giveBack: debug.FreeOSMemory}
	m.room = sync.NewCond(&m.mu)
	return m
}

// with runs work, which holds kib KiB of memory, as soon as that much is free.
func (m *memory) with(kib int, work func() error) error {
	m.take(kib)
	defer m.put(kib)
	return work()
}

func (m *memory) take(kib int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.held > 0 && m.held+kib > mostHeld {
		m.room.Wait()
	}
	if m.left > 0 && m.held+m.left+kib > mostHeld {
		m.collect()
		m.left = 0
	}
	m.held += kib
}

func (m *memory) put(kib int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held -= kib
	m.left += kib
	m.room.Broadcast()
	if m.after == nil {
		m.after = time.AfterFunc(quiet, m.rest)
		return
	}
	m.after.Reset(quiet)
}

// rest gives back what a burst needed, when it is over.
func (m *memory) rest() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == 0 && m.left > 0 {
		m.giveBack()
		m.left = 0
	}
}
