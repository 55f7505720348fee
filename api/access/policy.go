package access

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Policy is how people may sign in to an organization.
type Policy struct {
	store.Organization
	ChangedName string             // of who changed it last
	Connections []store.Connection // those that are not removed, with what a first sign-in does
	Exempt      []store.User       // who may use a password although SSO is required
	Mail        bool               // whether this deployment sends any
}

// Policy reads an organization's policy.
func (a *Access) Policy(ctx context.Context, organizationID string) (Policy, error) {
	o, err := a.Store.OrganizationByID(ctx, organizationID)
	if err != nil {
		return Policy{}, fmt.Errorf("read an organization: %w", err)
	}
	p := Policy{Organization: o, Mail: a.Mail.On}
	if p.ChangedName, err = a.Store.ActorNameOf(ctx, o.ID, o.ChangedBy); err != nil {
		return Policy{}, err
	}
	if p.Connections, err = a.Store.ConnectionsOf(ctx, o.ID); err != nil {
		return Policy{}, fmt.Errorf("list connections: %w", err)
	}
	p.Connections = slices.DeleteFunc(p.Connections, func(c store.Connection) bool { return c.State == store.Removed })
	if p.Exempt, err = a.Store.ExemptUsers(ctx, o.ID); err != nil {
		return Policy{}, fmt.Errorf("list exempt users: %w", err)
	}
	return p, nil
}

// PolicyChange is what to change of a policy; nil stays.
type PolicyChange struct {
	SessionIdle, SessionAbsolute *time.Duration
	ContactText                  *string
	LogDays                      *int
	FirstSignIn                  []FirstSignIn
}

// FirstSignIn is what to change of a connection's first sign-ins; nil stays.
type FirstSignIn struct {
	ConnectionID   string
	Linking        *store.Linking
	WeakProof      *store.WeakProof
	DifferentEmail *bool
}

// ChangePolicy changes a policy from the revision that was read. What its
// connections do at a first sign-in counts as a change of the policy too.
func (a *Access) ChangePolicy(ctx context.Context, by Actor, revision int64, c PolicyChange) (Policy, error) {
	err := a.guarded(ctx, by, func(rows store.Rows) error {
		was, err := a.policyAt(ctx, rows, by, revision)
		if err != nil {
			return err
		}
		is, err := c.of(was)
		if err != nil {
			return err
		}
		if is.Weakens(was) {
			if err := by.askRecent(ctx, rows); err != nil {
				return err
			}
		}
		changed, err := a.changeFirstSignIns(ctx, rows, by, c.FirstSignIn)
		if err != nil {
			return err
		}
		difference := store.Difference(was, is)
		if len(difference) == 0 && !changed {
			return nil
		}
		if err := a.writePolicy(ctx, rows, by, is); err != nil || len(difference) == 0 {
			return err
		}
		return a.audit(ctx, rows, by, event.PolicyChanged, is.ID, difference)
	})
	if err != nil {
		return Policy{}, err
	}
	return a.Policy(ctx, by.OrganizationID)
}

// policyAt reads the organization if it is still as it was read.
func (a *Access) policyAt(ctx context.Context, rows store.Rows, by Actor, revision int64) (store.Organization, error) {
	o, err := rows.OrganizationByID(ctx, by.OrganizationID)
	if err != nil {
		return o, fmt.Errorf("read an organization: %w", err)
	}
	name, err := rows.ActorNameOf(ctx, o.ID, o.ChangedBy)
	if err != nil {
		return o, err
	}
	return o, sameRevision(revision, o.Revision, name, o.ChangedAt)
}

func (a *Access) writePolicy(ctx context.Context, rows store.Rows, by Actor, o store.Organization) error {
	o.ChangedBy, o.ChangedAt = by.UserID, store.At(a.Now())
	if err := rows.UpdateOrganization(ctx, o); err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	return nil
}

// of changes an organization, by the rules that all writers share. A session
// cannot idle for longer than it lives.
func (c PolicyChange) of(o store.Organization) (store.Organization, error) {
	is, fields := rules.Organization{
		ContactText: c.ContactText, SessionIdle: c.SessionIdle, SessionAbsolute: c.SessionAbsolute, LogDays: c.LogDays,
	}.Read("")
	if len(fields) > 0 {
		for i := range fields {
			fields[i].Pointer = inMinutes(fields[i].Pointer)
		}
		return o, refusedValues(fields)
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
	if member := rules.SessionTimes(o, c.SessionIdle != nil, c.SessionAbsolute != nil); member != "" {
		return o, invalid(inMinutes(member), "out_of_range")
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

// changeFirstSignIns says whether it changed anything.
func (a *Access) changeFirstSignIns(ctx context.Context, rows store.Rows, by Actor, changes []FirstSignIn) (bool, error) {
	if len(changes) == 0 {
		return false, nil
	}
	connections, err := rows.ConnectionsOf(ctx, by.OrganizationID)
	if err != nil {
		return false, fmt.Errorf("list connections: %w", err)
	}
	changedAny, seen := false, map[string]bool{}
	var fields []fault.Field
	for n, change := range changes {
		at := slices.IndexFunc(connections, func(c store.Connection) bool {
			return c.ID == change.ConnectionID && c.State != store.Removed
		})
		if at < 0 || seen[change.ConnectionID] {
			fields = append(fields, fault.Field{Pointer: "/firstSignIn/" + strconv.Itoa(n) + "/connectionId", Code: firstProblem(at < 0)})
			continue
		}
		seen[change.ConnectionID] = true
		changed, err := a.changeFirstSignIn(ctx, rows, by, connections[at], change)
		if err != nil {
			return false, err
		}
		changedAny = changedAny || changed
	}
	if len(fields) > 0 {
		return false, &fault.Fault{Code: fault.ValidationFailed, Reason: "value", Fields: fields}
	}
	return changedAny, nil
}

func firstProblem(unknown bool) string {
	if unknown {
		return "invalid"
	}
	return "duplicate"
}

func (a *Access) changeFirstSignIn(ctx context.Context, rows store.Rows, by Actor, was store.Connection, change FirstSignIn) (bool, error) {
	is := was
	set(&is.Linking, change.Linking)
	set(&is.WeakProof, change.WeakProof)
	set(&is.DifferentEmail, change.DifferentEmail)
	difference := store.Difference(was, is)
	if len(difference) == 0 {
		return false, nil
	}
	if is.Weakens(was) {
		if err := by.askRecent(ctx, rows); err != nil {
			return false, err
		}
	}
	is.ChangedBy, is.UpdatedAt = by.UserID, store.At(a.Now())
	if err := rows.UpdateConnection(ctx, is); err != nil {
		return false, fmt.Errorf("change a connection: %w", err)
	}
	return true, a.audit(ctx, rows, by, event.PolicyChanged, is.ID, difference)
}
