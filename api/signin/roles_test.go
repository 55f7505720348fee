package signin_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/role/rule"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// ruled saves rules of acme: whoever has a group gets a role.
func (r *rig) ruled(mode rule.Mode, otherwise rule.Otherwise, groups map[string]store.Role) {
	r.T.Helper()
	desk := store.RoleRow{OrganizationID: r.Acme.ID, Key: "help_desk", Name: "Help desk", Permissions: store.Strings{"log:read"}, Revision: 1, ChangedBy: store.ActorOperator}
	if _, err := r.DB.RoleByKey(r.T.Context(), r.Acme.ID, desk.Key); err != nil {
		r.Must(r.DB.AddRole(r.T.Context(), desk))
	}
	var list []store.RoleRule
	for _, group := range slices.Sorted(func(yield func(string) bool) {
		for name := range groups {
			if !yield(name) {
				return
			}
		}
	}) {
		list = append(list, store.RoleRule{
			ID: "rul_" + group, OrganizationID: r.Acme.ID, Position: int64(len(list) + 1), Source: "claim", Path: store.Strings{"groups"},
			Op: "contains", Values: store.Strings{group}, Role: groups[group],
		})
	}
	set := store.RoleRuleSet{OrganizationID: r.Acme.ID, Mode: string(mode), Otherwise: string(otherwise), SeenFrom: 1, Revision: 1, ChangedBy: store.ActorOperator}
	r.Must(r.DB.SaveRoleRules(r.T.Context(), set, list))
}

// says what everybody's tokens say from now on.
func (r *rig) says(claims map[string]any) {
	r.IDP.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) {
			for name, value := range claims {
				c[name] = value
			}
		}
	})
}

func (r *rig) person(name string) store.User {
	r.T.Helper()
	u, err := r.DB.UserByID(r.T.Context(), r.Acme.ID, r.Users[name].ID)
	r.Must(err)
	return u
}

// A rule gives a role in the commit of the sign-in: the session has it at once.
func TestARuleGivesARole(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ruled(rule.Automatic, rule.Keep, map[string]store.Role{"desk": "help_desk"})
		r.says(map[string]any{"groups": []any{"desk", "canary-private-group"}})
		out := r.Enters("google", "ana@acme.example")
		if h := r.PrincipalOf(out); h.Role != "help_desk" {
			r.T.Errorf("the session's role is %s", h.Role)
		}
		u := r.person("ana")
		if u.Role != "help_desk" || u.RoleSource != store.RoleByRule || u.RoleRuleID != "rul_desk" || !u.RoleAt.Equal(r.Clock.Now()) {
			r.T.Errorf("user %+v", u)
		}
		if i := r.Identities("ana")[0]; !strings.Contains(i.RoleFacts, "desk") || strings.Contains(i.RoleFacts, "canary") || i.GroupsUnsent {
			r.T.Errorf("remembered: %+v", i)
		}
		events, err := r.DB.AuditEvents(r.T.Context(), r.Acme.ID, 50)
		r.Must(err)
		at := slices.IndexFunc(events, func(e store.AuditEvent) bool { return e.Action == "user.changed" })
		if at < 0 || events[at].Actor != store.ActorSystem || events[at].Detail != `{"role":{"after":"help_desk","before":"agent"},"rule":1}` {
			r.T.Errorf("audit %+v", events)
		}
		r.Enters("google", "ana@acme.example") // the same again
		if again := r.person("ana"); again.Revision != u.Revision {
			r.T.Error("what did not change was written")
		}
		r.says(map[string]any{"groups": []any{}}) // no rule fits: kept
		r.Enters("google", "ana@acme.example")
		if u := r.person("ana"); u.Role != "help_desk" {
			r.T.Errorf("not kept: %+v", u)
		}
	})
}

