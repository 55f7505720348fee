package preview

import (
	"slices"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// The reasons that rules of roles have (people.md, 1).
const (
	noRule      = "no_rule"      // no rule fits, and the organization refuses such people
	rolesUnseen = "roles_unseen" // nothing is known of what the rules ask
)

// underRules refuses who would get in and whom no rule of roles fits, where the organization
// refuses such people. Whoever was not here since the rules ask for claims may be refused or
// not.
func underRules(p decision.Prediction, set assign.Set, connectionID string, u store.ForecastUser) decision.Prediction {
	if set.Otherwise != rule.Refuse || p.Outcome == decision.Refused || p.Outcome == decision.Unknown {
		return p
	}
	seenFacts, revision, seen := assign.Seen(connectionID, store.OrEmpty(u.RoleFacts))
	seenFacts.Connection, seenFacts.Domain = connectionID, email.Domain(email.Fold(u.Email))
	who := assign.PersonOf(store.User{Role: u.Role, RoleSource: u.RoleSource, RoleRuleID: u.RoleRuleID, Exempt: u.Exempt})
	if d := rule.Decide(set.Set, who, seenFacts); !d.Refuse {
		return p
	}
	asks := slices.ContainsFunc(set.Rules, func(r rule.Rule) bool {
		return r.Source == rule.Claim && (r.Connection == "" || r.Connection == connectionID)
	})
	if asks && (!seen || revision < set.Row.SeenFrom) {
		return decision.Prediction{Outcome: decision.Unknown, Reason: rolesUnseen}
	}
	return decision.Prediction{Outcome: decision.Refused, Code: fault.RoleRequired, Reason: noRule}
}
