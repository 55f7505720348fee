package job

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// book is where jobs are noted.
type book struct {
	mu      sync.Mutex
	notes   map[string]store.JobNote
	written int
	known   []string
	away    error
}

func (b *book) NoteJobs(_ context.Context, notes []store.JobNote) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.away != nil {
		return b.away
	}
	for _, n := range notes {
		b.notes[n.Name] = n
	}
	b.written += len(notes)
	return nil
}

func (b *book) ForgetJobs(_ context.Context, names []string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known = names
	return b.away
}

// goAway makes it fail, or nil not.
func (b *book) goAway(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.away = err
}

// read is what was noted, and how many rows that took.
func (b *book) read() (notes map[string]store.JobNote, written int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.notes), b.written
}

// rig runs jobs in a bubble whose clock goes by itself.
type rig struct {
	*Runner
	book book
	log  bytes.Buffer
	stop func()
}

func start(t *testing.T, jobs ...Job) *rig {
	t.Helper()
	r := &rig{book: book{notes: map[string]store.JobNote{}}}
	var err error
	r.Runner, err = New(Options{Notes: &r.book, Log: slog.New(slog.NewJSONHandler(&r.log, nil)), Now: time.Now}, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	wait := r.Start(ctx)
	r.stop = func() { cancel(); wait(t.Context()) }
	return r
}

// noted is what others know of a job.
func (r *rig) noted(name string) store.JobNote {
	notes, _ := r.book.read()
	return notes[name]
}

// of is the state of a job.
func (r *rig) of(name string) State {
	for _, s := range r.States() {
		if s.Name == name {
			return s
		}
	}
	return State{}
}

func TestAJobRunsAtItsTimesAndIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var fails atomic.Bool
		r := start(t, Job{Name: "walk", Every: 10 * time.Second, Do: func(context.Context) error {
			if time.Sleep(3 * time.Second); fails.Load() {
				return errors.New("canary@example.com is away")
			}
			return nil
		}})
		since := began.Add
		time.Sleep(12 * time.Second)
		synctest.Wait()
		if s := r.of("walk"); !s.Began.Equal(since(10*time.Second)) || s.Runs != 0 {
			t.Errorf("under way: %+v", s)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		want := State{Name: "walk", Runs: 1, Ran: since(13 * time.Second), Took: 3 * time.Second, LastSuccess: since(13 * time.Second), Next: since(20 * time.Second)}
		if got := r.of("walk"); got != want {
			t.Errorf("after a run:\n%+v\n%+v", got, want)
		}
		fails.Store(true)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		want.Runs, want.Failures, want.Problem = 2, 1, "failed"
		want.Ran, want.LastFailure, want.Next = since(23*time.Second), since(23*time.Second), since(30*time.Second)
		if got := r.of("walk"); got != want {
			t.Errorf("after a failure:\n%+v\n%+v", got, want)
		}
		time.Sleep(40 * time.Second)
		synctest.Wait()
		if n := r.noted("walk"); n.Problem != "failed" || !n.SucceededAt.Equal(since(13*time.Second)) || n.FailedAt.Before(since(53*time.Second)) {
			t.Errorf("noted %+v", n)
		}
		if notes, _ := r.book.read(); strings.Contains(fmt.Sprint(notes), "canary") {
			t.Errorf("what an error says was noted: %v", notes)
		}
		r.stop()
		if !strings.Contains(r.log.String(), "background work failed") || !strings.Contains(r.log.String(), `"work":"walk"`) {
			t.Errorf("log: %s", &r.log)
		}
	})
}

// L8: a job that panics, hangs or takes longer than its interval disturbs no other.
func TestL8_JobsDoNotDisturbEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int64
		r := start(t,
			Job{Name: "panics", Every: time.Second, Do: func(context.Context) error { panic("canary") }},
			Job{Name: "hangs", Every: time.Second, Do: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }},
			Job{Name: "slow", Every: time.Second, Do: func(context.Context) error { time.Sleep(5 * time.Second); return nil }},
			Job{Name: "well", Every: time.Second, Do: func(context.Context) error { runs.Add(1); return nil }},
		)
		time.Sleep(31500 * time.Millisecond)
		synctest.Wait()
		if p := r.of("panics"); p.Failures != 31 || p.Problem != "panic" {
			t.Errorf("panics: %+v", p)
		}
		if h := r.of("hangs"); h.Runs != 0 || h.Began.IsZero() {
			t.Errorf("hangs: %+v", h)
		}
		if s := r.of("slow"); s.Runs != 6 || runs.Load() != 31 {
			t.Errorf("slow ran %d times, well %d times", s.Runs, runs.Load())
		}
		if n := r.noted("hangs"); n.NextAt.IsZero() || time.Since(n.NextAt.Time) < 30*time.Second {
			t.Errorf("one that hangs is seen by the time at which it was due: %+v", n)
		}
		r.stop()
		if h := r.of("hangs"); h.Runs != 0 || h.Failures != 0 {
			t.Errorf("to be told to stop is no failure: %+v", h)
		}
	})
}

