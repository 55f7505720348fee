package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// The same callback may come to two replicas at once, from a browser that sends it
// twice or a load balancer that tries again. One of them spends the code and the
// attempt; the other answers as that one did.

// replicaWait is how long a replica whose code was refused waits for the one that is
// completing the attempt. If that one takes longer, its result replaces the refusal
// (see [store.Rows.SpendAttempt]).
const replicaWait = 1500 * time.Millisecond

// lostRace says whether another replica may have completed the attempt, and how long
// to wait for it.
func (r *Flow) lostRace(err error) (wait time.Duration, lost bool) {
	if err == nil {
		return 0, false
	}
	switch fault.Of(err).Code {
	case fault.CodeRejected:
		return r.limits.ReplicaWait, true
	case fault.AttemptReplayed:
		return 0, true
	}
	return 0, false
}

// followReplica answers as another replica did with the attempt, or goes on with the
// claims that it got for the code and could not commit. Without either, the error from
// here stays.
func (r *Flow) followReplica(ctx context.Context, a *returnedAttempt, ans answer, wait time.Duration, failed error) (Outcome, error) {
	var done Outcome
	err := poll(ctx, wait, func() (err error) {
		if done, err = r.endedByReplica(ctx, a); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return r.readShared(ctx, a, ans.code)
	})
	if err != nil {
		return Outcome{}, failed
	}
	if a.shared == nil {
		return done, nil
	}
	done, failed = r.completeSteps(ctx, a, ans)
	if _, lost := r.lostRace(failed); lost { // the one that had it came again
		if done, err := r.endedByReplica(ctx, a); err == nil {
			return done, nil
		}
	}
	return done, failed
}

// endedByReplica answers an attempt that another replica has spent. The error says
// that there is none, or that it was refused.
func (r *Flow) endedByReplica(ctx context.Context, a *returnedAttempt) (Outcome, error) {
	row, err := r.store.SignInByID(ctx, a.Organization, a.ID)
	if err != nil {
		return Outcome{}, err
	}
	return r.alreadySpent(a, row.Code, row.ReturnTo)
}

// testedByReplica says whether another replica has written, or will write, the report
// of a test whose code was refused here.
func (r *Flow) testedByReplica(ctx context.Context, a *returnedAttempt) bool {
	err := poll(ctx, r.limits.ReplicaWait, func() error {
		test, err := r.store.ConnectionTestByID(ctx, a.Organization, a.Connection, a.ID)
		if err == nil && test.State == store.TestRunning {
			return store.ErrNotFound
		}
		return err
	})
	return err == nil
}

// poll repeats a look until it finds something or the time is over.
func poll(ctx context.Context, wait time.Duration, look func() error) error {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		if err := look(); !errors.Is(err, store.ErrNotFound) || wait <= 0 {
			return err
		}
		select {
		case <-time.After(min(pause, wait)):
			wait -= pause
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
