package domain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/job"
	"latchkey/api/store"
)

// checkPause is how long a claim rests between two looks by hand.
const checkPause = 10 * time.Second

// Check looks for a claim's record now. Errors: fault NotFound; RateLimited
// within ten seconds of the last look.
func (d *Domains) Check(ctx context.Context, organizationID, id, actor string) (store.ClaimedDomain, error) {
	claim, err := d.Store.TakeDomainCheck(ctx, organizationID, id, checkPause, d.Now())
	if errors.Is(err, store.ErrNotFound) {
		return store.ClaimedDomain{}, d.notNow(ctx, organizationID, id)
	}
	if err != nil {
		return store.ClaimedDomain{}, fmt.Errorf("take a look at a domain: %w", err)
	}
	result, err := d.look(ctx, claim)
	if err != nil {
		return store.ClaimedDomain{}, err
	}
	if err := d.note(ctx, claim, result, actor); err != nil {
		return store.ClaimedDomain{}, err
	}
	return d.read(ctx, organizationID, id)
}

// notNow tells a claim that is not there from one that was just looked at.
func (d *Domains) notNow(ctx context.Context, organizationID, id string) error {
	claim, err := d.read(ctx, organizationID, id)
	if err != nil {
		return err
	}
	wait := max(time.Second, claim.CheckedAt.Add(checkPause).Sub(d.Now()))
	return &fault.Fault{Code: fault.RateLimited, Reason: "domain_check", RetryAfter: wait}
}

// most is how many claims one run looks at, all at a time: each may take five
// seconds, and none takes them from another.
const (
	most      = 20
	lookLease = 15 * time.Minute // longer than a run takes
)

// Recheck looks at the claims whose day has come. Replicas share them out.
func (d *Domains) Recheck(ctx context.Context) error {
	due, err := d.Store.TakeDueDomains(ctx, lookLease, most, d.Now())
	if err != nil {
		return fmt.Errorf("take the domains that are due: %w", err)
	}
	return job.Each(ctx, due, job.Bounds{AtOnce: most, Within: 2 * lookWithin}, d.recheck)
}

func (d *Domains) recheck(ctx context.Context, claim store.Domain) error {
	result, err := d.look(ctx, claim)
	if err == nil {
		err = d.note(ctx, claim, result, store.ActorSystem)
	}
	if errors.Is(err, store.ErrNotFound) { // given up meanwhile
		return nil
	}
	return err
}

// note writes what a look brought, on the claim as it is by now, and audits a
// domain that was proven or lost. The system looks daily, people by hand.
func (d *Domains) note(ctx context.Context, claim store.Domain, result, actor string) error {
	by := change.Actor{OrganizationID: claim.OrganizationID, ID: actor}
	return d.changes.Locked(ctx, by, func(tx change.Tx) error {
		now, err := tx.DomainByID(ctx, claim.OrganizationID, claim.ID)
		if errors.Is(err, store.ErrNotFound) {
			return fault.Wrap(fault.NotFound, "no_domain", err)
		}
		if err != nil {
			return err
		}
		next := after(now.Domain, result, actor == store.ActorSystem, tx.At)
		if err := tx.SaveDomainCheck(ctx, next); err != nil {
			return err
		}
		if next.State == now.State {
			return nil
		}
		d.Log.InfoContext(ctx, "domain "+string(next.State), "organization", claim.OrganizationID, "domain", claim.Domain)
		return tx.RecordNamed(ctx, kindOf(next.State), claim.ID, claim.Domain, map[string]any{"domain": claim.Domain})
	})
}

// kindOf is what is recorded when a domain comes into a state by a check.
func kindOf(state store.DomainState) event.Kind {
	if state == store.DomainVerified {
		return event.DomainVerified
	}
	return event.DomainLost
}
