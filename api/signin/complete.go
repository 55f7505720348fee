package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/signin/linking"
	"latchkey/api/store"
)

// Return is a callback: a browser that comes back from a provider.
type Return struct {
	ConnectionID string
	Query        url.Values
	Attempts     map[string]string // attempt cookies by name
	Visitor      Visitor
}

// Complete handles the callback. It returns an outcome or a *Refusal, and spends a
// valid attempt in the same transaction. A *Busy and an *AskAgain spend nothing.
func (r *Flow) Complete(ctx context.Context, back Return) (Outcome, error) {
	ans, err := attempt.ReadAnswer(back.Query)
	if err != nil {
		return r.refuseUnknown(ctx, back, err)
	}
	a, err := r.attempts.Open(back.Attempts, ans.State, back.ConnectionID)
	if err != nil {
		return r.refuseUnknown(ctx, back, err)
	}
	out, err := r.completeAlone(ctx, a, back.Visitor, ans)
	if refusal, is := errors.AsType[*Refusal](err); is && a.SelfService() {
		refusal.SignedIn = r.signedIn(ctx, back.Visitor)
	}
	return out, err
}

// completeAlone completes an attempt, one callback at a time: a callback that is sent
// twice finds how the first one ended, instead of sending the code again and spending
// the attempt as a refusal.
func (r *Flow) completeAlone(ctx context.Context, sealed attempt.Attempt, v attempt.Visitor, ans attempt.Answer) (Outcome, error) {
	_, release, err := r.alone.Acquire(ctx, sealed.ID)
	if err != nil {
		return Outcome{}, &Busy{Fault: &fault.Fault{Code: fault.Busy, Reason: "attempt_queue", RetryAfter: 2 * time.Second}}
	}
	defer release()
	a := r.attempts.Resume(sealed, v)
	if a.Purpose == attempt.Test { // never becomes a sign-in, whose account it may be (D14)
		return r.tests.Complete(ctx, a, ans)
	}
	done, err := r.completeSteps(ctx, a, ans)
	if wait, lost := r.lostRace(err); lost {
		done, err = r.followReplica(ctx, a, ans, wait, err)
	}
	if err == nil {
		r.Redeemed.forget(ctx, a)
		return done, nil
	}
	if unfinished, is := r.unfinished(ctx, a, err); is {
		r.Redeemed.share(ctx, a)
		return Outcome{}, unfinished
	}
	if again, is := errors.AsType[*AskAgain](err); is {
		return Outcome{}, again
	}
	if busy, is := attempt.WaitingForSlot(err); is {
		return Outcome{}, busy
	}
	return r.refuse(ctx, a, err)
}

// completeSteps takes the steps from the provider's answer to the session. A sign-in sends
// its code by the connection as it is remembered, if it is: who is refused is refused by
// what is read.
func (r *Flow) completeSteps(ctx context.Context, a *attempt.Returned, ans attempt.Answer) (Outcome, error) {
	a.Reach("attempt")
	if err := r.attempts.InTime(a.Attempt); err != nil {
		return Outcome{}, err
	}
	remembered := r.remembered.first(a.ID) && a.Purpose == attempt.SignIn && ans.Failure == ""
	if remembered {
		a.Live, remembered = r.remembered.of(a)
	}
	if remembered {
		a.Reach("live")
	} else {
		if ended, err := r.readLive(ctx, a); ended != nil || err != nil {
			return orNone(ended), err
		}
	}
	claims, err := r.redeem(ctx, a, ans)
	if err != nil && remembered {
		ended, changed := r.readLive(ctx, a)
		if _, is := errors.AsType[*fault.Fault](changed); ended != nil || is {
			return orNone(ended), changed
		}
		a.Reach("exchange")
	}
	if err != nil {
		if idp.Redeemed(err) {
			r.health.Working(ctx, a.Live)
		}
		return Outcome{}, err
	}
	a.Claims = decision.WithEmailDomain(provider.Of(provider.Key(a.Live.Provider)), claims)
	if !a.SelfService() {
		return r.conclude(ctx, a)
	}
	r.health.Working(ctx, a.Live)
	if err := r.checkLockAndProof(ctx, a); err != nil {
		return Outcome{}, err
	}
	return r.finish(ctx, a)
}

