package job

import (
	"context"
	"sync"
	"time"

	"latchkey/api/fault"
)

// State says how a job goes in this process. A zero time is one that has not come,
// or never will.
type State struct {
	Name        string
	Runs        int64 // that have ended, with those that failed
	Failures    int64
	Began       time.Time     // of the run under way
	Ran         time.Time     // when the last run ended
	Took        time.Duration // of that one
	LastSuccess time.Time
	LastFailure time.Time
	Problem     string    // of the last failure, a code: see problemOf
	Next        time.Time // when it is due, or was before the run under way
	Progress    Progress
	Reported    time.Time // when Progress was said
}

// running is a job and how it goes.
type running struct {
	job Job
	now func() time.Time

	mu    sync.Mutex
	state State
	noted State // what others were told
}

func (j *running) read() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state
}

// plan remembers when the next run is due.
func (j *running) plan(at time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state.Next = at
}

// run runs the job once and remembers how it went. What was broken off because ctx
// has ended is no failure.
func (j *running) run(ctx context.Context) error {
	j.mu.Lock()
	j.state.Began = j.now()
	j.mu.Unlock()
	begun := time.Now()
	err := fault.Calmly(func() error { return j.job.Do(context.WithValue(ctx, progressKey{}, j.report)) })
	j.mu.Lock()
	defer j.mu.Unlock()
	s, now := &j.state, j.now()
	s.Began = time.Time{}
	if !s.Reported.IsZero() {
		s.Progress, s.Reported = Progress{}, now
	}
	if err != nil && ctx.Err() != nil {
		return err
	}
	s.Ran, s.Took = now, time.Since(begun)
	s.Runs++
	if err == nil {
		s.LastSuccess = now
		return nil
	}
	s.Failures++
	s.LastFailure, s.Problem = now, problemOf(err)
	return err
}
