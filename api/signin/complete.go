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

// Return is a browser that comes back from a provider.
type Return struct {
	ConnectionID string
	Query        url.Values
	Attempts     map[string]string // attempt cookies by name
	Visitor      Visitor
}

// Refusal is a sign-in that ended at the refused page.
type Refusal struct {
	Fault        *fault.Fault
	Organization string // code, or "" when no genuine attempt says which
	Provider     string
	Reference    string
	SpentCookie  string // the attempt cookie to clear, or ""
	// Chosen says that the provider was asked to let the person choose an account.
	Chosen bool
	// SignedIn says that somebody was to connect an account or to confirm that it
	// is them, and that they are still signed in: they go back to their own page.
	SignedIn bool
}

// Error names the refusal for logs.
func (r *Refusal) Error() string { return r.Fault.Error() }

// Unwrap gives the fault.
func (r *Refusal) Unwrap() error { return r.Fault }

// Complete is the second half of a trip. It returns an outcome, or a *Refusal; a
// genuine attempt is spent by either, in one commit. A *Crowded and
// an *AskAgain spend nothing.
func (r *Flow) Complete(ctx context.Context, back Return) (Outcome, error) {
	ans, err := readAnswer(back.Query)
	if err != nil {
		return r.stranger(ctx, back, err)
	}
	a, err := r.openAttempt(back.Attempts, ans.state, back.ConnectionID)
	if err != nil {
		return r.stranger(ctx, back, err)
	}
	out, err := r.finish(ctx, a, back.Visitor, ans)
	if refusal, is := errors.AsType[*Refusal](err); is && a.own() {
		refusal.SignedIn = r.signedIn(ctx, back.Visitor)
	}
	return out, err
}

// finish ends a genuine attempt in its way.
func (r *Flow) finish(ctx context.Context, a attempt, v Visitor, ans answer) (Outcome, error) {
	// One at a time: a callback that is sent twice finds how the first one ended,
	// instead of sending the code again and spending the attempt as a refusal.
	leave, err := r.attempts.enter(ctx, a.ID)
	if err != nil {
		return Outcome{}, &Crowded{&fault.Fault{Code: fault.Busy, Reason: "attempt_queue", RetryAfter: 2 * time.Second}}
	}
	defer leave()
	t := r.begin(a, v)
	if a.Purpose == purposeTest { // never becomes a sign-in, whoever comes back (D14)
		return r.completeTest(ctx, t, ans)
	}
	done, err := r.walk(ctx, t, ans)
	if wait, lost := r.lostRace(err); lost {
		done, err = r.elsewhere(ctx, t, ans, wait, err)
	}
	if err == nil {
		r.forget(ctx, t)
		return done, nil
	}
	if unfinished, is := r.unfinished(ctx, t, err); is {
		r.share(ctx, t)
		return Outcome{}, unfinished
	}
	if again, is := errors.AsType[*AskAgain](err); is {
		return Outcome{}, again
	}
	if crowded, is := waits(err); is {
		return Outcome{}, crowded
	}
	return r.refuse(ctx, t, err)
}

// walk takes a genuine attempt from the provider's answer to the session.
func (r *Flow) walk(ctx context.Context, t *trip, ans answer) (Outcome, error) {
	t.reach("attempt")
	if err := r.inTime(t.attempt); err != nil {
		return Outcome{}, err
	}
	returned, err := r.store.LiveForReturn(ctx, t.Organization, t.Connection, t.ID)
	if errors.Is(err, store.ErrNotFound) {
		return Outcome{}, fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("read the connection: %w", err)
	}
	t.live = returned.Live
	if returned.SpentCode != nil {
		return r.again(t, *returned.SpentCode, *returned.SpentReturnTo)
	}

	t.reach("live")
	if err := r.sameSession(ctx, t); err != nil {
		return Outcome{}, err
	}
	if err := checkLive(t); err != nil {
		return Outcome{}, err
	}
	app, err := r.openApplication(t.live)
	if err != nil {
		return Outcome{}, err
	}
	if err := r.idp.ReturnedIssuer(ctx, app, ans.issuer, ans.hasIssuer); err != nil {
		return Outcome{}, err
	}

	t.reach("answer")
	if ans.failure != "" {
		return Outcome{}, cmp.Or(r.plainly(ctx, t, ans), error(idp.AnswerFault(ans.failure, ans.details)))
	}

	t.reach("exchange")
	claims, err := r.exchange(ctx, t, app, ans.code)
	if idp.Redeemed(err) {
		r.noteWorking(ctx, t.live)
	}
	if err != nil {
		return Outcome{}, err
	}
	t.claims = decision.WithEmailDomain(provider.Of(app.Provider), claims)
	if err := r.believe(ctx, t); err != nil {
		return Outcome{}, err
	}
	return r.settle(ctx, t)
}

