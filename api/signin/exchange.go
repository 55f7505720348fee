package signin

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// exchange sends the code to the provider, unless its claims are here already. A
// client address has a limited number of exchanges at once, so that behind a slow
// provider one client does not hold all of them.
func (r *Flow) exchange(ctx context.Context, a *attempt.Returned, app idp.Application, code string) (idp.Claims, error) {
	if a.Shared != nil {
		return *a.Shared, nil
	}
	if claims, held := r.Redeemed.claimsOf(a.ID, code); held {
		return claims, nil
	}
	release, err := r.attempts.WaitForSlot(ctx, a.Visitor.Address)
	if err != nil {
		return idp.Claims{}, err
	}
	defer release()
	ctx, end := withoutDisconnect(ctx)
	defer end()
	claims, err := r.applications.Exchange(ctx, a.Live, app, a.Sent(), code)
	if err == nil {
		r.Redeemed.keep(a, code, claims)
	}
	return claims, err
}

// A provider accepts a code once. The claims that it gave for it are kept until the
// attempt is spent, so that a reload during the callback, or a database that is
// unavailable, costs no sign-in. They give access to nothing by themselves: the
// attempt's cookie and the code are still required, and one transaction spends the
// attempt. Other replicas get them if the attempt stays unfinished: redeemedshared.go.

const (
	redeemedLife = time.Minute
	redeemedMost = 2000
)

// Redeemed are the claims of attempts that are not spent yet, by attempt id.
type Redeemed struct {
	store *store.Store
	ring  *secret.Ring
	log   *slog.Logger
	now   func() time.Time

	mu   sync.Mutex
	held map[string]held
}

type held struct {
	organization string
	code         string // hashed
	claims       idp.Claims
	until        time.Time
	sharing      sharing
}

func newRedeemed(o Options) *Redeemed {
	return &Redeemed{store: o.Store, ring: o.Ring, log: o.Log, now: o.Now, held: map[string]held{}}
}

func (r *Redeemed) keep(a *attempt.Returned, code string, claims idp.Claims) {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.held) >= redeemedMost {
		for id, h := range r.held {
			if !now.Before(h.until) {
				delete(r.held, id)
			}
		}
	}
	if len(r.held) < redeemedMost {
		r.held[a.ID] = held{a.Organization, secret.Hash(code), claims, now.Add(redeemedLife), alone}
	}
}

func (r *Redeemed) claimsOf(attemptID, code string) (idp.Claims, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, is := r.held[attemptID]
	if !is || h.code != secret.Hash(code) || !r.now().Before(h.until) {
		return idp.Claims{}, false
	}
	return h.claims, true
}

// drop drops the claims of an attempt and says how far they were shared.
func (r *Redeemed) drop(attemptID string) sharing {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.held[attemptID].sharing
	delete(r.held, attemptID)
	return was
}

// withoutDisconnect is the context of a request that goes on within its time though
// its browser has disconnected: a code cannot be sent twice.
func withoutDisconnect(ctx context.Context) (context.Context, context.CancelFunc) {
	if until, has := ctx.Deadline(); has {
		return context.WithDeadline(context.WithoutCancel(ctx), until)
	}
	return context.WithCancel(context.WithoutCancel(ctx))
}

// unfinished says whether an attempt can go on later: its browser disconnected, or the
// database is unavailable. Nothing is spent; a reload goes on.
func (r *Flow) unfinished(ctx context.Context, a *attempt.Returned, err error) (*Busy, bool) {
	if _, known := errors.AsType[*fault.Fault](err); known {
		return nil, false
	}
	if !store.Unavailable(err) && !errors.Is(ctx.Err(), context.Canceled) {
		return nil, false
	}
	f := fault.Wrap(fault.Busy, "unfinished", err)
	f.RetryAfter = 2 * time.Second
	r.log.WarnContext(ctx, "sign-in not finished", "ref", a.Reference, "purpose", a.Purpose, "step", a.Step,
		"organization", a.Organization, "connection", a.Connection, "provider", a.Provider, "error", err)
	return &Busy{Fault: f}, true
}

// forget drops the claims of an attempt that is spent.
func (r *Redeemed) forget(ctx context.Context, a *attempt.Returned) {
	if r.drop(a.ID) == alone && a.Shared == nil {
		return
	}
	if err := r.store.ForgetRedeemed(context.WithoutCancel(ctx), a.Organization, a.ID); err != nil {
		r.log.WarnContext(ctx, "claims of a code are still kept", "ref", a.Reference, "error", err) // it is pruned
	}
}
