package store

import (
	"context"
	"errors"
	"sync"
	"time"
)

// gather does for several at once what costs less so: those who ask while a statement is under
// way wait for it to end, and are served together by the next. Who asks while none is waits for
// nobody. Safe for concurrent use.
type gather[I, O any] struct {
	// One statement serves at least so many, and at most.
	least, most int
	// A statement that has run for longer than this is slow: others no longer wait for it and run
	// beside it, up to room of them.
	patience time.Duration
	room     int
	// A caller whose deadline passes while a statement serves them waits this much longer for its result.
	grace time.Duration
	// apart reports two inputs that one statement must not serve together: the later one waits.
	apart func(a, b I) bool
	// together serves several inputs with one statement. An input without a result, and every input if
	// the statement fails, is asked again alone.
	together func(ctx context.Context, list []I) (served []*O, err error)

	mu      sync.Mutex
	runs    []*run
	waiting []*asked[I, O]
	watched bool // somebody will look whether what runs is slow
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
func (g *gather[I, O]) do(ctx context.Context, in I, alone func(context.Context) (O, error)) (O, error) {
	waiting, done := spend(ctx)
	mine := &asked[I, O]{in, func() (O, error) { return alone(countedOnce(waiting)) }, make(chan answer[O], 1)}
	r := g.enter(mine)
	if r != nil && g.least > 1 {
		done()
		defer g.leave(r)
		return alone(ctx)
	}
	if r != nil {
		go g.serve(r, []*asked[I, O]{mine})
	}
	a, err := g.wait(waiting, mine)
	done()
	if err == nil && a.served == nil {
		return alone(ctx)
	}
	if err != nil {
		var nothing O
		return nothing, err
	}
	return *a.served, nil
}

// wait waits for the answer. Who is in the queue when their time ends is not served. Who is not
// any more may have been written by the time that they leave, and be told so at the last moment.
func (g *gather[I, O]) wait(ctx context.Context, mine *asked[I, O]) (answer[O], error) {
	select {
	case a := <-mine.answer:
		return a, a.err
	case <-ctx.Done():
	}
	grace := g.grace
	if g.forget(mine) || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		grace = 0
	}
	last := time.NewTimer(grace)
	defer last.Stop()
	select {
	case a := <-mine.answer:
		return a, a.err
	case <-last.C:
		return answer[O]{}, ctx.Err()
	}
}

// serve serves those who were taken. Whom a panic leaves without an answer meets it again in
// their own request, where it is logged.
func (g *gather[I, O]) serve(r *run, list []*asked[I, O]) {
	defer func() {
		if recover() != nil {
			for _, one := range list {
				select {
				case one.answer <- answer[O]{}:
				default:
				}
			}
		}
		g.leave(r)
	}()
	if r.alone {
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
