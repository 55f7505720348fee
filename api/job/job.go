package job

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"latchkey/api/store"
)

// Job is work that runs by itself.
type Job struct {
	Name  string        // a stable word: metrics, the log and latchkey doctor call it so
	Every time.Duration // from the start of a run to that of the next; after a failure too
	Once  bool          // it begins at once, and is over when it has gone well
	Do    func(context.Context) error
}

// Notes is where others read how the jobs go; *store.Store has it.
type Notes interface {
	NoteJobs(ctx context.Context, notes []store.JobNote) error
	ForgetJobs(ctx context.Context, except []string) error
}

// Options are what a Runner needs from outside.
type Options struct {
	Notes Notes
	Log   *slog.Logger
	Now   func() time.Time
}

// Runner runs jobs and remembers how they went; safe for concurrent use.
type Runner struct {
	Options
	jobs []*running

	noting  sync.Mutex
	current bool // others know which jobs there are
}

// firstWithin is when a job that runs rarely runs first: a process that is often
// started anew comes to it all the same.
const firstWithin = time.Minute

// New returns a runner that has not begun. It fails if a job is none, or two have
// one name.
func New(o Options, jobs ...Job) (*Runner, error) {
	r := &Runner{Options: o}
	note := Job{Name: noteJob, Every: noteEvery, Do: r.note}
	names := map[string]bool{}
	for _, j := range append(jobs, note) {
		if j.Name == "" || j.Every <= 0 || j.Do == nil || names[j.Name] {
			return nil, fmt.Errorf("job %q is incomplete, or there are two", j.Name)
		}
		names[j.Name] = true
		r.jobs = append(r.jobs, &running{job: j, now: o.Now, state: State{Name: j.Name}})
	}
	return r, nil
}

// Start runs all jobs until ctx ends, each in its own time. A run that fails or
// panics is logged and tried again at its next time; it stops no other. What is
// returned waits until all have stopped, so that what was begun is finished, and
// then notes how they went.
func (r *Runner) Start(ctx context.Context) (wait func(context.Context)) {
	var all sync.WaitGroup
	for _, j := range r.jobs {
		first := min(j.job.Every, firstWithin)
		if j.job.Once || j.job.Name == noteJob {
			first = 0
		}
		j.plan(r.Now().Add(first))
		all.Go(func() { r.repeat(ctx, j, first) })
	}
	stopped := make(chan struct{})
	go func() { all.Wait(); close(stopped) }()
	return func(ctx context.Context) {
		select {
		case <-stopped:
		case <-ctx.Done():
		}
		if err := r.note(ctx); err != nil {
			r.Log.WarnContext(ctx, "how the jobs went was not written", "error", err)
		}
	}
}

// repeat runs a job until ctx ends, or it is over.
func (r *Runner) repeat(ctx context.Context, j *running, first time.Duration) {
	next := time.NewTimer(first)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
		if ctx.Err() != nil {
			return
		}
		begun := time.Now()
		err := j.run(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.ErrorContext(ctx, "background work failed", "work", j.job.Name, "error", err)
		}
		if err == nil && j.job.Once {
			j.plan(time.Time{})
			return
		}
		wait := max(0, j.job.Every-time.Since(begun))
		j.plan(r.Now().Add(wait))
		next.Reset(wait)
	}
}

// States says how each job goes in this process, in the order in which they were
// given.
func (r *Runner) States() []State {
	states := make([]State, len(r.jobs))
	for i, j := range r.jobs {
		states[i] = j.read()
	}
	return states
}