// believe says what the claims prove, and asks the lock.
func (r *Flow) believe(ctx context.Context, t *trip) error {
	trusted, err := r.trusted(ctx, t.live)
	if err != nil {
		return err
	}
	by := provider.Key(t.live.Provider)
	t.proof, t.weakness = decision.Prove(by, trusted, t.claims)
	t.reach("lock")
	return decision.CheckLock(by, trusted, t.claims)
}

// believeAnew goes by the application as it is now: the code was sent, so what was
// turned off or changed meanwhile is asked of what it brought.
func (r *Flow) believeAnew(ctx context.Context, t *trip) error {
	t.reach("live")
	live, err := r.store.LiveByID(ctx, t.Organization, t.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	t.live = live
	if err := checkLive(t); err != nil {
		return err
	}
	return r.believe(ctx, t)
}

// arrive is the last step, in which alone the purposes differ.
func (r *Flow) arrive(ctx context.Context, t *trip) (Outcome, error) {
	switch t.Purpose {
	case purposeSignIn:
		return r.enter(ctx, t)
	case purposeLink:
		return r.connect(ctx, t)
	case purposeReplace:
		return r.replace(ctx, t)
	case purposeStepUp:
		return r.stepUp(ctx, t)
	}
	return Outcome{}, fault.Because(fault.InternalError, "unknown_purpose")
}

// checkLive refuses what was turned off or changed while the person was away.
func checkLive(t *trip) error {
	switch {
	case !t.live.OrganizationActive:
		return fault.Because(fault.SSOProviderDisabled, "organization_suspended")
	case t.live.State != store.Enabled:
		return fault.Because(fault.SSOProviderDisabled, string(t.live.State))
	case t.live.VersionID != t.Version:
		return fault.Mismatch(fault.SSOConfigChanged, "other_version", t.Version, t.live.VersionID)
	}
	return nil
}

func (r *Flow) openApplication(l store.Live) (idp.Application, error) {
	secret, err := r.ring.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	if err != nil {
		return idp.Application{}, fault.Wrap(fault.SSOAppInvalid, "secret_unreadable", err)
	}
	return r.application(l, string(secret)), nil
}

// exchange sends the code once, and once more while a secret is rotated. A slow
// provider must not let one client hold everything, so an address has its share.
func (r *Flow) exchange(ctx context.Context, t *trip, app idp.Application, code string) (idp.Claims, error) {
	if t.shared != nil {
		return *t.shared, nil
	}
	if claims, held := r.redeemed.of(t.ID, code, r.now()); held {
		return claims, nil
	}
	leave, err := r.takePlace(ctx, t.visitor.Address)
	if err != nil {
		return idp.Claims{}, err
	}
	defer leave()
	ctx, end := withoutLeaving(ctx)
	defer end()
	claims, err := r.send(ctx, t, app, code)
	if err == nil {
		r.redeemed.keep(t.Organization, t.ID, code, claims, r.now())
	}
	return claims, err
}

func (r *Flow) send(ctx context.Context, t *trip, app idp.Application, code string) (idp.Claims, error) {
	claims, err := r.idp.Exchange(ctx, app, t.sent(), code)
	old, open := r.fallback(ctx, t.live, app, err)
	if !open {
		return claims, err
	}
	claims, again := r.idp.Exchange(ctx, old, t.sent(), code)
	if !tookSecret(again) {
		return idp.Claims{}, err
	}
	r.noteFallback(ctx, t.live)
	return claims, again
}

// settle finds who it is and commits. The loser of a race for the same link
// reads again and goes by the link; so does whoever finds the application changed.
func (r *Flow) settle(ctx context.Context, t *trip) (Outcome, error) {
	const tries = 3
	for try := 1; ; try++ {
		t.reach("person")
		done, err := r.arrive(ctx, t)
		stale := errors.Is(err, errStale)
		if try == tries || !stale && !errors.Is(err, errRace) {
			return done, err
		}
		if stale {
			if err := r.believeAnew(ctx, t); err != nil {
				return Outcome{}, err
			}
		}
	}
}

// enter signs in whoever it is.
func (r *Flow) enter(ctx context.Context, t *trip) (Outcome, error) {
	d, err := r.decide(ctx, t)
	if err != nil {
		return Outcome{}, err
	}
	t.reach("commit")
	return r.commit(ctx, t, d)
}

func (r *Flow) decide(ctx context.Context, t *trip) (decision.Decision, error) {
	matches, err := r.store.FindForSignIn(ctx, t.account())
	if err != nil {
		return decision.Decision{}, fmt.Errorf("find the person: %w", err)
	}
	found := foundBy(matches)
	d, err := decision.Decide(policyOf(t.live), t.proof, t.decided(), found)
	if err != nil {
		t.userID = found.Concerns()
	}
	return d, err
}
