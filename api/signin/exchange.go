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
	claims, err := r.applications.Exchange(ctx, a.live, app, a.sent(), code)
	if err == nil {
		r.redeemed.keep(a.Organization, a.ID, code, claims, r.now())
	}
	return claims, err
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
