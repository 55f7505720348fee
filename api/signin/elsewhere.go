package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// The same callback may come to two replicas at once: a browser that sends it
// twice, a balancer that tries again. One of them spends the code and the attempt;
// the other leads to where that one ended.

// patience is how long a replica whose code was refused waits for the one that is
// finishing the attempt. Whoever comes later than that is not lost: what it
// reached takes the refusal's place (see [store.Rows.SpendAttempt]).
const patience = 1500 * time.Millisecond

// lostRace says whether an attempt may have been finished elsewhere, and how long
// that is worth waiting for.
func (r *Flow) lostRace(err error) (wait time.Duration, lost bool) {
	if err == nil {
		return 0, false
	}
	switch fault.Of(err).Code {
	case fault.CodeRejected:
		return r.limits.Patience, true
	case fault.AttemptReplayed:
		return 0, true
	}
	return 0, false
}

// elsewhere goes by what another replica made of an attempt: where it ended, or what
// it got for the code and could not finish. Otherwise what failed here stays.
func (r *Flow) elsewhere(ctx context.Context, t *trip, ans answer, wait time.Duration, failed error) (Outcome, error) {
	var done Outcome
	err := lookAgain(ctx, wait, func() (err error) {
		if done, err = r.endedElsewhere(ctx, t); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return r.sharedWith(ctx, t, ans.code)
	})
	if err != nil {
		return Outcome{}, failed
	}
	if t.shared == nil {
		return done, nil
	}
	done, failed = r.walk(ctx, t, ans)
	if _, lost := r.lostRace(failed); lost { // the one that had it came again
		if done, err := r.endedElsewhere(ctx, t); err == nil {
			return done, nil
		}
	}
	return done, failed
}

// endedElsewhere gives where an attempt led that another replica spent. The error
// says that there is no such, or that it was refused.
func (r *Flow) endedElsewhere(ctx context.Context, t *trip) (Outcome, error) {
	row, err := r.store.SignInByID(ctx, t.Organization, t.ID)
	if err != nil {
		return Outcome{}, err
	}
	return r.again(t, row.Code, row.ReturnTo)
}

// testedElsewhere says whether another replica writes the report of a test whose
// code was refused here, or has written it.
func (r *Flow) testedElsewhere(ctx context.Context, t *trip) bool {
	err := lookAgain(ctx, r.limits.Patience, func() error {
		test, err := r.store.ConnectionTestByID(ctx, t.Organization, t.Connection, t.ID)
		if err == nil && test.State == store.TestRunning {
			return store.ErrNotFound
		}
		return err
	})
	return err == nil
}

// lookAgain looks until there is something, for a while.
func lookAgain(ctx context.Context, wait time.Duration, look func() error) error {
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
