package people_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

// Section 1: where the provider wins, a role that the next sign-in would take back is not
// changed by hand, by a person or a file, and the page of the person says so before; whatever
// no sign-in would take back is.
func TestWhatTheNextSignInWouldTakeBackIsRefused(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ownRole("help_desk")
		there := store.RoleRule{
			ID: "rule_there", OrganizationID: r.Acme.ID, Position: 1, Source: "email_domain", Op: "is", Values: store.Strings{"acme.example"}, Role: "help_desk",
		}
		some, revision := []store.RoleRule{there}, int64(1)
		for name, c := range map[string]struct {
			mode, otherwise string
			source          store.RoleSource
			rules           []store.RoleRule
			exempt, held    bool
		}{
			"by a rule":                               {"provider_wins", "keep", store.RoleByRule, some, false, true},
			"by a rule, of a break-glass person":      {"provider_wins", "keep", store.RoleByRule, some, true, false},
			"by a rule, where there is none any more": {"provider_wins", "keep", store.RoleByRule, nil, false, false},
			"by a rule, where all get the default":    {"provider_wins", "role", store.RoleByRule, nil, false, true},
			"by default":                              {"provider_wins", "role", store.RoleByDefault, some, false, true},
			"by the default of before":                {"provider_wins", "keep", store.RoleByDefault, some, false, false},
			"by hand":                                 {"provider_wins", "role", store.RoleManual, some, false, false},
			"of whoever was added":                    {"provider_wins", "role", "", some, false, false},
			"by a rule, where roles by hand are kept": {"automatic", "role", store.RoleByRule, some, false, false},
			"by a rule, where they only suggest":      {"suggest", "role", store.RoleByRule, some, false, false},
		} {
			set := store.RoleRuleSet{OrganizationID: r.Acme.ID, Mode: c.mode, Otherwise: c.otherwise, Revision: revision, ChangedBy: r.Sofia.ID}
			if c.otherwise == "role" {
				set.OtherwiseRole = new("agent")
			}
			r.Must(r.DB.SaveRoleRules(t.Context(), set, c.rules))
			revision++
			ben := r.Person(r.Ben).User
			ben.Role, ben.RoleSource, ben.RoleRuleID, ben.Exempt = store.Agent, c.source, "rule_of_then", c.exempt
			r.Must(r.DB.UpdateUser(t.Context(), ben))
			r.Must(r.DB.NoteRoleOrigin(t.Context(), ben))
			r.Same(name+": shown", r.Person(ben).RoleLocked, c.held)
			_, report := r.imports(people.Import{DryRun: true}, "email,name,role\nben@acme.example,Ben,help_desk\n")
			_, err := r.Change(ben, people.Change{Role: new(store.Role("help_desk"))})
			if c.held {
				r.Refused(name, err, fault.RoleSetByRule)
				r.Same(name+": in a file", withoutIDs(report), []string{"2,wrong,role_set_by_rule,,"})
			} else {
				r.Must(err)
				r.Same(name+": in a file", withoutIDs(report), []string{"2,would_be_changed,,,"})
			}
		}
	})
}
