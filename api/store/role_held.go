package store

import (
	"context"
	"errors"
	"fmt"
)

// HeldRoles say whose role only rules and the provider change: the next sign-in would silently
// take back what a person made of it.
type HeldRoles struct {
	wins   bool            // the provider, over roles by hand
	others bool            // whom no rule fits get a role, too
	rules  map[string]bool // those that are there, by id
}

// HeldRolesOf reads them.
func (r Rows) HeldRolesOf(ctx context.Context, organizationID string) (HeldRoles, error) {
	set, err := r.RoleRuleSetOf(ctx, organizationID)
	if errors.Is(err, ErrNotFound) || err == nil && set.Mode != "provider_wins" {
		return HeldRoles{}, nil
	}
	if err != nil {
		return HeldRoles{}, fmt.Errorf("read the rules of roles: %w", err)
	}
	rules, err := r.RoleRulesOf(ctx, organizationID)
	if err != nil {
		return HeldRoles{}, fmt.Errorf("list the rules of roles: %w", err)
	}
	held := HeldRoles{wins: true, others: set.Otherwise == "role", rules: map[string]bool{}}
	for _, one := range rules {
		held.rules[one.ID] = true
	}
	return held, nil
}

// Of says whether a user's is: a rule gave it that is still there, or it is the one of whom no
// rule fits, or became it since the rule is gone. Break-glass people keep what a person gave them.
func (h HeldRoles) Of(u User) bool {
	if !h.wins || u.Exempt {
		return false
	}
	switch u.RoleSource {
	case RoleByRule:
		return h.others || h.rules[u.RoleRuleID]
	case RoleByDefault:
		return h.others
	}
	return false
}
