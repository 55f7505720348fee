package role

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// MostRules is how many rules an organization may have.
const MostRules = 100

// The bounds of a rule.
const (
	mostPath   = 5
	mostValues = 100
	longValue  = 256
)

// WantedRules is all that is wanted of an organization's rules.
type WantedRules struct {
	rule.Set
	// MakesSuperAdmins is what was ticked beside each rule, and Confirmed what was ticked when
	// all were saved: a rule that makes super admins takes both.
	MakesSuperAdmins []bool
	Confirmed        bool
}

// Read gives them as they are kept, and all that is wrong with them.
func (w WantedRules) Read(at string) (WantedRules, []fault.Field) {
	var fields []fault.Field
	wrong := func(pointer, code string) { fields = append(fields, fault.Field{Pointer: at + pointer, Code: code}) }
	if len(w.Rules) > MostRules {
		wrong("/rules", rules.TooLong)
		return w, fields
	}
	if !slices.Contains([]rule.Mode{rule.Off, rule.Suggest, rule.Automatic, rule.ProviderWins}, w.Mode) {
		wrong("/mode", rules.Invalid)
	}
	switch {
	case !slices.Contains([]rule.Otherwise{rule.Keep, rule.Role, rule.Refuse}, w.Otherwise):
		wrong("/otherwise", rules.Invalid)
	case w.Otherwise != rule.Role:
		w.Role = ""
	case w.Role == "":
		wrong("/otherwiseRole", rules.Required)
	case w.Role == string(store.SuperAdmin): // everybody would be one
		wrong("/otherwiseRole", rules.Invalid)
	}
	w.Rules = slices.Clone(w.Rules)
	for i, one := range w.Rules {
		is, problems := readRule(one)
		for _, f := range problems {
			wrong("/rules/"+strconv.Itoa(i)+f.Pointer, f.Code)
		}
		w.Rules[i] = is
	}
	return w, fields
}

func readRule(r rule.Rule) (rule.Rule, []fault.Field) {
	var fields []fault.Field
	wrong := func(pointer, code string) { fields = append(fields, fault.Field{Pointer: pointer, Code: code}) }
	r.Path, r.Values = slices.Clone(r.Path), slices.Clone(r.Values)
	switch {
	case len(r.Values) == 0:
		wrong("/values", rules.Required)
	case len(r.Values) > mostValues, r.Op != rule.OneOf && len(r.Values) > 1:
		wrong("/values", rules.TooLong)
	}
	for i, value := range r.Values {
		if problem := badValue(value); problem != "" {
			wrong("/values/"+strconv.Itoa(i), problem)
		}
	}
	switch r.Source {
	case rule.Claim:
		if len(r.Path) == 0 || slices.Contains(r.Path, "") {
			wrong("/path", rules.Required)
		}
		if len(r.Path) > mostPath || slices.ContainsFunc(r.Path, func(name string) bool { return badValue(name) == rules.TooLong }) {
			wrong("/path", rules.TooLong)
		}
		if !slices.Contains([]rule.Op{rule.Is, rule.Contains, rule.OneOf}, r.Op) {
			wrong("/op", rules.Invalid)
		}
	case rule.EmailDomain:
		r.Path, r.IgnoreCase = nil, false
		if r.Op != rule.Is && r.Op != rule.OneOf {
			wrong("/op", rules.Invalid)
		}
		for i, domain := range r.Values {
			r.Values[i] = email.Fold(strings.TrimPrefix(strings.TrimSpace(domain), "@"))
			if !email.IsDomain(r.Values[i]) {
				wrong("/values/"+strconv.Itoa(i), rules.Format)
			}
		}
	default:
		wrong("/source", rules.Invalid)
	}
	return r, fields
}

func badValue(value string) string {
	switch {
	case value == "":
		return rules.Required
	case utf8.RuneCountInString(value) > longValue:
		return rules.TooLong
	}
	return ""
}

// Known refuses rules that give a role or name a connection which the organization has not.
// The organization is locked.
func Known(ctx context.Context, rows store.Rows, organizationID string, w WantedRules, at string) error {
	var fields []fault.Field
	roles, err := rows.RolesOf(ctx, organizationID, "")
	if err != nil {
		return fmt.Errorf("list roles: %w", err)
	}
	connections, err := rows.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return fmt.Errorf("list connections: %w", err)
	}
	isRole := func(key string) bool {
		return slices.ContainsFunc(roles, func(r store.RoleLine) bool { return string(r.Key) == key })
	}
	for i, one := range w.Rules {
		where := at + "/rules/" + strconv.Itoa(i)
		if !isRole(one.Role) {
			fields = append(fields, fault.Field{Pointer: where + "/role", Code: rules.Invalid})
		}
		if one.Connection != "" && !slices.ContainsFunc(connections, func(c store.Connection) bool { return c.ID == one.Connection && c.State != store.Removed }) {
			fields = append(fields, fault.Field{Pointer: where + "/connectionId", Code: rules.Invalid})
		}
	}
	if w.Role != "" && !isRole(w.Role) {
		fields = append(fields, fault.Field{Pointer: at + "/otherwiseRole", Code: rules.Invalid})
	}
	if len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	return nil
}

// On returns the set of rules as it would be saved over the present one: a rule with the id of a
// present rule replaces it, and any other gets an id of its own.
func (w WantedRules) On(was assign.Set) assign.Set {
	is := was
	is.Set = w.Set
	is.Rules = slices.Clone(w.Rules)
	var used []string
	for i, one := range is.Rules {
		known := slices.ContainsFunc(was.Rules, func(r rule.Rule) bool { return r.ID == one.ID })
		if !known || slices.Contains(used, one.ID) {
			is.Rules[i].ID = newRuleID()
		}
		used = append(used, is.Rules[i].ID)
	}
	is.Row.Mode, is.Row.Otherwise, is.Row.OtherwiseRole = string(is.Mode), string(is.Otherwise), nil
	if is.Role != "" {
		is.Row.OtherwiseRole = &is.Role
	}
	return is
}

// unconfirmed are the ticks that are missing of rules that make super admins.
func (w WantedRules) unconfirmed(at []int) []fault.Field {
	var fields []fault.Field
	for _, i := range at {
		if i >= len(w.MakesSuperAdmins) || !w.MakesSuperAdmins[i] {
			fields = append(fields, fault.Field{Pointer: "/rules/" + strconv.Itoa(i) + "/superAdmin", Code: rules.Required})
		}
	}
	if len(at) > 0 && !w.Confirmed {
		fields = append(fields, fault.Field{Pointer: "/confirmSuperAdmin", Code: rules.Required})
	}
	return fields
}
