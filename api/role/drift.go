package role

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// page is how many people are read at once.
const page = 2000

// mostShown is how many people a report names; it counts all.
const mostShown = 200

// Differs is somebody whose role is another than rules say.
type Differs struct {
	store.RolePerson
	rule.Decision
}

// each asks rules about everybody active; known is false of whom nobody knows yet what the
// rules ask for.
func (r *Roles) each(ctx context.Context, organizationID string, set rule.Set, seenFrom int64, look func(p store.RolePerson, d rule.Decision, known bool)) error {
	for after := ""; ; {
		list, err := r.store.RolePeople(ctx, organizationID, after, page)
		if err != nil {
			return fmt.Errorf("list people for rules: %w", err)
		}
		for _, one := range list {
			f, seen := factsOf(one)
			d := rule.Decide(set, assign.PersonOf(one.User), f)
			look(one, d, seen >= seenFrom || !asksClaims(set, d))
		}
		if len(list) < page {
			return nil
		}
		after = list[len(list)-1].ID
	}
}

// factsOf is what is remembered of somebody, and by which revision of the rules; -1: nothing.
func factsOf(p store.RolePerson) (rule.Facts, int64) {
	f, revision, seen := assign.Seen(p.ConnectionID, p.Facts)
	f.Connection, f.Domain = p.ConnectionID, assign.DomainOf(p.User)
	if !seen {
		revision = -1
	}
	return f, revision
}

// asksClaims says whether the answer depends on what a provider says: the rules down to the
// one that fits ask for claims.
func asksClaims(set rule.Set, d rule.Decision) bool {
	list := set.Rules
	if d.Position > 0 {
		list = list[:d.Position]
	}
	return slices.ContainsFunc(list, func(r rule.Rule) bool { return r.Source == rule.Claim })
}

// Drift lists the people who keep another role than rules say, because it was chosen by
// hand, because rules only suggest, or because they are break-glass people; and how many
// there are. Whom a super admin said to keep is left out until rules say something else.
func (r *Roles) Drift(ctx context.Context, organizationID string) (list []Differs, total int, err error) {
	set, err := assign.Read(ctx, r.store.Rows, organizationID)
	if err != nil || set.Mode == rule.Off {
		return nil, 0, err
	}
	err = r.each(ctx, organizationID, set.Set, set.Row.SeenFrom, func(p store.RolePerson, d rule.Decision, known bool) {
		if !known || d.Held == rule.NotHeld || string(p.RoleKept) == d.Role {
			return
		}
		if total++; len(list) < mostShown {
			list = append(list, Differs{p, d})
		}
	})
	slices.SortFunc(list, func(a, b Differs) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list, total, err
}

// Resolve does what a super admin decides about somebody of the drift report: accept gives
// the role that rules say, keep leaves it and asks no more. Said is the role that the
// report showed. A machine decides of no super admin. Errors: fault NotFound, PersonRequired,
// Conflict if rules say another by now, ReauthRequired, LastSuperAdmin.
func (r *Roles) Resolve(ctx context.Context, by change.Actor, userID string, said store.Role, accept bool) error {
	err := r.changes.Guarded(ctx, by, func(tx change.Tx) error {
		set, err := assign.Read(ctx, tx.Rows, by.OrganizationID)
		if err != nil {
			return err
		}
		p, err := tx.RolePerson(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		if err := by.MayTouch(p.User, store.User{ID: userID, Role: said}); err != nil {
			return err
		}
		f, _ := factsOf(p)
		d := rule.Decide(set.Set, assign.PersonOf(p.User), f)
		if d.Held == rule.NotHeld || d.Role != string(said) {
			return fault.Because(fault.Conflict, "rules_say_another")
		}
		if !accept {
			if err := tx.KeepRole(ctx, by.OrganizationID, userID, said); err != nil {
				return err
			}
			return tx.Record(ctx, event.UserChanged, userID, map[string]any{"role_kept": said})
		}
		was, err := tx.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		d.Person = rule.Person{Role: d.Role, Came: rule.ByRule, Rule: d.Rule, Exempt: was.Exempt}
		if d.Rule == "" {
			d.Person.Came = rule.ByDefault
		}
		gives, err := tx.RoleByKey(ctx, by.OrganizationID, said)
		if err != nil {
			return err
		}
		if said == store.SuperAdmin || len(gives.Permissions) > 0 {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		return r.giver.Give(ctx, tx.Rows, by.ID, was, d)
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Wrap(fault.NotFound, "no_user", err)
	}
	if errors.Is(err, store.ErrNoSuperAdminLeft) {
		return fault.Wrap(fault.LastSuperAdmin, "nobody_left", err)
	}
	return err
}
