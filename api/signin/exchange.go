package signin

import (
	"context"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
)

// exchange sends the code to the provider, unless its claims are here already. A
// client address has a limited number of exchanges at once, so that behind a slow
// provider one client does not hold all of them.
func (r *Flow) exchange(ctx context.Context, a *returnedAttempt, app idp.Application, code string) (idp.Claims, error) {
	if a.shared != nil {
		return *a.shared, nil
	}
	if claims, held := r.redeemed.claimsOf(a.ID, code, r.now()); held {
		return claims, nil
	}
	release, err := r.waitForExchange(ctx, a.visitor.Address)
	if err != nil {
		return idp.Claims{}, err
	}
	defer release()
	ctx, end := withoutDisconnect(ctx)
	defer end()
	claims, err := r.send(ctx, a, app, code)
	if err == nil {
		r.redeemed.keep(a.Organization, a.ID, code, claims, r.now())
	}
	return claims, err
}

// send exchanges the code, and once more with the old secret during a rotation.
func (r *Flow) send(ctx context.Context, a *returnedAttempt, app idp.Application, code string) (idp.Claims, error) {
	claims, err := r.idp.Exchange(ctx, app, a.sent(), code)
	old, open := r.withOldSecret(ctx, a.live, app, err)
	if !open {
		return claims, err
	}
	claims, again := r.idp.Exchange(ctx, old, a.sent(), code)
	if !tookSecret(again) {
		return idp.Claims{}, err
	}
	r.recordFallbackUse(ctx, a.live)
	return claims, again
}

// waitForExchange waits for one of the slots of a client address.
func (r *Flow) waitForExchange(ctx context.Context, address string) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, r.limits.Wait)
	defer cancel()
	_, release, err = r.exchanges.Acquire(ctx, address)
	if err != nil {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "exchange_queue", RetryAfter: 2 * time.Second}
	}
	return release, nil
}
