package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Return is a callback: a browser that comes back from a provider.
type Return struct {
	ConnectionID string
	Query        url.Values
	Attempts     map[string]string // attempt cookies by name
	Visitor      Visitor
}

// Refusal is a callback that ends at the refused page.
type Refusal struct {
	Fault        *fault.Fault
	Organization string // code, or "" without a valid attempt
	Provider     string
	Reference    string
	SpentCookie  string // the attempt cookie to clear, or ""
	// Chosen: the provider was asked to show its account chooser.
	Chosen bool
	// SignedIn: it was self-service, and the user is still signed in. They go back to
	// their own page.
	SignedIn bool
}

// Error names the refusal for logs.
func (r *Refusal) Error() string { return r.Fault.Error() }

// Unwrap gives the fault.
func (r *Refusal) Unwrap() error { return r.Fault }

// Complete handles the callback. It returns an outcome or a *Refusal, and spends a
// valid attempt in the same transaction. A *Busy and an *AskAgain spend nothing.
func (r *Flow) Complete(ctx context.Context, back Return) (Outcome, error) {
	ans, err := readAnswer(back.Query)
	if err != nil {
		return r.refuseUnknown(ctx, back, err)
	}
	a, err := r.openAttempt(back.Attempts, ans.state, back.ConnectionID)
	if err != nil {
		return r.refuseUnknown(ctx, back, err)
	}
	out, err := r.completeAlone(ctx, a, back.Visitor, ans)
	if refusal, is := errors.AsType[*Refusal](err); is && a.selfService() {
		refusal.SignedIn = r.signedIn(ctx, back.Visitor)
	}
	return out, err
}

// completeAlone completes an attempt, one callback at a time: a callback that is sent
// twice finds how the first one ended, instead of sending the code again and spending
// the attempt as a refusal.
func (r *Flow) completeAlone(ctx context.Context, sealed attempt, v Visitor, ans answer) (Outcome, error) {
	_, release, err := r.attempts.Acquire(ctx, sealed.ID)
	if err != nil {
		return Outcome{}, &Busy{&fault.Fault{Code: fault.Busy, Reason: "attempt_queue", RetryAfter: 2 * time.Second}}
	}
	defer release()
	a := r.resume(sealed, v)
	if a.Purpose == purposeTest { // never becomes a sign-in, whose account it may be (D14)
		return r.completeTest(ctx, a, ans)
	}
	done, err := r.completeSteps(ctx, a, ans)
	if wait, lost := r.lostRace(err); lost {
		done, err = r.followReplica(ctx, a, ans, wait, err)
	}
	if err == nil {
		r.forget(ctx, a)
		return done, nil
	}
	if unfinished, is := r.unfinished(ctx, a, err); is {
		r.share(ctx, a)
		return Outcome{}, unfinished
	}
	if again, is := errors.AsType[*AskAgain](err); is {
		return Outcome{}, again
	}
	if busy, is := waitingForSlot(err); is {
		return Outcome{}, busy
	}
	return r.refuse(ctx, a, err)
}

// completeSteps takes the steps from the provider's answer to the session.
func (r *Flow) completeSteps(ctx context.Context, a *returnedAttempt, ans answer) (Outcome, error) {
	a.reach("attempt")
	if err := r.inTime(a.attempt); err != nil {
		return Outcome{}, err
	}
	returned, err := r.store.LiveForReturn(ctx, a.Organization, a.Connection, a.ID)
	if errors.Is(err, store.ErrNotFound) {
		return Outcome{}, fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read the connection: %w", err)
	}
	a.live = returned.Live
	if returned.SpentCode != nil {
		return r.alreadySpent(a, *returned.SpentCode, *returned.SpentReturnTo)
	}

	a.reach("live")
	if a.selfService() {
		if err := r.sameSession(ctx, a); err != nil {
			return Outcome{}, err
		}
	}
	if err := checkLive(a); err != nil {
		return Outcome{}, err
	}
	app, err := r.applications.Open(a.live)
	if err != nil {
		return Outcome{}, err
	}
	if err := r.idp.ReturnedIssuer(ctx, app, ans.issuer, ans.hasIssuer); err != nil {
		return Outcome{}, err
	}

	a.reach("answer")
	if ans.failure != "" {
		return Outcome{}, cmp.Or(r.askAgain(ctx, a, ans), error(idp.AnswerFault(ans.failure, ans.details)))
	}

	a.reach("exchange")
	claims, err := r.exchange(ctx, a, app, ans.code)
	if idp.Redeemed(err) {
		r.health.Working(ctx, a.live)
	}
	if err != nil {
		return Outcome{}, err
	}
	a.claims = decision.WithEmailDomain(provider.Of(app.Provider), claims)
	if err := r.checkLockAndProof(ctx, a); err != nil {
		return Outcome{}, err
	}
	return r.finish(ctx, a)
}

