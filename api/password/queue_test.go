package password_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/api/fault"
	"latchkey/api/password"
)

// answers collects how tries end.
type answers struct {
	mu    sync.Mutex
	order []string // who was looked at, in order
	busy  map[string]int
	left  map[string]int // who gave up
	wait  map[string]time.Duration
}

// crowd runs tries in fake time: each takes 25 ms of the only turn.
type crowd struct {
	*testing.T
	*answers
	h *password.Hasher
}

func inCrowd(t *testing.T, test func(c crowd)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, _ := password.Fake(1, func(string) time.Duration { return 25 * time.Millisecond })
		test(crowd{t, &answers{busy: map[string]int{}, left: map[string]int{}, wait: map[string]time.Duration{}}, h})
	})
}

// comes is somebody with a name, who waits for an answer.
func (c crowd) comes(ctx context.Context, name string, by password.Caller) {
	c.Helper()
	began := time.Now()
	go func() {
		_, err := c.h.Check(ctx, password.Try{By: by, Count: func(context.Context) error {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.order = append(c.order, name)
			c.wait[name] = time.Since(began)
			return nil
		}})
		c.mu.Lock()
		defer c.mu.Unlock()
		switch f := fault.Of(err); {
		case err == nil:
		case errors.Is(err, context.Canceled):
			c.left[name]++
		case f.Code == fault.Busy && f.RetryAfter >= time.Second:
			c.busy[name]++
		default:
			c.Errorf("%s: %v", name, err)
		}
	}()
	synctest.Wait()
}

func (c crowd) many(n int, name string, by password.Caller) {
	c.Helper()
	for range n {
		c.comes(c.Context(), name, by)
	}
}

func (c crowd) done() { time.Sleep(time.Minute); synctest.Wait() }

func at(address string) password.Caller { return password.Caller{Address: address} }

// S5: a flood from one address: somebody at another one is next, though the queue
// is full; what does not fit is told so at once, and counts nowhere.
func TestS5_FloodOfOneAddress(t *testing.T) {
	inCrowd(t, func(c crowd) {
		c.many(600, "flood", at("a"))
		if c.busy["flood"] != 600-1-password.MostWaiting {
			t.Errorf("%d of 600 were refused at once", c.busy["flood"])
		}
		c.comes(c.Context(), "ana", at("b"))
		c.comes(c.Context(), "ben", at("c"))
		c.comes(c.Context(), "ana again", at("b"))
		c.done()
		if c.wait["ana"] > 50*time.Millisecond || c.wait["ben"] > 75*time.Millisecond || c.wait["ana again"] > 125*time.Millisecond {
			t.Errorf("waited %v", c.wait)
		}
		if n := len(c.order); n != 1+password.MostWaiting || c.busy["flood"]+n-3 != 600 {
			t.Errorf("%d were looked at, %d refused", n, c.busy["flood"])
		}
	})
}

// S5: a flood from everywhere: a browser that signed in before goes first, also
// where unknown callers have taken all places; they still get every fourth turn.
func TestS5_FloodOfManyAddresses(t *testing.T) {
	inCrowd(t, func(c crowd) {
		for n := range 600 {
			c.comes(c.Context(), "flood", at(fmt.Sprint("flood ", n)))
		}
		for n := range 8 {
			c.comes(c.Context(), "known", password.Caller{Address: fmt.Sprint("home ", n), Known: true})
		}
		c.done()
		if c.busy["known"] != 0 || c.wait["known"] > 300*time.Millisecond {
			t.Errorf("%d refused, the last one waited %v", c.busy["known"], c.wait["known"])
		}
		if got := strings.Join(c.order[1:13], " "); strings.Count(got, "known") != 8 || !strings.Contains(got, "flood") {
			t.Errorf("order %s", got)
		}
	})
}