// readLive reads the connection of an attempt and refuses what may not go on. Of an attempt
// that is spent it gives the end.
func (r *Flow) readLive(ctx context.Context, a *attempt.Returned) (*Outcome, error) {
	after := r.store.LiveWrites()
	returned, err := r.store.LiveForReturn(ctx, a.Organization, a.Connection, a.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return nil, fmt.Errorf("read the connection: %w", err)
	}
	a.Live = returned.LiveConnection
	r.remembered.keep(a.Live, after)
	if returned.SpentCode != nil {
		done, err := r.alreadySpent(a, *returned.SpentCode, *returned.SpentReturnTo)
		return &done, err
	}
	a.Reach("live")
	if a.SelfService() {
		if err := r.selfService.SameSession(ctx, a); err != nil {
			return nil, err
		}
	}
	return nil, checkLive(a)
}

func orNone(ended *Outcome) Outcome {
	if ended == nil {
		return Outcome{}
	}
	return *ended
}

// redeem takes the provider's answer and sends its code.
func (r *Flow) redeem(ctx context.Context, a *attempt.Returned, ans attempt.Answer) (idp.Claims, error) {
	app, err := r.attempts.Answered(ctx, a, ans)
	if err != nil {
		return idp.Claims{}, err
	}
	return r.exchange(ctx, a, app, ans.Code)
}

// checkLockAndProof says how well the address is proven, and refuses accounts from
// outside of the lock.
func (r *Flow) checkLockAndProof(ctx context.Context, a *attempt.Returned) error {
	trusted, err := facts.Trusted(ctx, r.store.Rows, a.Live)
	if err != nil {
		return err
	}
	by := provider.Key(a.Live.Provider)
	a.Proof, a.Weakness = decision.Prove(by, trusted, a.Claims)
	a.Reach("lock")
	return decision.CheckLock(by, trusted, a.Claims)
}

// recheck reads a connection that was changed while the code was sent, and applies
// it to the claims that are here: the code cannot be sent again.
func (r *Flow) recheck(ctx context.Context, a *attempt.Returned) error {
	a.Reach("live")
	live, err := r.store.LiveByID(ctx, a.Organization, a.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	a.Live = live
	if err := checkLive(a); err != nil {
		return err
	}
	return r.checkLockAndProof(ctx, a)
}

// checkLive refuses what was turned off or changed while the person was at the
// provider.
func checkLive(a *attempt.Returned) error {
	switch {
	case !a.Live.OrganizationActive:
		return fault.Because(fault.SSOProviderDisabled, "organization_suspended")
	case a.Live.State != store.Enabled:
		return fault.Because(fault.SSOProviderDisabled, string(a.Live.State))
	case a.Live.VersionID != a.Version:
		return fault.Mismatch(fault.SSOConfigChanged, "other_version", a.Version, a.Live.VersionID)
	}
	return nil
}

// finish decides and commits. Who loses a race for the same link decides again with
// that link; so does who finds that the connection was changed meanwhile.
func (r *Flow) finish(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	const maxTries = 3
	for try := 1; ; try++ {
		a.Reach("person")
		done, err := r.finishAs(ctx, a)
		stale := errors.Is(err, attempt.ErrStale)
		if try == maxTries || !stale && !errors.Is(err, linking.ErrRace) {
			return done, err
		}
		if stale {
			if err := r.recheck(ctx, a); err != nil {
				return Outcome{}, err
			}
		}
	}
}

// finishAs takes the last step, the only one in which the purposes differ.
func (r *Flow) finishAs(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	if a.SelfService() {
		return r.selfService.Finish(ctx, a)
	}
	return r.signIn(ctx, a)
}

// signIn decides who it is and signs them in.
func (r *Flow) signIn(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	d, err := r.decide(ctx, a)
	if err != nil {
		return Outcome{}, err
	}
	a.Reach("commit")
	return r.commit(ctx, a, d)
}

func (r *Flow) decide(ctx context.Context, a *attempt.Returned) (decision.Decision, error) {
	matches, err := r.store.FindForSignIn(ctx, a.Account())
	if err != nil {
		return decision.Decision{}, fmt.Errorf("find the person: %w", err)
	}
	found := facts.Found(matches)
	a.HasDefaultRole = slices.ContainsFunc(matches, func(m store.Match) bool { return store.OrEmpty(m.DefaultRole) != "" })
	d, err := decision.Decide(facts.Rules(a.Live), a.Proof, a.Decided(), found)
	if err != nil {
		a.UserID = found.Concerns()
	}
	return d, err
}