func TestWhatWasBegunIsFinishedAndNotedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, Job{Name: "message", Every: time.Second, Do: func(context.Context) error { time.Sleep(4 * time.Second); return nil }})
		time.Sleep(2 * time.Second)
		asked := time.Now()
		r.stop()
		if took := time.Since(asked); took != 3*time.Second {
			t.Errorf("the end was waited for %s", took)
		}
		if n := r.noted("message"); n.SucceededAt.IsZero() {
			t.Errorf("noted %+v", n)
		}
	})
}

func TestAJobThatIsDoneOnceEndsWhenItWentWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries atomic.Int64
		r := start(t, Job{Name: "catch_up", Every: time.Minute, Once: true, Do: func(ctx context.Context) error {
			if tries.Add(1) == 1 {
				return &fault.Fault{Code: fault.ProviderUnreachable}
			}
			for n := range int64(3) {
				Report(ctx, Progress{Step: "rows", Done: n, Total: 3})
				time.Sleep(25 * time.Second)
			}
			return nil
		}})
		defer r.stop()
		synctest.Wait()
		if s := r.of("catch_up"); s.Problem != string(fault.ProviderUnreachable) {
			t.Errorf("at once: %+v", s)
		}
		time.Sleep(time.Minute + 35*time.Second)
		synctest.Wait()
		if n := r.noted("catch_up"); n.Step != "rows" || n.Done != 1 || n.Total != 3 || n.ProgressAt.IsZero() {
			t.Errorf("under way: %+v", n)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := r.noted("catch_up"); tries.Load() != 2 || !n.NextAt.IsZero() || n.Step != "" || n.Total != 0 || n.SucceededAt.IsZero() {
			t.Errorf("after %d tries: %+v", tries.Load(), n)
		}
	})
	Report(t.Context(), Progress{Step: "heard by nobody"})
}

func TestWhatIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		quiet := Job{Name: "rare", Every: 10 * time.Minute, Do: func(context.Context) error { return nil }}
		r := start(t, quiet)
		defer r.stop()
		synctest.Wait()
		if !slices.Equal(r.book.known, []string{"rare", "note_jobs"}) || r.noted("rare").NextAt.IsZero() {
			t.Errorf("at the start: %v, %+v", r.book.known, r.noted("rare"))
		}
		time.Sleep(time.Minute + time.Second)
		synctest.Wait()
		if r.of("rare").Runs != 1 {
			t.Error("a job that runs rarely did not run in the first minute")
		}
		r.book.goAway(driver.ErrBadConn)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if s := r.of(noteJob); s.Problem != "database_unavailable" {
			t.Errorf("while the database was away: %+v", s)
		}
		r.book.goAway(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := r.noted("rare"); n.SucceededAt.IsZero() {
			t.Errorf("when it was back: %+v", n)
		}
		_, before := r.book.read()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		_, now := r.book.read()
		if n := now - before; n != 10 { // its own, twice a minute
			t.Errorf("%d rows were written of one job that did nothing", n)
		}
	})
}

func TestIncompleteJobsAreRefused(t *testing.T) {
	do := func(context.Context) error { return nil }
	for name, jobs := range map[string][]Job{
		"no name":       {{Every: 1, Do: do}},
		"no interval":   {{Name: "a", Do: do}},
		"no work":       {{Name: "a", Every: 1}},
		"two of a name": {{Name: "a", Every: 1, Do: do}, {Name: "a", Every: 1, Do: do}},
		"our own name":  {{Name: noteJob, Every: 1, Do: do}},
	} {
		if _, err := New(Options{Now: time.Now}, jobs...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// A code says what kind of failure it was, never what the error says.
func TestProblems(t *testing.T) {
	for want, err := range map[string]error{
		"panic":                fmt.Errorf("prune: %w", fault.Calmly(func() error { panic("canary") })),
		"timeout":              errors.Join(fmt.Errorf("probe: %w", context.DeadlineExceeded)),
		"database_unavailable": fmt.Errorf("take mails: %w", driver.ErrBadConn),
		"busy":                 errors.Join(errors.New("other"), fault.New(fault.Busy)),
		"failed":               errors.New("canary"),
	} {
		if got := problemOf(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
}
