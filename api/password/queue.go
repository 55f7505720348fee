package password

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"latchkey/api/fault"
)

// Bounds of the queue: whoever waits longer would be better off trying again.
const (
	mostWaiting = 64
	patience    = 2 * time.Second // half of what a request has
	comeBack    = 2 * time.Second // Retry-After
)

// Caller is who wants a password looked at, as far as the queue cares.
type Caller struct {
	Address string // the network of the client's address: those who share one wait for each other
	Account string // what the password is tried at, whether or not it exists
	Known   bool   // has proven to be somebody before: goes first
}

// queue gives out a few turns. Those who wait get them in the order of their
// addresses, one each and around again, so that many from one address delay
// nobody from another one. Known callers go first, three times of four.
type queue struct {
	mu    sync.Mutex
	free  int
	taken int // turns, ever
	known group
	other group
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
		if err = ctx.Err(); errors.Is(err, context.DeadlineExceeded) {
			err = busy("password_queue_slow")
		}
		err = q.giveUp(w, err)
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
		q.groupOf(last.Caller).remove(last)
		last.answer <- busy("password_queue_full")
	}
	q.groupOf(w.Caller).add(w)
}

// lastFor is who must make room for a caller in a full queue: the last one at the
// account, or else of the address, that has the most in it, if that is fairer; nil
// if not.
func (q *queue) lastFor(by Caller) *waiter {
	group := q.groupOf(by)
	if by.Known && q.other.n > 0 {
		group = &q.other
	}
	for _, of := range []func(Caller) string{account, address} {
		last, n := group.crowd(of)
		if last != nil && (group != q.groupOf(by) || n >= group.count(of, of(by))+2) {
			return last
		}
	}
	return nil
}

func account(c Caller) string { return c.Account }

func address(c Caller) string { return c.Address }

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
	if q.groupOf(w.Caller).remove(w) {
		return because
	}
	return <-w.answer
}

func (q *queue) groupOf(by Caller) *group {
	if by.Known {
		return &q.known
	}
	return &q.other
}

func busy(reason string) error {
	return &fault.Fault{Code: fault.Busy, Reason: reason, RetryAfter: comeBack}
}

// group is a part of the queue: a line for each address, the next one first.
type group struct {
	lines []*line
	n     int // that wait in all lines
}

type line struct {
	address string
	waiting []*waiter
}

func (l *group) add(w *waiter) {
	l.n++
	if i := l.find(w.Address); i >= 0 {
		l.lines[i].waiting = append(l.lines[i].waiting, w)
		return
	}
	l.lines = append(l.lines, &line{address: w.Address, waiting: []*waiter{w}})
}

// take gives the first of the next line, which goes to the end; nil if nobody
// waits.
func (l *group) take() *waiter {
	if l.n == 0 {
		return nil
	}
	next := l.lines[0]
	l.lines = append(l.lines[1:], next)
	w := next.waiting[0]
	l.remove(w)
	return w
}

func (l *group) remove(w *waiter) bool {
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

func (l *group) find(address string) int {
	return slices.IndexFunc(l.lines, func(l *line) bool { return l.address == address })
}

// count is how many wait that have a value of something.
func (l *group) count(of func(Caller) string, value string) int {
	n := 0
	for _, line := range l.lines {
		for _, w := range line.waiting {
			if of(w.Caller) == value {
				n++
			}
		}
	}
	return n
}

// crowd is the last one of the most that share a value of something, and how many
// they are; nil where nobody has any.
func (l *group) crowd(of func(Caller) string) (last *waiter, most int) {
	counts := map[string]int{}
	for _, line := range l.lines {
		for _, w := range line.waiting {
			value := of(w.Caller)
			if counts[value]++; value != "" && counts[value] > most {
				last, most = w, counts[value]
			}
		}
	}
	return last, most
}
