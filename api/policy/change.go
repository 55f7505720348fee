package policy

import (
	"context"
	"fmt"
	"strings"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Change is what to change of a policy; nil stays.
type Change struct {
	rules.SignInPolicy
	FirstSignIn []FirstSignIn
}

// Change changes a policy from the revision that was read. What its
// connections do at a first sign-in counts as a change of the policy too.
func (p *Policies) Change(ctx context.Context, by change.Actor, revision int64, c Change) (Policy, error) {
	err := p.changes.Guarded(ctx, by, func(tx change.Tx) error {
		was, err := policyAt(ctx, tx, revision)
		if err != nil {
			return err
		}
		is, err := c.of(was)
		if err != nil {
			return err
		}
		if is.Weakens(was) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		changed, err := changeFirstSignIns(ctx, tx, c.FirstSignIn)
		if err != nil {
			return err
		}
		difference := store.Difference(was, is)
		if len(difference) == 0 && !changed {
			return nil
		}
		if err := writePolicy(ctx, tx, is); err != nil || len(difference) == 0 {
			return err
		}
		return tx.Record(ctx, event.PolicyChanged, is.ID, difference)
	})
	if err != nil {
		return Policy{}, err
	}
	return p.Read(ctx, by.OrganizationID)
}

// policyAt reads the organization if it is still as it was read.
func policyAt(ctx context.Context, tx change.Tx, revision int64) (store.Organization, error) {
	o, err := tx.OrganizationByID(ctx, tx.By.OrganizationID)
	if err != nil {
		return o, fmt.Errorf("read an organization: %w", err)
	}
	read := change.Revision{OrganizationID: o.ID, Number: o.Revision, By: o.ChangedBy, At: o.ChangedAt}
	return o, read.Matches(ctx, tx.Rows, revision)
}

func writePolicy(ctx context.Context, tx change.Tx, o store.Organization) error {
	o.ChangedBy, o.ChangedAt = tx.By.ID, store.At(tx.At)
	if err := tx.UpdateOrganization(ctx, o); err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	return nil
}

// of changes an organization, by the rules that all writers share.
func (c Change) of(o store.Organization) (store.Organization, error) {
	is := o
	settings, wrong := c.Settings(&is)
	for _, s := range settings {
		s.Write()
	}
	if len(wrong) == 0 {
		wrong = c.Together(is)
	}
	if len(wrong) > 0 {
		return o, fault.Invalid(inMinutes(wrong)...)
	}
	return is, nil
}

// inMinutes names members as the contract does.
func inMinutes(fields []fault.Field) []fault.Field {
	for i, f := range fields {
		if strings.HasPrefix(f.Pointer, "/session") {
			fields[i].Pointer += "Minutes"
		}
	}
	return fields
}
