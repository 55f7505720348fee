package store

import (
	"slices"
	"time"
)

// run is a statement that runs, for several callers or for one.
type run struct {
	began time.Time
	alone bool
}

// enter lets who asks run at once, if nobody runs whom it is worth to wait for, or puts them in
// the queue.
func (g *gather[I, O]) enter(mine *asked[I, O]) *run {
	g.mu.Lock()
	defer g.mu.Unlock()
	busy := g.busy() || g.full()
	if !busy && len(g.waiting) == 0 {
		return g.begin(g.least > 1)
	}
	g.waiting = append(g.waiting, mine)
	if !busy {
		g.start()
	}
	g.watch()
	return nil
}

// leave ends a run, and lets those who wait begin one.
func (g *gather[I, O]) leave(r *run) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.runs = slices.DeleteFunc(g.runs, func(other *run) bool { return other == r })
	if !g.full() {
		g.start()
	}
}

// watch has somebody look again in a while, as long as there is somebody who waits.
func (g *gather[I, O]) watch() {
	if g.watched || len(g.waiting) == 0 {
		return
	}
	g.watched = true
	time.AfterFunc(g.patience, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.watched = false
		if !g.busy() && !g.full() {
			g.start()
		}
		g.watch()
	})
}

// busy says whether one runs that is not slow.
func (g *gather[I, O]) busy() bool {
	return slices.ContainsFunc(g.runs, func(r *run) bool { return !g.slow(r) })
}

// full says whether all places are taken. Who is alone and slow waits for somebody whom they
// alone are in the way of, and takes none: or a few of them would keep everybody else waiting.
func (g *gather[I, O]) full() bool {
	taken := 0
	for _, r := range g.runs {
		if !r.alone || !g.slow(r) {
			taken++
		}
	}
	return taken >= g.room
}

func (g *gather[I, O]) slow(r *run) bool { return time.Since(r.began) >= g.patience }

func (g *gather[I, O]) begin(alone bool) *run {
	r := &run{time.Now(), alone}
	g.runs = append(g.runs, r)
	return r
}

// start begins a run for those whom one statement serves, the first of the queue first.
func (g *gather[I, O]) start() {
	var taken []*asked[I, O]
	g.waiting = slices.DeleteFunc(g.waiting, func(one *asked[I, O]) bool {
		if len(taken) == g.most || slices.ContainsFunc(taken, func(other *asked[I, O]) bool { return g.apart(other.in, one.in) }) {
			return false
		}
		taken = append(taken, one)
		return true
	})
	if len(taken) > 0 {
		go g.serve(g.begin(len(taken) < g.least), taken)
	}
}

// forget takes somebody out of the queue, and says whether they were still in it.
func (g *gather[I, O]) forget(mine *asked[I, O]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := slices.Index(g.waiting, mine)
	if n >= 0 {
		g.waiting = slices.Delete(g.waiting, n, n+1)
	}
	return n >= 0
}
