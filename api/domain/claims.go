package domain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// MaxClaims is how many domains an organization may claim.
const MaxClaims = 50

// firstLook is when a new claim is looked at by itself, if nobody has by then.
const firstLook = time.Hour

// Claim is a request to claim a domain.
type Claim struct {
	// By has confirmed who they are recently: a claim proves itself later, with nobody
	// asked, and then people of the domain may be connected without being asked.
	By     change.Actor
	Domain string // as it was typed
}

// Add claims a domain; the answer has the record to publish. Errors: fault
// ValidationFailed on /domain: format, public_domain, taken (by the organization
// itself) or out_of_range (too many).
func (d *Domains) Add(ctx context.Context, c Claim) (store.ClaimedDomain, error) {
	organizationID, name := c.By.OrganizationID, normal(c.Domain)
	if code := refuse(name); code != "" {
		return store.ClaimedDomain{}, invalid(code)
	}
	now := d.Now()
	claim := store.Domain{
		ID: "dom_" + secret.NewID(), OrganizationID: organizationID, Domain: name, Token: secret.NewToken(),
		State: store.DomainPending, CheckAt: store.At(now.Add(firstLook)), CreatedAt: store.At(now), CreatedBy: c.By.ID,
	}
	err := d.changes.Locked(ctx, c.By, func(tx change.Tx) error {
		claims, err := tx.DomainsOf(ctx, organizationID)
		if err != nil {
			return err
		}
		if code := crowded(claims, name); code != "" {
			return invalid(code)
		}
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		if err := tx.AddDomain(ctx, claim); err != nil {
			return fmt.Errorf("write a domain: %w", err)
		}
		return tx.RecordNamed(ctx, event.DomainAdded, claim.ID, name, map[string]any{"domain": name})
	})
	if err != nil {
		return store.ClaimedDomain{}, err
	}
	return d.read(ctx, organizationID, claim.ID)
}

// crowded says why a name does not fit beside the claims that are there.
func crowded(claims []store.ClaimedDomain, name string) string {
	for _, c := range claims {
		if c.Domain.Domain == name {
			return "taken"
		}
	}
	if len(claims) >= MaxClaims {
		return "out_of_range"
	}
	return ""
}

func invalid(code string) error {
	return &fault.Fault{
		Code: fault.ValidationFailed, Reason: "domain_" + code,
		Fields: []fault.Field{{Pointer: "/domain", Code: code}},
	}
}

// Remove gives a domain up: from now on it proves nothing and finds nobody.
// Error: fault NotFound.
func (d *Domains) Remove(ctx context.Context, organizationID, id, actor string) error {
	by := change.Actor{OrganizationID: organizationID, ID: actor}
	return d.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := tx.RemoveDomain(ctx, organizationID, id)
		if errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.NotFound, "no_domain")
		}
		if err != nil {
			return fmt.Errorf("remove a domain: %w", err)
		}
		return tx.RecordNamed(ctx, event.DomainRemoved, id, was.Domain, map[string]any{"domain": was.Domain, "was": was.State})
	})
}

func (d *Domains) read(ctx context.Context, organizationID, id string) (store.ClaimedDomain, error) {
	claim, err := d.Store.DomainByID(ctx, organizationID, id)
	if errors.Is(err, store.ErrNotFound) {
		return claim, fault.Because(fault.NotFound, "no_domain")
	}
	if err != nil {
		return claim, fmt.Errorf("read a domain: %w", err)
	}
	return claim, nil
}
