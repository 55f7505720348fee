package role

import (
	"context"
	"fmt"
	"slices"

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
	Shadowed        = "shadowed"          // a rule above it fits whomever it would
	GoogleSendsNone = "google_sends_none" // Google sends neither groups nor roles
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
		if slices.ContainsFunc(set.Rules[:i], func(above rule.Rule) bool { return covers(above, one) }) {
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
	only := func(key provider.Key) bool {
		return len(asks) > 0 && !slices.ContainsFunc(asks, func(c store.Connection) bool { return provider.Key(c.Provider) != key })
	}
	name := r.Path[0]
	switch {
	case provider.NeverCompared(name):
		codes = append(codes, WrittenByPeople)
	case only(provider.Google) && (name == "groups" || name == "roles"):
		codes = append(codes, GoogleSendsNone)
	case only(provider.Microsoft) && name == "groups":
		if slices.ContainsFunc(r.Values, func(value string) bool { return !provider.IsGUID(value) }) {
			codes = append(codes, NotAGroupID)
		}
	}
	return codes
}

// covers says whether a rule fits whomever another would.
func covers(above, below rule.Rule) bool {
	if above.Connection != "" && above.Connection != below.Connection || above.Source != below.Source || !slices.Equal(above.Path, below.Path) ||
		above.Op == rule.Is && above.Source == rule.Claim && below.Op != rule.Is || below.IgnoreCase && !above.IgnoreCase {
		return false
	}
	return !slices.ContainsFunc(below.Values, func(value string) bool { return !above.Names(value) })
}
