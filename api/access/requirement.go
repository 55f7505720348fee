package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// ProvenFor is how long a sign-in or a password counts as proof that it works.
const ProvenFor = 24 * time.Hour

// LateBy is how far in the past a requirement may begin: the clock of whoever typed "now"
// may be slow, and so may they.
const LateBy = 5 * time.Minute

// notConnectedShown is how many of the users without an account are listed.
const notConnectedShown = 50

// Requirement is what is proven before SSO may be required, and whom it would affect
// (S11).
type Requirement struct {
	Providers    []store.Connection // that are on
	OwnSignIn    *store.Link        // of the caller; nil: none lately
	BreakGlass   []store.User       // super admins with a password that works
	Reach        store.Reach
	NotConnected []store.User // the first of them
	Exempt       []store.User
}

// Requirement reads what is proven, for the caller.
func (a *Access) Requirement(ctx context.Context, by Actor) (Requirement, error) {
	var r Requirement
	var err error
	if r.Providers, err = providersOn(ctx, a.Store.Rows, by.OrganizationID); err != nil {
		return r, err
	}
	since := a.Now().Add(-ProvenFor)
	own, err := a.Store.OwnSignIn(ctx, by.OrganizationID, by.UserID, since)
	switch {
	case err == nil:
		r.OwnSignIn = &own
	case !errors.Is(err, store.ErrNotFound):
		return r, fmt.Errorf("read the caller's sign-in: %w", err)
	}
	if r.BreakGlass, err = a.Store.ProvenAdmins(ctx, by.OrganizationID, since); err != nil {
		return r, fmt.Errorf("list proven super admins: %w", err)
	}
	if r.Reach, err = a.Store.Reach(ctx, by.OrganizationID); err != nil {
		return r, fmt.Errorf("count people: %w", err)
	}
	if r.NotConnected, err = a.Store.NotConnected(ctx, by.OrganizationID, notConnectedShown); err != nil {
		return r, fmt.Errorf("list people without an account: %w", err)
	}
	if r.Exempt, err = a.Store.ExemptUsers(ctx, by.OrganizationID); err != nil {
		return r, fmt.Errorf("list exempt users: %w", err)
	}
	return r, nil
}

// Require closes sign-in by password from a time on, for all but exempt users, of whom the
// caller becomes one, and mails those who lose it. It demands two proofs that are a day
// old at most: that the caller signed in through a connection, and that an exempt super
// admin signed in without one.
func (a *Access) Require(ctx context.Context, by Actor, revision int64, from time.Time, exempt []string) (Policy, error) {
	now := a.Now()
	if from.Before(now.Add(-LateBy)) || from.After(now.AddDate(1, 0, 0)) {
		return Policy{}, invalid("/from", "out_of_range")
	}
	err := a.guarded(ctx, by, func(rows store.Rows) error {
		was, err := a.policyAt(ctx, rows, by, revision)
		if err != nil {
			return err
		}
		if err := checkUsers(ctx, rows, by.OrganizationID, exempt); err != nil {
			return err
		}
		if _, err := rows.OwnSignIn(ctx, by.OrganizationID, by.UserID, now.Add(-ProvenFor)); errors.Is(err, store.ErrNotFound) {
			return fault.New(fault.OwnSignInRequired)
		} else if err != nil {
			return fmt.Errorf("read the caller's sign-in: %w", err)
		}
		if err := a.exempt(ctx, rows, by, append(slices.Clone(exempt), by.UserID)); err != nil {
			return err
		}
		proven, err := rows.ProvenAdmins(ctx, by.OrganizationID, now.Add(-ProvenFor))
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
		if err := a.writeRequirement(ctx, rows, by, event.SSORequired, was, is); err != nil || is.SSORequiredAt == was.SSORequiredAt {
			return err
		}
		return a.announce(ctx, rows, is)
	})
	if err != nil {
		return Policy{}, err
	}
	return a.Policy(ctx, by.OrganizationID)
}

// inForce says whether SSO is required at a time.
func inForce(o store.Organization, now time.Time) bool {
	return !o.SSORequiredAt.IsZero() && !o.SSORequiredAt.After(now)
}

// AllowPasswords allows sign-in by password again, for everybody. Who was exempt stays so.
func (a *Access) AllowPasswords(ctx context.Context, by Actor, revision int64) (Policy, error) {
	err := a.locked(ctx, by, func(rows store.Rows) error {
		was, err := a.policyAt(ctx, rows, by, revision)
		if err != nil {
			return err
		}
		is := was
		is.PasswordSignIn, is.SSORequiredAt = true, store.Time{}
		return a.writeRequirement(ctx, rows, by, event.PasswordsAllowed, was, is)
	})
	if err != nil {
		return Policy{}, err
	}
	return a.Policy(ctx, by.OrganizationID)
}

// writeRequirement writes a change of the requirement, if it is one.
func (a *Access) writeRequirement(ctx context.Context, rows store.Rows, by Actor, kind event.Kind, was, is store.Organization) error {
	difference := store.Difference(was, is)
	if len(difference) == 0 {
		return nil
	}
	if is.Weakens(was) {
		if err := by.askRecent(ctx, rows); err != nil {
			return err
		}
	}
	if err := a.writePolicy(ctx, rows, by, is); err != nil {
		return err
	}
	return a.audit(ctx, rows, by, kind, is.ID, difference)
}

// ProveBreakGlass records that a super admin's password was confirmed now, and makes them
// exempt. The password must still be theirs; every failure is the same refusal.
func (a *Access) ProveBreakGlass(ctx context.Context, by Actor, confirmed store.User) (Requirement, error) {
	err := a.locked(ctx, by, func(rows store.Rows) error {
		u, err := rows.UserByID(ctx, by.OrganizationID, confirmed.ID)
		if err != nil {
			return err
		}
		if !u.Active || u.Role != store.SuperAdmin {
			return fault.Because(fault.CredentialsInvalid, "no_super_admin")
		}
		if err := rows.RecordPasswordUse(ctx, confirmed, a.Now()); errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.CredentialsInvalid, "wrong_password")
		} else if err != nil {
			return fmt.Errorf("note the use of a password: %w", err)
		}
		if err := a.exempt(ctx, rows, by, []string{u.ID}); err != nil {
			return err
		}
		return a.audit(ctx, rows, by, event.BreakGlassProven, u.ID, nil)
	})
	if err != nil {
		return Requirement{}, err
	}
	return a.Requirement(ctx, by)
}

// exempt makes users exempt, with an event for each who was not.
func (a *Access) exempt(ctx context.Context, rows store.Rows, by Actor, ids []string) error {
	changed, err := rows.Exempt(ctx, by.OrganizationID, ids, by.UserID, a.Now())
	if err != nil {
		return fmt.Errorf("exempt users: %w", err)
	}
	if len(changed) == 0 {
		return nil
	}
	o, err := rows.OrganizationByID(ctx, by.OrganizationID)
	if err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	if o.PasswordsClose() { // while everybody may use a password, an exemption gives nothing
		if err := by.askRecent(ctx, rows); err != nil {
			return err
		}
	}
	for _, id := range changed {
		detail := map[string]any{"exempt": map[string]any{"before": false, "after": true}}
		if err := a.audit(ctx, rows, by, event.UserChanged, id, detail); err != nil {
			return err
		}
	}
	return nil
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
		return &fault.Fault{Code: fault.ValidationFailed, Reason: "value", Fields: fields}
	}
	return nil
}
