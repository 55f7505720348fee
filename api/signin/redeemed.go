package signin

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// A provider takes a code once. What it gave for it is kept until the attempt is
// spent, so that a browser which loads the page again while it is answered, or comes
// while the database is away, loses no sign-in. It opens nothing: the attempt's
// cookie and the code are asked for as ever, and one commit spends the attempt. Other
// replicas learn of it when the attempt stays unfinished: see shared.go.

const (
	redeemedLife = time.Minute
	redeemedMost = 2000
)

// redeemed are the claims of attempts that are not spent yet, by attempt id.
type redeemed struct {
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

func newRedeemed() *redeemed { return &redeemed{held: map[string]held{}} }

func (r *redeemed) keep(organizationID, attemptID, code string, claims idp.Claims, now time.Time) {
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
		r.held[attemptID] = held{organizationID, secret.Hash(code), claims, now.Add(redeemedLife), alone}
	}
}

func (r *redeemed) of(attemptID, code string, now time.Time) (idp.Claims, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h, is := r.held[attemptID]
	if !is || h.code != secret.Hash(code) || !now.Before(h.until) {
		return idp.Claims{}, false
	}
	return h.claims, true
}

// forget says how far the attempt's claims were shared.
func (r *redeemed) forget(attemptID string) sharing {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.held[attemptID].sharing
	delete(r.held, attemptID)
	return was
}

// withoutLeaving is a request that goes on though its browser has left, in the time
// that it has: a code that was sent is not sent again.
func withoutLeaving(ctx context.Context) (context.Context, context.CancelFunc) {
	if until, has := ctx.Deadline(); has {
		return context.WithDeadline(context.WithoutCancel(ctx), until)
	}
	return context.WithCancel(context.WithoutCancel(ctx))
}

// unfinished says whether an attempt is not over: its browser left before the end,
// or the database is away. Nothing is spent; whoever comes again goes on.
func (r *Flow) unfinished(ctx context.Context, t *trip, err error) (*Crowded, bool) {
	if _, known := errors.AsType[*fault.Fault](err); known {
		return nil, false
	}
	if !store.Unavailable(err) && !errors.Is(ctx.Err(), context.Canceled) {
		return nil, false
	}
	f := fault.Wrap(fault.Busy, "unfinished", err)
	f.RetryAfter = 2 * time.Second
	r.log.WarnContext(ctx, "sign-in not finished", "ref", t.Reference, "purpose", t.Purpose, "step", t.step,
		"organization", t.Organization, "connection", t.Connection, "provider", t.Provider, "error", err)
	return &Crowded{f}, true
}
