package store

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gather does for several at once what costs less so: those who ask while a statement is under
// way wait for it to end, and are served together by the next. Who asks while none is waits for
// nobody. Safe for concurrent use.
type gather[I, O any] struct {
	// One statement serves at least so many, and at most.
	least, most int
	// Where somebody has waited so long, one more runs beside those that are slow, up to room.
	patience time.Duration
	room     int
	// apart says whether two may not be served together: who came later waits.
	apart func(a, b I) bool
	// together serves several. What it does not serve, and all if it fails, is asked alone.
	together func(ctx context.Context, list []I) (served []*O, err error)

	mu      sync.Mutex
	running int
	waiting []*asked[I, O]
}

// gatheredWithin is how long a statement for several may take.
const gatheredWithin = RequestWithin / 2

type asked[I, O any] struct {
	in     I
	alone  func() (O, error)
	answer chan answer[O]
}

type answer[O any] struct {
	served *O // nil for whoever must ask alone
	err    error
}

// do serves in, alone or together with others. It waits for them as long as the request's
// time for the database lasts; whoever is gone before it is their turn is not served.
func (g *gather[I, O]) do(ctx context.Context, in I, alone func() (O, error)) (O, error) {
	mine := &asked[I, O]{in, alone, make(chan answer[O], 1)}
	room := g.enter(mine)
	if room && g.least > 1 {
		defer g.leave()
		return alone()
	}
	if room {
		go g.serve([]*asked[I, O]{mine})
	}
	a, err := g.wait(ctx, mine)
	if err == nil && a.served == nil {
		return alone()
	}
	if err != nil {
		var nothing O
		return nothing, err
	}
	return *a.served, nil
}

// wait waits for the answer, and makes room when that takes long.
func (g *gather[I, O]) wait(ctx context.Context, mine *asked[I, O]) (answer[O], error) {
	bounded, done := spend(ctx)
	defer done()
	slow := time.NewTimer(g.patience)
	defer slow.Stop()
	for {
		select {
		case a := <-mine.answer:
			return a, a.err
		case <-slow.C:
			g.more()
			slow.Reset(g.patience)
		case <-bounded.Done():
			g.forget(mine)
			select {
			case a := <-mine.answer: // it came at the same moment
				return a, a.err
			default:
				return answer[O]{}, bounded.Err()
			}
		}
	}
}

// enter takes a place among those that run, or in the queue.
func (g *gather[I, O]) enter(mine *asked[I, O]) (room bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running == 0 {
		g.running++
		return true
	}
	g.waiting = append(g.waiting, mine)
	return false
}

// leave gives a place to those who wait, or up.
func (g *gather[I, O]) leave() {
	if next := g.next(); len(next) > 0 {
		go g.serve(next)
	}
}

// more runs one more beside those that are slow.
func (g *gather[I, O]) more() {
	g.mu.Lock()
	room := g.running < g.room
	if room {
		g.running++
	}
	g.mu.Unlock()
	if room {
		g.leave()
	}
}

// next takes from the queue whom one statement serves; the place is given up if nobody waits.
func (g *gather[I, O]) next() []*asked[I, O] {
	g.mu.Lock()
	defer g.mu.Unlock()
	var taken, left []*asked[I, O]
	for _, one := range g.waiting {
		clashes := slices.ContainsFunc(taken, func(other *asked[I, O]) bool { return g.apart(other.in, one.in) })
		if len(taken) < g.most && !clashes {
			taken = append(taken, one)
		} else {
			left = append(left, one)
		}
	}
	g.waiting = left
	if len(taken) == 0 {
		g.running--
	}
	return taken
}

// forget takes somebody out of the queue, if they are still in it.
func (g *gather[I, O]) forget(mine *asked[I, O]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = slices.DeleteFunc(g.waiting, func(one *asked[I, O]) bool { return one == mine })
}

// serve serves those who were taken, and gives the place to the next. Whom a panic leaves
// without an answer meets it again in their own request, where it is logged.
func (g *gather[I, O]) serve(list []*asked[I, O]) {
	defer func() {
		if recover() != nil {
			for _, one := range list {
				select {
				case one.answer <- answer[O]{}:
				default:
				}
			}
		}
		g.leave()
	}()
	if len(list) < g.least {
		for _, one := range list {
			out, err := one.alone()
			one.answer <- answer[O]{&out, err}
		}
		return
	}
	in := make([]I, len(list))
	for n, one := range list {
		in[n] = one.in
	}
	// No request that is over takes the others with it, so the context is none of theirs. It
	// leaves each of them time to ask alone.
	ctx, done := context.WithTimeout(context.Background(), gatheredWithin)
	defer done()
	served, err := g.together(ctx, in)
	for n, one := range list {
		if err != nil {
			one.answer <- answer[O]{}
		} else {
			one.answer <- answer[O]{served: served[n]}
		}
	}
}
