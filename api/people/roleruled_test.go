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
			until           bool // the next sign-in may replace it
		}{
			"by hand, of a break-glass person":        {"provider_wins", "role", store.RoleManual, some, true, false, false},
			"by hand, where no rule says a role":      {"provider_wins", "keep", store.RoleManual, nil, false, false, false},
			"by a rule":                               {"provider_wins", "keep", store.RoleByRule, some, false, true, false},
			"by a rule, of a break-glass person":      {"provider_wins", "keep", store.RoleByRule, some, true, false, false},
			"by a rule, where there is none any more": {"provider_wins", "keep", store.RoleByRule, nil, false, false, false},
			"by a rule, where all get the default":    {"provider_wins", "role", store.RoleByRule, nil, false, true, false},
			"by default":                              {"provider_wins", "role", store.RoleByDefault, some, false, true, false},
			"by the default of before":                {"provider_wins", "keep", store.RoleByDefault, some, false, false, true},
			"by hand":                                 {"provider_wins", "role", store.RoleManual, some, false, false, true},
			"of whoever was added":                    {"provider_wins", "role", "", some, false, false, true},
			"by a rule, where roles by hand are kept": {"automatic", "role", store.RoleByRule, some, false, false, false},
			"by a rule, where they only suggest":      {"suggest", "role", store.RoleByRule, some, false, false, false},
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
			shown := r.Person(ben)
			r.Same(name+": shown", []bool{shown.RoleLocked, shown.RoleUntilSignIn}, []bool{c.held, c.until})
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
