package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// The same callback may come to two replicas at once, from a browser that sends it
// twice or a load balancer that tries again. One of them spends the code and the
// attempt; the other answers as that one did.

// lostRace says whether another replica may have completed the attempt, and how long
// to wait for it.
func (r *Flow) lostRace(err error) (wait time.Duration, lost bool) {
	if err == nil {
		return 0, false
	}
	switch fault.Of(err).Code {
	case fault.CodeRejected:
		return r.attempts.Limits.ReplicaWait, true
	case fault.AttemptReplayed:
		return 0, true
	}
	return 0, false
}

// followReplica answers as another replica did with the attempt, or goes on with the
// claims that it got for the code and could not commit. Without either, the error from
// here stays.
func (r *Flow) followReplica(ctx context.Context, a *attempt.Returned, ans attempt.Answer, wait time.Duration, failed error) (Outcome, error) {
	var done Outcome
	err := attempt.Poll(ctx, wait, func() (err error) {
		if done, err = r.endedByReplica(ctx, a); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return r.Redeemed.readShared(ctx, a, ans.Code)
	})
	if err != nil {
		return Outcome{}, failed
	}
	if a.Shared == nil {
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
func (r *Flow) endedByReplica(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	row, err := r.store.SignInByID(ctx, a.Organization, a.ID)
	if err != nil {
		return Outcome{}, err
	}
	return r.alreadySpent(a, row.Code, row.ReturnTo)
}
