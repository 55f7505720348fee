package store

import (
	"context"
	"errors"
	"fmt"
)

// RuledRoles say whose role only rules and the provider change: the next sign-in would silently
// take back what a person made of it.
type RuledRoles struct {
	rules  bool // the provider wins, and there is at least one
	others bool // it wins, and whom no rule fits get a role, too
}

// RuledRolesOf reads the ruled roles of an organization.
func (r Rows) RuledRolesOf(ctx context.Context, organizationID string) (RuledRoles, error) {
	set, err := r.RoleRuleSetOf(ctx, organizationID)
	if errors.Is(err, ErrNotFound) || err == nil && set.Mode != "provider_wins" {
		return RuledRoles{}, nil
	}
	if err != nil {
		return RuledRoles{}, fmt.Errorf("read the rules of roles: %w", err)
	}
	rules, err := r.RoleRulesOf(ctx, organizationID)
	if err != nil {
		return RuledRoles{}, fmt.Errorf("list the rules of roles: %w", err)
	}
	return RuledRoles{rules: len(rules) > 0, others: set.Otherwise == "role"}, nil
}

// Of says whether a user's is: a rule gave it, be it gone and others there in its place, or it is
// the one of whom no rule fits. Break-glass people keep what a person gave them.
func (h RuledRoles) Of(u User) bool {
	switch {
	case u.Exempt:
		return false
	case u.RoleSource == RoleByRule:
		return h.rules || h.others
	}
	return u.RoleSource == RoleByDefault && h.others
}

// UntilSignIn says whether a role that a person gives a user may be another one after the next
// sign-in: no rule gave them one yet, so nobody knows what it says.
func (h RuledRoles) UntilSignIn(u User) bool { return !u.Exempt && !h.Of(u) && (h.rules || h.others) }
