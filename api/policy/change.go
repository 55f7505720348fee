package policy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Change is what to change of a policy; nil stays.
type Change struct {
	SessionIdle, SessionAbsolute *time.Duration
	ContactText                  *string
	LogDays, AuditDays           *int
	StraightToProvider           *bool
	FirstSignIn                  []FirstSignIn
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

// of changes an organization, by the rules that all writers share. A session
// cannot idle for longer than it lives.
func (c Change) of(o store.Organization) (store.Organization, error) {
	is, fields := rules.Organization{
		ContactText: c.ContactText, SessionIdle: c.SessionIdle, SessionAbsolute: c.SessionAbsolute, LogDays: c.LogDays, AuditDays: c.AuditDays,
	}.Read("")
	if len(fields) > 0 {
		for i := range fields {
			fields[i].Pointer = inMinutes(fields[i].Pointer)
		}
		return o, fault.Invalid(fields...)
	}
	if c.SessionIdle != nil {
		o.SessionIdleSeconds = int64(*c.SessionIdle / time.Second)
	}
	if c.SessionAbsolute != nil {
		o.SessionAbsoluteSeconds = int64(*c.SessionAbsolute / time.Second)
	}
	if c.ContactText != nil {
		o.ContactText = *is.ContactText
	}
	if c.LogDays != nil {
		o.LogDays = int64(*c.LogDays)
	}
	if c.AuditDays != nil {
		o.AuditDays = int64(*c.AuditDays)
	}
	if c.StraightToProvider != nil {
		o.StraightToProvider = *c.StraightToProvider
	}
	if member := rules.SessionTimes(o, c.SessionIdle != nil, c.SessionAbsolute != nil); member != "" {
		return o, fault.Invalid(fault.Field{Pointer: inMinutes(member), Code: "out_of_range"})
	}
	return o, nil
}

// inMinutes is the name of a member as the contract has it.
func inMinutes(pointer string) string {
	if strings.HasPrefix(pointer, "/session") {
		return pointer + "Minutes"
	}
	return pointer
}