// What is off costs nothing: no statement more than a sign-in without rules.
func TestRulesThatAreOffCostNothing(t *testing.T) {
	r := onOne(t)
	r.Enters("google", "ana@acme.example")
	cost := func() store.Work {
		back := r.Away("google", "ana@acme.example")
		before := r.DB.Work()
		if _, err := r.Complete(back); err != nil {
			r.T.Fatal(err)
		}
		after := r.DB.Work()
		return store.Work{Statements: after.Statements - before.Statements, Commits: after.Commits - before.Commits}
	}
	off := cost()
	r.ruled(rule.Off, rule.Keep, map[string]store.Role{"desk": "help_desk"})
	if still := cost(); still != off {
		r.T.Errorf("off costs %+v, none %+v", still, off)
	}
	r.ruled(rule.Automatic, rule.Keep, map[string]store.Role{"desk": "help_desk"})
	if on := cost(); on.Commits != off.Commits || on.Statements > off.Statements+3 {
		r.T.Errorf("on costs %+v, off %+v", on, off)
	}
}

// Groups that were not sent are unknown: the last role stays, and it is noted.
func TestGroupsThatWereNotSent(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ruled(rule.ProviderWins, rule.Refuse, map[string]store.Role{"desk": "help_desk"})
		r.says(map[string]any{"groups": []any{"desk"}})
		r.Enters("microsoft", "ana@acme.example")
		r.says(map[string]any{"_claim_names": map[string]any{"groups": "src1"}, "_claim_sources": map[string]any{"src1": map[string]any{"endpoint": "https://canary.example"}}})
		r.Enters("microsoft", "ana@acme.example")
		if u, i := r.person("ana"), r.Identities("ana")[0]; u.Role != "help_desk" || !i.GroupsUnsent {
			r.T.Errorf("%+v, %+v", u, i)
		}
	})
}

// For whom no rule fits the organization may refuse, and nothing is written but why.
func TestNoRuleFits(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ruled(rule.Automatic, rule.Refuse, map[string]store.Role{"desk": "help_desk"})
		r.TurnedAway(r.Away("google", "ana@acme.example"), fault.RoleRequired, "no_rule")
		if len(r.Identities("ana")) != 0 {
			r.T.Error("a refused sign-in linked")
		}
		r.ruled(rule.Off, rule.Refuse, nil)
		r.Enters("google", "ana@acme.example")
	})
}

// The last super admin keeps the role whatever rules say; of two, one may lose it.
func TestRulesNeverTakeTheLastSuperAdmin(t *testing.T) {
	onBoth(t, func(r *rig) {
		id := r.Asked("google", "boss@acme.example")
		_, err := r.Prove(id, "boss@acme.example", signintest.SecretWord)
		r.Must(err)
		r.ruled(rule.ProviderWins, rule.Keep, map[string]store.Role{"desk": store.Agent})
		r.says(map[string]any{"groups": []any{"desk"}})
		r.Enters("google", "boss@acme.example")
		if u := r.person("boss"); u.Role != store.SuperAdmin {
			r.T.Errorf("taken: %+v", u)
		}
		if r.Log.Count("the last super admin keeps the role") != 1 {
			r.T.Error("nobody is told why")
		}
		r.ChangeUser("bob", func(u *store.User) { u.Role = store.SuperAdmin })
		r.Enters("google", "boss@acme.example")
		if u := r.person("boss"); u.Role != store.Agent || u.RoleSource != store.RoleByRule {
			r.T.Errorf("kept: %+v", u)
		}
	})
}

// Whoever is asked to prove who they are gets the role of what the provider said before.
func TestRulesOnTheLinkPage(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.ruled(rule.Automatic, rule.Refuse, map[string]store.Role{"desk": "help_desk"})
		r.says(map[string]any{"groups": []any{"desk"}})
		out, err := r.Prove(r.Asked("microsoft", "gita@acme.example"), "gita@acme.example", signintest.SecretWord)
		r.Must(err)
		if h := r.PrincipalOf(out); h.Role != "help_desk" {
			r.T.Errorf("the session's role is %s", h.Role)
		}
		if i := r.Identities("gita")[0]; !strings.Contains(i.RoleFacts, "desk") {
			r.T.Errorf("nothing is remembered: %+v", i)
		}
		r.says(map[string]any{"groups": []any{"other"}})
		r.Change("google", func(c *store.Connection) { c.Linking = store.LinkConfirm })
		_, err = r.Prove(r.Asked("google", "bob@acme.example"), "bob@acme.example", signintest.SecretWord)
		if fault.Of(err).Code != fault.RoleRequired {
			r.T.Errorf("%v", err)
		}
		if len(r.Identities("bob")) != 0 {
			r.T.Error("a refused proof linked")
		}
	})
}
