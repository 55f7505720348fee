package signin

import (
	"context"
	"fmt"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// reportOutcome reports lock and proof, and whose sign-in it would be.
func (r *Flow) reportOutcome(ctx context.Context, a *returnedAttempt, rep *report, tester store.Principal) error {
	by := provider.Key(a.live.Provider)
	a.reach("lock")
	trusted, err := r.trusted(ctx, a.live)
	if err != nil {
		return err
	}
	a.proof, a.weakness = decision.Prove(by, trusted, a.claims)
	rep.proof(a.claims, a.proof, a.weakness)
	if err := decision.CheckLock(by, trusted, a.claims); err != nil {
		f := fault.Of(err)
		rep.lock(a.live, f)
		rep.outside(f)
		return nil
	}
	rep.lock(a.live, nil)
	a.reach("person")
	matches, err := r.store.FindForSignIn(ctx, a.account())
	if err != nil {
		return fmt.Errorf("find the person: %w", err)
	}
	policy := policyOf(a.live)
	d, err := decision.Decide(policy, a.proof, a.decided(), foundBy(matches))
	p, err := r.ifProvable(ctx, a, decision.Predict(policy, a.proof, a.weakness, d, err), matches)
	if err != nil {
		return err
	}
	rep.person(p, matched(d, matches), tester.UserID)
	return nil
}

// ifProvable looks whether the user with the account's e-mail could give a proof on the
// link page, where they would be asked for one.
func (r *Flow) ifProvable(ctx context.Context, a *returnedAttempt, p decision.Prediction, matches []store.Match) (decision.Prediction, error) {
	i := slices.IndexFunc(matches, func(m store.Match) bool { return m.How == "email" })
	if p.Outcome != decision.Asked || i < 0 {
		return p, nil
	}
	o, err := r.store.OrganizationByID(ctx, a.Organization)
	if err != nil {
		return p, fmt.Errorf("read the organization: %w", err)
	}
	u, err := r.store.UserByID(ctx, a.Organization, matches[i].UserID)
	if err != nil {
		return p, fmt.Errorf("read the user: %w", err)
	}
	live := a.live
	live.PasswordSignIn, live.SSORequiredAt = o.PasswordSignIn, o.SSORequiredAt
	who := store.Foreseen{UserID: u.ID, Email: u.Email, HasPassword: r.store.Opens(u.PasswordHash), IdentityID: matches[i].IdentityID}
	step := r.linkStep(live, store.PendingLink{Email: a.claims.Email, Proof: string(a.proof)})
	return p.IfProvable(step, userOf(who)), nil
}
