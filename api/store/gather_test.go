package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// gathering serves numbers: alone as themselves, together as a hundred more.
type gathering struct {
	*gather[int, int]
	mu       sync.Mutex
	together [][]int // whom each statement for several served
}

func newGathering(serve func([]int) ([]*int, error)) *gathering {
	g := &gathering{}
	g.gather = &gather[int, int]{
		least: 2, most: 3, patience: time.Second, room: 2, grace: 500 * time.Millisecond,
		apart: func(a, b int) bool { return a == b },
		together: func(_ context.Context, list []int) ([]*int, error) {
			g.mu.Lock()
			g.together = append(g.together, list)
			g.mu.Unlock()
			return serve(list)
		},
	}
	return g
}

func aHundredMore(list []int) ([]*int, error) {
	var served []*int
	for _, one := range list {
		more := one + 100
		served = append(served, &more)
	}
	return served, nil
}

// ask asks in a goroutine; what it gets is there when the bubble is still.
func (g *gathering) ask(ctx context.Context, in int, alone func(context.Context) (int, error)) *answer[int] {
	a := &answer[int]{}
	go func() {
		got, err := g.do(ctx, in, alone)
		a.served, a.err = &got, err
	}()
	synctest.Wait()
	return a
}

func itself(in int) func(context.Context) (int, error) {
	return func(context.Context) (int, error) { return in, nil }
}

// held is somebody who is alone until they are let go.
func held(in int) (alone func(context.Context) (int, error), let func()) {
	wait := make(chan struct{})
	return func(context.Context) (int, error) { <-wait; return in, nil }, func() { close(wait); synctest.Wait() }
}

func (g *gathering) expect(t *testing.T, together [][]int, answers map[*answer[int]]int) {
	t.Helper()
	if !slices.EqualFunc(g.together, together, slices.Equal) {
		t.Errorf("together were %v, want %v", g.together, together)
	}
	for a, want := range answers {
		if a.served == nil || *a.served != want || a.err != nil {
			t.Errorf("got %+v, want %d", a, want)
		}
	}
	if len(g.waiting) > 0 || len(g.runs) > 0 {
		t.Errorf("%d wait and %d run at the end", len(g.waiting), len(g.runs))
	}
}

// Whoever comes while one is under way waits for it, and goes with the others.
func TestGather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGathering(aHundredMore)
		first := g.ask(ctx, 1, itself(1)) // waits for nobody
		alone, let := held(2)
		second := g.ask(ctx, 2, alone)
		var others []*answer[int]
		for _, n := range []int{3, 4, 4, 5, 6} {
			others = append(others, g.ask(ctx, n, itself(n)))
		}
		let()
		g.expect(t, [][]int{{3, 4, 5}, {4, 6}}, map[*answer[int]]int{
			first: 1, second: 2, others[0]: 103, others[1]: 104, others[2]: 104, others[3]: 105, others[4]: 106,
		})
	})
}

// Whoever is left over goes alone, and so do all where the statement for several fails.
func TestGatherLeavesNobody(t *testing.T) {
	for name, serve := range map[string]func([]int) ([]*int, error){
		"one is not served": func(list []int) ([]*int, error) { return make([]*int, len(list)), nil },
		"it panics":         func([]int) ([]*int, error) { panic("no") },
		"it fails":          func([]int) ([]*int, error) { return nil, errors.New("no") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, g := t.Context(), newGathering(serve)
				alone, let := held(1)
				first := g.ask(ctx, 1, alone)
				second, third := g.ask(ctx, 2, itself(2)), g.ask(ctx, 3, itself(3))
				let()
				g.expect(t, [][]int{{2, 3}}, map[*answer[int]]int{first: 1, second: 2, third: 3})
			})
		})
	}
	t.Run("nobody else waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, g := t.Context(), newGathering(aHundredMore)
			alone, let := held(1)
			first := g.ask(ctx, 1, alone)
			second := g.ask(ctx, 2, itself(2))
			let()
			g.expect(t, nil, map[*answer[int]]int{first: 1, second: 2})
		})
	})
}

// Whoever is gone, or has no time left, is not served, and keeps nobody waiting.
func TestGatherForgetsWhoIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGathering(aHundredMore)
		alone, let := held(1)
		first := g.ask(ctx, 1, alone)
		going, gone := context.WithCancel(ctx)
		second := g.ask(going, 2, itself(2))
		third := g.ask(Within(ctx, time.Millisecond), 3, itself(3))
		fourth, fifth := g.ask(ctx, 4, itself(4)), g.ask(ctx, 5, itself(5))
		gone()
		time.Sleep(2 * time.Millisecond)
		let()
		g.expect(t, [][]int{{4, 5}}, map[*answer[int]]int{first: 1, fourth: 104, fifth: 105})
		if !errors.Is(second.err, context.Canceled) || !errors.Is(third.err, context.DeadlineExceeded) {
			t.Errorf("got %v and %v", second.err, third.err)
		}
	})
}

// Whom the one beside the slow one leaves, because they may not go together, goes after it.
func TestGatherIsPatientAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGathering(aHundredMore)
		alone, let := held(1)
		first := g.ask(ctx, 1, alone)
		slow, go2 := held(2)
		second := g.ask(ctx, 2, slow) // is alone beside the first, and slow as well
		third := g.ask(ctx, 2, itself(2))
		time.Sleep(time.Second)
		time.Sleep(time.Second)
		synctest.Wait()
		if third.served == nil {
			t.Error("nobody looked again")
		}
		go2()
		let()
		g.expect(t, nil, map[*answer[int]]int{first: 1, second: 2, third: 2})
	})
}

