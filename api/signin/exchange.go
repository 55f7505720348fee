package signin

import (
	"context"

	"latchkey/api/idp"
	"latchkey/api/signin/attempt"
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
