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

// judge reports lock and proof, and who it would be.
func (r *Flow) judge(ctx context.Context, t *trip, rep *report, tester store.Principal) error {
	by := provider.Key(t.live.Provider)
	t.reach("lock")
	trusted, err := r.trusted(ctx, t.live)
	if err != nil {
		return err
	}
	t.proof, t.weakness = decision.Prove(by, trusted, t.claims)
	rep.proof(t.claims, t.proof, t.weakness)
	if err := decision.CheckLock(by, trusted, t.claims); err != nil {
		f := fault.Of(err)
		rep.lock(t.live, f)
		rep.outside(f)
		return nil
	}
	rep.lock(t.live, nil)
	t.reach("person")
	matches, err := r.store.FindForSignIn(ctx, t.account())
	if err != nil {
		return fmt.Errorf("find the person: %w", err)
	}
	policy := policyOf(t.live)
	d, err := decision.Decide(policy, t.proof, t.decided(), foundBy(matches))
	p, err := r.answers(ctx, t, decision.Predict(policy, t.proof, t.weakness, d, err), matches)
	if err != nil {
		return err
	}
	rep.person(p, matched(d, matches), tester.UserID)
	return nil
}

// answers looks whether the user whose e-mail it is could answer the link page,
// where they would be asked.
func (r *Flow) answers(ctx context.Context, t *trip, p decision.Prediction, matches []store.Match) (decision.Prediction, error) {
	i := slices.IndexFunc(matches, func(m store.Match) bool { return m.How == "email" })
	if p.Outcome != decision.Asked || i < 0 {
		return p, nil
	}
	o, err := r.store.OrganizationByID(ctx, t.Organization)
	if err != nil {
		return p, fmt.Errorf("read the organization: %w", err)
	}
	u, err := r.store.UserByID(ctx, t.Organization, matches[i].UserID)
	if err != nil {
		return p, fmt.Errorf("read the user: %w", err)
	}
	live := t.live
	live.PasswordSignIn, live.SSORequiredAt = o.PasswordSignIn, o.SSORequiredAt
	who := store.Foreseen{UserID: u.ID, Email: u.Email, HasPassword: r.store.Opens(u.PasswordHash), IdentityID: matches[i].IdentityID}
	step := r.linkStep(live, store.PendingLink{Email: t.claims.Email, Proof: string(t.proof)})
	return p.IfProvable(step, userOf(who)), nil
}
