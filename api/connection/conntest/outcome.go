package conntest

import (
	"context"
	"fmt"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// reportOutcome reports lock and proof, and whose sign-in it would be.
func (c *Tests) reportOutcome(ctx context.Context, a *attempt.Returned, rep *report, tester store.Principal) error {
	by := provider.Key(a.Live.Provider)
	a.Reach("lock")
	trusted, err := facts.Trusted(ctx, c.Store.Rows, a.Live)
	if err != nil {
		return err
	}
	a.Proof, a.Weakness = decision.Prove(by, trusted, a.Claims)
	rep.proof(a.Claims, a.Proof, a.Weakness)
	if err := decision.CheckLock(by, trusted, a.Claims); err != nil {
		f := fault.Of(err)
		rep.lock(a.Live, f)
		rep.outside(f)
		return nil
	}
	rep.lock(a.Live, nil)
	a.Reach("person")
	matches, err := c.Store.FindForSignIn(ctx, a.Account())
	if err != nil {
		return fmt.Errorf("find the person: %w", err)
	}
	policy := facts.Rules(a.Live)
	d, err := decision.Decide(policy, a.Proof, a.Decided(), facts.Found(matches))
	p, err := c.ifProvable(ctx, a, decision.Predict(policy, a.Proof, a.Weakness, d, err), matches)
	if err != nil {
		return err
	}
	rep.person(p, matched(d, matches), tester.UserID)
	return nil
}

// ifProvable looks whether the user with the account's e-mail could give a proof on the
// link page, where they would be asked for one.
func (c *Tests) ifProvable(ctx context.Context, a *attempt.Returned, p decision.Prediction, matches []store.Match) (decision.Prediction, error) {
	i := slices.IndexFunc(matches, func(m store.Match) bool { return m.How == "email" })
	if p.Outcome != decision.Asked || i < 0 {
		return p, nil
	}
	o, err := c.Store.OrganizationByID(ctx, a.Organization)
	if err != nil {
		return p, fmt.Errorf("read the organization: %w", err)
	}
	u, err := c.Store.UserByID(ctx, a.Organization, matches[i].UserID)
	if err != nil {
		return p, fmt.Errorf("read the user: %w", err)
	}
	live := a.Live
	live.PasswordSignIn, live.SSORequiredAt = o.PasswordSignIn, o.SSORequiredAt
	who := store.ForecastUser{UserID: u.ID, Email: u.Email, HasPassword: c.Store.PasswordUsable(u.PasswordHash), IdentityID: matches[i].IdentityID}
	step := facts.LinkStep(live, store.PendingLink{Email: a.Claims.Email, Proof: string(a.Proof)}, c.Now(), c.Mail)
	return p.IfProvable(step, facts.User(who)), nil
}
