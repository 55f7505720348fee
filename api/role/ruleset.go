package role

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Ruled is the rules of an organization as the screens show them.
type Ruled struct {
	assign.Set
	Warnings      []Warning
	Unsent        []store.GroupsUnsent
	ChangedByName string
}

// Rules reads the rules of an organization, with what is odd about them.
func (r *Roles) Rules(ctx context.Context, organizationID string) (Ruled, error) {
	set, err := assign.Read(ctx, r.store.Rows, organizationID)
	if err != nil {
		return Ruled{}, err
	}
	is := Ruled{Set: set}
	if is.Warnings, err = r.warnings(ctx, organizationID, set.Set); err != nil {
		return Ruled{}, err
	}
	if is.Unsent, err = r.store.GroupsUnsentIn(ctx, organizationID); err != nil {
		return Ruled{}, fmt.Errorf("count the accounts without groups: %w", err)
	}
	if is.ChangedByName, err = r.store.ActorNameOf(ctx, organizationID, set.Row.ChangedBy); err != nil {
		return Ruled{}, fmt.Errorf("read who changed the rules: %w", err)
	}
	return is, nil
}

// SaveRules writes all rules of an organization, from the revision that was read. Rules
// that act, and any that makes super admins, ask for recent authentication; the super
// admins are mailed of such a one. Errors: fault ValidationFailed, ConfigChanged,
// ReauthRequired.
func (r *Roles) SaveRules(ctx context.Context, by change.Actor, revision int64, w WantedRules) (Ruled, error) {
	w, fields := w.Read("")
	if len(fields) > 0 {
		return Ruled{}, fault.Invalid(fields...)
	}
	err := r.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := assign.Read(ctx, tx.Rows, by.OrganizationID)
		if err != nil {
			return err
		}
		read := change.Revision{OrganizationID: by.OrganizationID, Number: was.Row.Revision, By: was.Row.ChangedBy, At: was.Row.ChangedAt}
		if err := read.Matches(ctx, tx.Rows, revision); err != nil {
			return err
		}
		if err := Known(ctx, tx.Rows, by.OrganizationID, w, ""); err != nil {
			return err
		}
		is := w.On(was)
		if reflect.DeepEqual(is.Set, was.Set) {
			return nil
		}
		powerful := MakeSuperAdmins(was.Set, is.Set)
		if fields := w.unconfirmed(powerful); len(fields) > 0 {
			return fault.Invalid(fields...)
		}
		if len(powerful) > 0 || acts(is.Mode) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		return Write(ctx, tx.Rows, r.mail, RulesChange{Was: was, Is: is, By: by.ID, At: tx.At})
	})
	if err != nil {
		return Ruled{}, err
	}
	return r.Rules(ctx, by.OrganizationID)
}

func acts(m rule.Mode) bool { return m == rule.Automatic || m == rule.ProviderWins }

// RulesChange is that somebody changes the rules of an organization.
type RulesChange struct {
	Was, Is assign.Set
	By      string // the id of a user, or [store.ActorOperator]
	At      time.Time
}

// Write writes the rules of an organization that is locked, with the event and the mails.
func Write(ctx context.Context, rows store.Rows, outbox mail.Outbox, c RulesChange) error {
	was, is := c.Was, c.Is
	is.Row.Revision, is.Row.ChangedBy, is.Row.ChangedAt = was.Row.Revision+1, c.By, store.At(c.At)
	if is.AsksMore(was.Set) || was.Mode == rule.Off {
		is.Row.SeenFrom = is.Row.Revision
	}
	list := make([]store.RoleRule, len(is.Rules))
	for i, one := range is.Rules {
		list[i] = store.RoleRule{
			ID: one.ID, OrganizationID: is.Row.OrganizationID, Position: int64(i + 1), Source: string(one.Source), Path: one.Path,
			Op: string(one.Op), Values: one.Values, IgnoreCase: one.IgnoreCase, Role: store.Role(one.Role),
		}
		if one.Connection != "" {
			list[i].ConnectionID = &is.Rules[i].Connection
		}
	}
	if err := rows.SaveRoleRules(ctx, is.Row, list); err != nil {
		return fmt.Errorf("write the rules of roles: %w", err)
	}
	for _, one := range MakeSuperAdmins(was.Set, is.Set) {
		if err := mailRule(ctx, rows, outbox, is.Row.OrganizationID, c.By, is.Rules[one]); err != nil {
			return err
		}
	}
	return event.Record(ctx, rows, event.Event{
		Organization: is.Row.OrganizationID, Actor: c.By, Kind: event.RoleRulesChanged, Subject: is.Row.OrganizationID,
		Detail: difference(was.Set, is.Set), At: c.At,
	})
}

// MakeSuperAdmins are the places of rules that make super admins from now on, or more of
// them: where roles given by hand do not stand before rules any more.
func MakeSuperAdmins(was, is rule.Set) []int {
	var at []int
	for i, one := range is.Rules {
		known := acts(was.Mode) && (was.Mode == is.Mode || is.Mode != rule.ProviderWins) && slices.ContainsFunc(was.Rules, func(r rule.Rule) bool { return reflect.DeepEqual(r, one) })
		if one.Role == string(store.SuperAdmin) && !known {
			at = append(at, i)
		}
	}
	return at
}

// mailRule mails the super admins that a rule makes super admins.
func mailRule(ctx context.Context, rows store.Rows, outbox mail.Outbox, organizationID, by string, one rule.Rule) error {
	name, err := rows.ActorNameOf(ctx, organizationID, by)
	if err != nil {
		return fmt.Errorf("read who did it: %w", err)
	}
	return outbox.AddToSuperAdmins(ctx, rows, mail.Message{
		Kind: mail.SuperAdmin, OrganizationID: organizationID, Values: map[string]string{"what": "rule", "person": condition(one), "by": name},
	})
}

// condition is a rule in the words of the log and of mails, cut.
func condition(r rule.Rule) string {
	where := strings.Join(r.Path, ".")
	if r.Source == rule.EmailDomain {
		where = "e-mail domain"
	}
	text := where + " " + strings.ReplaceAll(string(r.Op), "_", " ") + " " + strings.Join(r.Values, ", ")
	if long := []rune(text); len(long) > 200 {
		text = string(long[:200]) + "…"
	}
	return text
}

func sentence(r rule.Rule) string { return condition(r) + " -> " + r.Role }

// difference is what the log of changes tells.
func difference(was, is rule.Set) map[string]any {
	detail := map[string]any{}
	put := func(name string, before, after any) {
		if !reflect.DeepEqual(before, after) {
			detail[name] = map[string]any{"before": before, "after": after}
		}
	}
	put("mode", was.Mode, is.Mode)
	put("otherwise", otherwise(was), otherwise(is))
	put("rules", sentences(was.Rules), sentences(is.Rules))
	return detail
}

func otherwise(s rule.Set) string { return strings.TrimSpace(string(s.Otherwise) + " " + s.Role) }

func sentences(list []rule.Rule) string {
	said := make([]string, len(list))
	for i, one := range list {
		said[i] = sentence(one)
	}
	return strings.Join(said, "; ")
}

// newRuleID is the id of a new rule.
func newRuleID() string { return "rul_" + secret.NewID() }
