package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// noteJob tells others every noteEvery how the jobs go. A job may run each second; a
// row that is written as often would cost a database more than the work does.
const (
	noteJob   = "note_jobs"
	noteEvery = 30 * time.Second
)

// note writes how those jobs go that something has changed of. The first time it also
// forgets the jobs of an older program.
func (r *Runner) note(ctx context.Context) error {
	r.noting.Lock()
	defer r.noting.Unlock()
	ctx = store.Within(ctx, store.RequestWithin)
	if err := r.forgetOld(ctx); err != nil {
		return fmt.Errorf("forget jobs: %w", err)
	}
	states := r.States()
	var notes []store.JobNote
	for i, j := range r.jobs {
		if states[i] != j.noted {
			notes = append(notes, noteOf(states[i]))
		}
	}
	if err := r.Notes.NoteJobs(ctx, notes); err != nil {
		return fmt.Errorf("note jobs: %w", err)
	}
	for i, j := range r.jobs {
		j.noted = states[i]
	}
	return nil
}

func (r *Runner) forgetOld(ctx context.Context) error {
	if r.current {
		return nil
	}
	names := make([]string, len(r.jobs))
	for i, j := range r.jobs {
		names[i] = j.job.Name
	}
	err := r.Notes.ForgetJobs(ctx, names)
	r.current = err == nil
	return err
}

func noteOf(s State) store.JobNote {
	return store.JobNote{
		Name: s.Name, RanAt: at(s.Ran), Took: s.Took.Microseconds(), SucceededAt: at(s.LastSuccess), FailedAt: at(s.LastFailure),
		Problem: s.Problem, NextAt: at(s.Next), Step: s.Progress.Step, Done: s.Progress.Done, Total: s.Progress.Total, ProgressAt: at(s.Reported),
	}
}

// at keeps a zero time zero.
func at(t time.Time) store.Time {
	if t.IsZero() {
		return store.Time{}
	}
	return store.At(t)
}

// problemOf is a code for an error, for those who may not read what it says: that may
// hold an address, or what somebody sent. The log has the rest.
func problemOf(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return string(f.Code)
	}
	if _, ok := errors.AsType[*fault.Panic](err); ok {
		return "panic"
	}
	switch {
	case store.Unavailable(err) && !errors.Is(err, context.DeadlineExceeded):
		return "database_unavailable"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return "failed"
}