// checkLockAndProof says how well the address is proven, and refuses accounts from
// outside of the lock.
func (r *Flow) checkLockAndProof(ctx context.Context, a *returnedAttempt) error {
	trusted, err := r.trusted(ctx, a.live)
	if err != nil {
		return err
	}
	by := provider.Key(a.live.Provider)
	a.proof, a.weakness = decision.Prove(by, trusted, a.claims)
	a.reach("lock")
	return decision.CheckLock(by, trusted, a.claims)
}

// recheck reads a connection that was changed while the code was sent, and applies
// it to the claims that are here: the code cannot be sent again.
func (r *Flow) recheck(ctx context.Context, a *returnedAttempt) error {
	a.reach("live")
	live, err := r.store.LiveByID(ctx, a.Organization, a.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	a.live = live
	if err := checkLive(a); err != nil {
		return err
	}
	return r.checkLockAndProof(ctx, a)
}

// checkLive refuses what was turned off or changed while the person was at the
// provider.
func checkLive(a *returnedAttempt) error {
	switch {
	case !a.live.OrganizationActive:
		return fault.Because(fault.SSOProviderDisabled, "organization_suspended")
	case a.live.State != store.Enabled:
		return fault.Because(fault.SSOProviderDisabled, string(a.live.State))
	case a.live.VersionID != a.Version:
		return fault.Mismatch(fault.SSOConfigChanged, "other_version", a.Version, a.live.VersionID)
	}
	return nil
}

// finish decides and commits. Who loses a race for the same link decides again with
// that link; so does who finds that the connection was changed meanwhile.
func (r *Flow) finish(ctx context.Context, a *returnedAttempt) (Outcome, error) {
	const maxTries = 3
	for try := 1; ; try++ {
		a.reach("person")
		done, err := r.finishAs(ctx, a)
		stale := errors.Is(err, errStale)
		if try == maxTries || !stale && !errors.Is(err, errRace) {
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
func (r *Flow) finishAs(ctx context.Context, a *returnedAttempt) (Outcome, error) {
	switch a.Purpose {
	case purposeSignIn:
		return r.signIn(ctx, a)
	case purposeLink:
		return r.connect(ctx, a)
	case purposeReplace:
		return r.replace(ctx, a)
	case purposeStepUp:
		return r.stepUp(ctx, a)
	}
	return Outcome{}, fault.Because(fault.InternalError, "unknown_purpose")
}

// signIn decides who it is and signs them in.
func (r *Flow) signIn(ctx context.Context, a *returnedAttempt) (Outcome, error) {
	d, err := r.decide(ctx, a)
	if err != nil {
		return Outcome{}, err
	}
	a.reach("commit")
	return r.commit(ctx, a, d)
}

func (r *Flow) decide(ctx context.Context, a *returnedAttempt) (decision.Decision, error) {
	matches, err := r.store.FindForSignIn(ctx, a.account())
	if err != nil {
		return decision.Decision{}, fmt.Errorf("find the person: %w", err)
	}
	found := foundBy(matches)
	d, err := decision.Decide(policyOf(a.live), a.proof, a.decided(), found)
	if err != nil {
		a.userID = found.Concerns()
	}
	return d, err
}