// Those who are slow alone, because somebody holds what they ask for, are in nobody's way: they
// take no place of those who run at a time, and whoever comes does not wait for them.
func TestGatherGoesPastWhoIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGathering(aHundredMore)
		answers := map[*answer[int]]int{}
		var let []func()
		for n := range 2 * g.room {
			alone, free := held(n)
			answers[g.ask(ctx, n, alone)] = n
			let = append(let, free)
			time.Sleep(time.Second)
		}
		synctest.Wait()
		next := g.ask(ctx, 50, itself(50))
		answers[next] = 50
		if next.served == nil {
			t.Error("who comes waits for those who are held")
		}
		for _, free := range let {
			free()
		}
		g.expect(t, nil, answers)
	})
}

// Those who are slow together take all places there are, so that no more run at a time.
func TestGatherHasRoomForSoMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, slow := t.Context(), make(chan struct{})
		g := newGathering(func(list []int) ([]*int, error) { <-slow; return aHundredMore(list) })
		alone, let := held(0)
		answers := map[*answer[int]]int{g.ask(ctx, 0, alone): 0}
		for n := 1; n <= 3*g.most; n++ {
			answers[g.ask(ctx, n, itself(n))] = n + 100
		}
		let()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if len(g.together) != g.room || len(g.waiting) != g.most {
			t.Errorf("%d run and %d wait, with room for %d", len(g.together), len(g.waiting), g.room)
		}
		close(slow)
		synctest.Wait()
		g.expect(t, [][]int{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, answers)
	})
}

// However many wait, each is compared with those who are taken, not with all who wait.
func TestGatherOfThousands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g, compared := t.Context(), newGathering(aHundredMore), 0
		g.apart = func(_, _ int) bool { compared++; return false }
		const many = 3000
		alone, let := held(-1)
		g.ask(ctx, -1, alone)
		for n := range many {
			go func() { _, _ = g.do(ctx, n, itself(n)) }()
		}
		synctest.Wait()
		let()
		if len(g.together) != many/g.most || compared > many*g.most {
			t.Errorf("%d statements, %d comparisons", len(g.together), compared)
		}
	})
}

// Who is gone while a statement serves them takes nobody else with them.
func TestGatherServesWhoStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, slow := t.Context(), make(chan struct{})
		g := newGathering(func(list []int) ([]*int, error) { <-slow; return aHundredMore(list) })
		alone, let := held(1)
		first := g.ask(ctx, 1, alone)
		going, gone := context.WithCancel(ctx)
		second, third := g.ask(going, 2, itself(2)), g.ask(ctx, 3, itself(3))
		let()
		gone()
		synctest.Wait()
		if !errors.Is(second.err, context.Canceled) {
			t.Errorf("got %v", second.err)
		}
		close(slow)
		synctest.Wait()
		g.expect(t, [][]int{{2, 3}}, map[*answer[int]]int{first: 1, third: 103})
	})
}

// Whose time ends while a statement serves them hears what it wrote, if it ends a moment later:
// they would ask again for what was done.
func TestGatherTellsWhoWasServed(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		told  bool
	}{"a moment later": {400 * time.Millisecond, true}, "much later": {600 * time.Millisecond, false}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, slow := t.Context(), make(chan struct{})
				g := newGathering(func(list []int) ([]*int, error) { <-slow; return aHundredMore(list) })
				alone, let := held(1)
				first := g.ask(ctx, 1, alone)
				second, third := g.ask(Within(ctx, time.Second), 2, itself(2)), g.ask(ctx, 3, itself(3))
				let()
				time.Sleep(time.Second + c.after)
				close(slow)
				synctest.Wait()
				answers := map[*answer[int]]int{first: 1, third: 103}
				if c.told {
					answers[second] = 102
				} else if !errors.Is(second.err, context.DeadlineExceeded) {
					t.Errorf("got %v", second.err)
				}
				g.expect(t, [][]int{{2, 3}}, answers)
			})
		})
	}
}

// Time that is waited for the database is taken off what a request has of it once, whoever waits.
func TestGatherCountsTimeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGathering(aHundredMore)
		slow := func(ctx context.Context) (int, error) {
			_, done := spend(ctx)
			defer done()
			time.Sleep(300 * time.Millisecond)
			return 0, nil
		}
		first := Within(t.Context(), time.Minute)
		second := Within(t.Context(), time.Minute)
		g.ask(first, 1, slow)
		g.ask(second, 2, slow) // waits for the first, and is alone then
		time.Sleep(time.Second)
		for want, ctx := range map[time.Duration]context.Context{300 * time.Millisecond: first, 600 * time.Millisecond: second} {
			b, _ := ctx.Value(budgetKey{}).(*budget)
			if took := time.Minute - b.rest(); took != want {
				t.Errorf("took %v off, want %v", took, want)
			}
		}
	})
}

// One that is slow keeps others waiting for a moment alone, as long as there is room.
func TestGatherIsPatientForAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGathering(aHundredMore)
		alone, let := held(1)
		first := g.ask(ctx, 1, alone)
		second, third := g.ask(ctx, 2, itself(2)), g.ask(ctx, 3, itself(3))
		time.Sleep(time.Second)
		synctest.Wait()
		if len(g.together) != 1 || second.served == nil {
			t.Error("nobody went beside the one that is slow")
		}
		let()
		g.expect(t, [][]int{{2, 3}}, map[*answer[int]]int{first: 1, second: 102, third: 103})
	})
}