// S5: a flood from everywhere against one account leaves room for others.
func TestS5_FloodOfOneAccount(t *testing.T) {
	inCrowd(t, func(c crowd) {
		for n := range 600 {
			c.comes(c.Context(), "flood", password.Caller{Address: fmt.Sprint("flood ", n), Account: "victim"})
		}
		for n := range 8 {
			c.comes(c.Context(), "others", password.Caller{Address: fmt.Sprint("home ", n), Account: fmt.Sprint("account ", n)})
		}
		c.done()
		if c.busy["others"] != 0 || c.wait["others"] > 1800*time.Millisecond {
			t.Errorf("%d refused, the last one waited %v", c.busy["others"], c.wait["others"])
		}
	})
}

// S5: without a flood it is first come, first served, address by address.
func TestS5_AddressesTakeTurns(t *testing.T) {
	inCrowd(t, func(c crowd) {
		for _, who := range []string{"a1", "a2", "a3", "b1", "c1", "a4", "b2"} {
			c.comes(c.Context(), who, at(who[:1]))
		}
		c.done()
		if want := []string{"a1", "a2", "b1", "c1", "a3", "b2", "a4"}; !slices.Equal(c.order, want) {
			t.Errorf("order %v, want %v", c.order, want)
		}
	})
}

// S5: nobody waits for long, and who leaves makes room.
func TestS5_WaitingEnds(t *testing.T) {
	inCrowd(t, func(c crowd) {
		leave, err := c.h.Enter(c.Context(), at("slow"))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(c.Context())
		c.comes(ctx, "leaves", at("a"))
		c.comes(c.Context(), "stays", at("b"))
		cancel()
		if synctest.Wait(); c.left["leaves"] != 1 || c.h.Waiting() != 1 {
			t.Errorf("left %v, %d wait", c.left, c.h.Waiting())
		}
		time.Sleep(password.Patience)
		if synctest.Wait(); c.busy["stays"] != 1 || c.h.Waiting() != 0 {
			t.Errorf("refused %v, %d wait", c.busy, c.h.Waiting())
		}
		hurried, stop := context.WithTimeout(c.Context(), time.Second)
		defer stop()
		c.comes(hurried, "hurried", at("b"))
		time.Sleep(time.Second)
		if synctest.Wait(); c.busy["hurried"] != 1 {
			t.Errorf("refused %v", c.busy)
		}
		c.comes(c.Context(), "next", at("b"))
		leave()
		if c.done(); !slices.Equal(c.order, []string{"next"}) {
			t.Errorf("order %v", c.order)
		}
		c.comes(c.Context(), "last", at("b")) // all turns came back
		if c.done(); c.wait["last"] != 0 {
			t.Errorf("waited %v", c.wait["last"])
		}
	})
}

// S5: a full office makes room for others, but for no more than its fair share.
func TestS5_ShareOfAnAddress(t *testing.T) {
	inCrowd(t, func(c crowd) {
		c.many(1+password.MostWaiting, "a", at("a"))
		c.many(password.MostWaiting, "b", at("b"))
		if half := password.MostWaiting / 2; c.busy["a"] != half || c.busy["b"] != half {
			t.Errorf("refused %v", c.busy)
		}
		c.done()
	})
}

// K04: hashes of new passwords wait in the same queue, before unknown callers.
func TestHashesWaitToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := password.Fake(1, func(string) time.Duration { return time.Second })
		for range 1 + password.MostWaiting {
			go func() { _, _ = h.Check(t.Context(), password.Try{By: at("a")}) }()
		}
		synctest.Wait()
		began := time.Now()
		if hash, err := h.Hash(t.Context(), secret); !password.Known(hash) || err != nil || time.Since(began) > time.Second {
			t.Errorf("%q, %v after %v", hash, err, time.Since(began))
		}
		time.Sleep(time.Minute)
	})
}

// S5: a few hashes at a time.
func TestS5_FewHashesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		h, _ := password.Fake(password.MostAtOnce, func(string) time.Duration {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			time.Sleep(25 * time.Millisecond)
			now.Add(-1)
			return 0
		})
		for n := range 40 {
			go func() { _, _ = h.Check(t.Context(), password.Try{By: at(fmt.Sprint(n))}) }()
		}
		if time.Sleep(time.Minute); most.Load() != 2 {
			t.Errorf("%d at a time", most.Load())
		}
	})
}
