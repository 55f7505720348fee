package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/store"
)

// ProvenFor is how long a sign-in or a password counts as proof that it works.
const ProvenFor = 24 * time.Hour

// notConnectedShown is how many of the users without an account are listed.
const notConnectedShown = 50

// Requirement is what is proven before SSO may be required, and whom it would affect
// (S11).
type Requirement struct {
	Providers       []store.Connection // that are on
	RecentSSOSignIn *store.Link        // of the caller; nil: none lately
	BreakGlass      []store.User       // super admins with a password that works
	Reach           store.Reach
	NotConnected    []store.User // the first of them
	Exempt          []store.User
}

// Requirement reads what is proven, for the caller.
func (p *Policies) Requirement(ctx context.Context, by change.Actor) (Requirement, error) {
	var r Requirement
	var err error
	if r.Providers, err = providersOn(ctx, p.Store.Rows, by.OrganizationID); err != nil {
		return r, err
	}
	since := p.Now().Add(-ProvenFor)
	own, err := p.Store.RecentSSOSignIn(ctx, by.OrganizationID, by.ID, since)
	switch {
	case err == nil:
		r.RecentSSOSignIn = &own
	case !errors.Is(err, store.ErrNotFound):
		return r, fmt.Errorf("read the caller's sign-in: %w", err)
	}
	if r.BreakGlass, err = p.Store.ProvenAdmins(ctx, by.OrganizationID, since); err != nil {
		return r, fmt.Errorf("list proven super admins: %w", err)
	}
	if r.Reach, err = p.Store.Reach(ctx, by.OrganizationID); err != nil {
		return r, fmt.Errorf("count people: %w", err)
	}
	if r.NotConnected, err = p.Store.NotConnected(ctx, by.OrganizationID, notConnectedShown); err != nil {
		return r, fmt.Errorf("list people without an account: %w", err)
	}
	if r.Exempt, err = p.Store.ExemptUsers(ctx, by.OrganizationID); err != nil {
		return r, fmt.Errorf("list exempt users: %w", err)
	}
	return r, nil
}
