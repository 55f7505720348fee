package role

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/idp/provider"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// Warning is what is odd about a rule: it is saved all the same.
type Warning struct {
	Rule int // from 1 on; 0: about all of them
	Code string
}

// The warnings.
const (
	Shadowed        = "shadowed"          // rules above it fit whomever it would
	GoogleSendsNone = "google_sends_none" // Google sends neither groups nor roles, nor anything like it
	NeverAText      = "never_a_text"      // providers send it as a number or a truth value, which never match
	ConnectionOff   = "connection_off"    // nobody signs in by it
	NotAGroupID     = "not_a_group_id"    // Microsoft sends ids of groups, no names
	WrittenByPeople = "written_by_people" // or by other organizations; such a claim is never compared
	SuperAdminsFall = "super_admins_fall" // the default takes it from those whom no rule makes one
)

// warnings looks at rules as they would be.
func (r *Roles) warnings(ctx context.Context, organizationID string, set rule.Set) ([]Warning, error) {
	connections, err := r.store.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list connections: %w", err)
	}
	return Warnings(set, connections), nil
}

// Warnings are what is odd about rules, with the connections of their organization.
func Warnings(set rule.Set, connections []store.Connection) []Warning {
	var list []Warning
	for i, one := range set.Rules {
		for _, code := range oddities(one, connections) {
			list = append(list, Warning{i + 1, code})
		}
		if covered(set.Rules[:i], one) {
			list = append(list, Warning{i + 1, Shadowed})
		}
	}
	named := slices.ContainsFunc(set.Rules, func(r rule.Rule) bool { return r.Role == string(store.SuperAdmin) })
	if set.Mode == rule.ProviderWins && set.Otherwise == rule.Role && !named {
		list = append(list, Warning{0, SuperAdminsFall})
	}
	return list
}

// oddities are why a rule can never fit, or does not fit what one would think.
func oddities(r rule.Rule, connections []store.Connection) []string {
	var codes []string
	asks := slices.DeleteFunc(slices.Clone(connections), func(c store.Connection) bool {
		return r.Connection == "" && c.State != store.Enabled || r.Connection != "" && c.ID != r.Connection
	})
	if r.Connection != "" && len(asks) == 1 && asks[0].State != store.Enabled {
		codes = append(codes, ConnectionOff)
	}
	if r.Source != rule.Claim {
		return codes
	}
	all := func(is func(provider.Texts) bool) bool {
		return len(asks) > 0 && !slices.ContainsFunc(asks, func(c store.Connection) bool { return !is(provider.Of(provider.Key(c.Provider)).Texts) })
	}
	name := r.Path[0]
	switch {
	case provider.NeverCompared(name):
		codes = append(codes, WrittenByPeople)
	case len(r.Path) == 1 && provider.NeverAText(name, all(func(t provider.Texts) bool { return t.KeepsTypes })):
		codes = append(codes, NeverAText)
	case all(func(t provider.Texts) bool { return !t.MaySend(r.Path) }):
		codes = append(codes, GoogleSendsNone)
	case name == "groups" && all(func(t provider.Texts) bool { return t.GroupsByID }):
		if slices.ContainsFunc(r.Values, func(value string) bool { return !isGroup(value, r.IgnoreCase) }) {
			codes = append(codes, NotAGroupID)
		}
	}
	return codes
}

// isGroup says whether a value is the id of a group as Microsoft writes it: in lower case.
func isGroup(value string, ignoreCase bool) bool {
	return provider.IsGUID(value) || ignoreCase && provider.IsGUID(strings.ToLower(value))
}

// covered says whether rules above fit whomever another would: each of its values may be
// that of another one of them.
func covered(above []rule.Rule, below rule.Rule) bool {
	return len(below.Values) > 0 && !slices.ContainsFunc(below.Values, func(value string) bool {
		return !slices.ContainsFunc(above, func(one rule.Rule) bool { return covers(one, below, value) })
	})
}

func covers(above, below rule.Rule, value string) bool {
	return (above.Connection == "" || above.Connection == below.Connection) && above.Source == below.Source &&
		slices.Equal(above.Path, below.Path) &&
		(above.Op != rule.Is || above.Source != rule.Claim || below.Op == rule.Is) &&
		(above.IgnoreCase || !below.IgnoreCase || strings.ToLower(value) == strings.ToUpper(value)) && above.Names(value)
}
