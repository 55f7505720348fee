package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// LateBy is how far in the past a requirement may begin: the clock of whoever typed "now"
// may be slow, and so may they.
const LateBy = 5 * time.Minute

// Require closes sign-in by password from a time on, for all but exempt users, of whom the
// caller becomes one, and mails those who lose it. It demands two proofs that are a day
// old at most: that the caller signed in through a connection, and that an exempt super
// admin signed in without one.
func (p *Policies) Require(ctx context.Context, by change.Actor, revision int64, from time.Time, exempt []string) (Policy, error) {
	now := p.Now()
	if from.Before(now.Add(-LateBy)) || from.After(now.AddDate(1, 0, 0)) {
		return Policy{}, fault.Invalid(fault.Field{Pointer: "/from", Code: "out_of_range"})
	}
	err := p.changes.Guarded(ctx, by, func(tx change.Tx) error {
		was, err := policyAt(ctx, tx, revision)
		if err != nil {
			return err
		}
		if err := checkUsers(ctx, tx.Rows, by.OrganizationID, exempt); err != nil {
			return err
		}
		if _, err := tx.RecentSSOSignIn(ctx, by.OrganizationID, by.ID, now.Add(-ProvenFor)); errors.Is(err, store.ErrNotFound) {
			return fault.New(fault.OwnSignInRequired)
		} else if err != nil {
			return fmt.Errorf("read the caller's sign-in: %w", err)
		}
		if err := makeExempt(ctx, tx, append(slices.Clone(exempt), by.ID)); err != nil {
			return err
		}
		proven, err := tx.ProvenAdmins(ctx, by.OrganizationID, now.Add(-ProvenFor))
		if err != nil {
			return fmt.Errorf("list proven super admins: %w", err)
		}
		if !slices.ContainsFunc(proven, func(u store.User) bool { return u.Exempt }) {
			return fault.New(fault.BreakGlassRequired)
		}
		is := was
		if !inForce(was, now) || from.After(now) { // required from now on again, it stays as it is
			is.SSORequiredAt = store.At(from)
		}
		if err := writeRequirement(ctx, tx, event.SSORequired, was, is); err != nil || is.SSORequiredAt == was.SSORequiredAt {
			return err
		}
		return p.announce(ctx, tx.Rows, is)
	})
	if err != nil {
		return Policy{}, err
	}
	return p.Read(ctx, by.OrganizationID)
}

// inForce says whether SSO is required at a time.
func inForce(o store.Organization, now time.Time) bool {
	return !o.SSORequiredAt.IsZero() && !o.SSORequiredAt.After(now)
}

// AllowPasswords allows sign-in by password again, for everybody. Who was exempt stays so.
func (p *Policies) AllowPasswords(ctx context.Context, by change.Actor, revision int64) (Policy, error) {
	err := p.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := policyAt(ctx, tx, revision)
		if err != nil {
			return err
		}
		is := was
		is.PasswordSignIn, is.SSORequiredAt = true, store.Time{}
		return writeRequirement(ctx, tx, event.PasswordsAllowed, was, is)
	})
	if err != nil {
		return Policy{}, err
	}
	return p.Read(ctx, by.OrganizationID)
}

// writeRequirement writes a change of the requirement, if it is one.
func writeRequirement(ctx context.Context, tx change.Tx, kind event.Kind, was, is store.Organization) error {
	difference := store.Difference(was, is)
	if len(difference) == 0 {
		return nil
	}
	if is.Weakens(was) {
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
	}
	if err := writePolicy(ctx, tx, is); err != nil {
		return err
	}
	return tx.Record(ctx, kind, is.ID, difference)
}

// checkUsers refuses ids that are no users of the organization, each in its place.
func checkUsers(ctx context.Context, rows store.Rows, organizationID string, ids []string) error {
	users, err := rows.KnownUsers(ctx, organizationID, ids)
	if err != nil {
		return fmt.Errorf("look for users: %w", err)
	}
	var fields []fault.Field
	for n, id := range ids {
		if !slices.Contains(users, id) {
			fields = append(fields, fault.Field{Pointer: "/exempt/" + strconv.Itoa(n), Code: "invalid"})
		}
	}
	if len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	return nil
}
