package password

import (
	"context"
	"slices"
	"sync"
	"time"

	"latchkey/api/fault"
)

// Bounds of the queue: whoever waits longer would be better off trying again.
const (
	mostWaiting = 64
	patience    = 4 * time.Second
	comeBack    = 2 * time.Second // Retry-After
)

// Caller is who wants a password looked at, as far as the queue cares.
type Caller struct {
	Address string // the network of the client's address: those who share one wait for each other
	Known   bool   // has proven to be somebody before: goes first
}

// queue gives out a few turns. Those who wait get them in the order of their
// addresses, one each and around again, so that many from one address delay
// nobody from another one. Known callers go first, three times of four.
type queue struct {
	mu    sync.Mutex
	free  int
	taken int // turns, ever
	known lane
	other lane
}

// waiter is somebody in the queue; the answer is nil when their turn has come.
type waiter struct {
	Caller
	answer chan error
}

// newQueue returns a queue for this many turns at a time.
func newQueue(turns int) *queue { return &queue{free: turns} }

// enter waits for a turn; leave must be called once after it. The error is
// fault.Busy for whom the queue has no place, or none for long enough.
func (q *queue) enter(ctx context.Context, by Caller) (leave func(), err error) {
	w := &waiter{Caller: by, answer: make(chan error, 1)}
	q.join(w)
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case err = <-w.answer:
	case <-late.C:
		err = q.giveUp(w, busy("password_queue_slow"))
	case <-ctx.Done():
		err = q.giveUp(w, ctx.Err())
	}
	if err != nil {
		return nil, err
	}
	return q.leave, nil
}

func (q *queue) join(w *waiter) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free > 0 { // then nobody waits
		q.free--
		w.answer <- nil
		return
	}
	if q.known.n+q.other.n >= mostWaiting {
		last := q.lastFor(w.Caller)
		if last == nil {
			w.answer <- busy("password_queue_full")
			return
		}
		q.laneOf(last).remove(last)
		last.answer <- busy("password_queue_full")
	}
	q.laneOf(w).add(w)
}

// lastFor is who must make room for a caller: the last one of the address that
// has the most in the queue, if that is fairer; nil if not.
func (q *queue) lastFor(by Caller) *waiter {
	if by.Known && q.other.n > 0 {
		return q.other.longest().last()
	}
	lane := q.laneOf(&waiter{Caller: by})
	longest := lane.longest()
	if longest == nil || len(longest.waiting) < lane.waiting(by.Address)+2 {
		return nil
	}
	return longest.last()
}

func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	first, second := &q.known, &q.other
	if q.taken++; q.taken%4 == 0 {
		first, second = second, first
	}
	w := first.take()
	if w == nil {
		w = second.take()
	}
	if w == nil {
		q.free++
		return
	}
	w.answer <- nil
}

// giveUp leaves the queue because of an error, unless there was an answer
// meanwhile: then that one counts.
func (q *queue) giveUp(w *waiter, because error) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.laneOf(w).remove(w) {
		return because
	}
	return <-w.answer
}

func (q *queue) laneOf(w *waiter) *lane {
	if w.Known {
		return &q.known
	}
	return &q.other
}

func busy(reason string) error {
	return &fault.Fault{Code: fault.Busy, Reason: reason, RetryAfter: comeBack}
}

// lane is a part of the queue: a line for each address, the next one first.
type lane struct {
	lines []*line
	n     int // that wait in all lines
}

type line struct {
	address string
	waiting []*waiter
}

func (l *line) last() *waiter { return l.waiting[len(l.waiting)-1] }

func (l *lane) add(w *waiter) {
	l.n++
	if i := l.find(w.Address); i >= 0 {
		l.lines[i].waiting = append(l.lines[i].waiting, w)
		return
	}
	l.lines = append(l.lines, &line{address: w.Address, waiting: []*waiter{w}})
}

// take gives the first of the next line, which goes to the end; nil if nobody
// waits.
func (l *lane) take() *waiter {
	if l.n == 0 {
		return nil
	}
	next := l.lines[0]
	l.lines = append(l.lines[1:], next)
	w := next.waiting[0]
	l.remove(w)
	return w
}

func (l *lane) remove(w *waiter) bool {
	i := l.find(w.Address)
	if i < 0 {
		return false
	}
	at := slices.Index(l.lines[i].waiting, w)
	if at < 0 {
		return false
	}
	l.n--
	if l.lines[i].waiting = slices.Delete(l.lines[i].waiting, at, at+1); len(l.lines[i].waiting) == 0 {
		l.lines = slices.Delete(l.lines, i, i+1)
	}
	return true
}

func (l *lane) find(address string) int {
	return slices.IndexFunc(l.lines, func(l *line) bool { return l.address == address })
}

func (l *lane) waiting(address string) int {
	if i := l.find(address); i >= 0 {
		return len(l.lines[i].waiting)
	}
	return 0
}

// longest is the line of the address with the most that wait, nil without any.
func (l *lane) longest() *line {
	var longest *line
	for _, line := range l.lines {
		if longest == nil || len(line.waiting) > len(longest.waiting) {
			longest = line
		}
	}
	return longest
}
