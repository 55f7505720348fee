package apply_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"latchkey/api/role"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const desk = `
organizations:
  - code: acme
    roles:
      - {key: help_desk, name: Help desk, description: Looks up refusals., permissions: ['users:read', 'log:read']}
      - {key: supervisor}
    people:
      - {email: maya@acme.example, role: help_desk}
      - {email: ben@acme.example, role: agent}
`

// The file makes roles before the people who have them; said again it changes nothing,
// and what a super admin made of a role since stays.
func TestRolesOfAFile(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			r := newRig(t, storetest.Open(t, engine))
			for _, dry := range []bool{true, false} {
				changes, err := r.Apply(t.Context(), r.document(desk), dry)
				r.must(err)
				if said := r.said(changes); !strings.Contains(said, "+ role help_desk of acme") || !strings.Contains(said, "+ help_desk maya@acme.example in acme") {
					t.Errorf("dry %v: %s", dry, said)
				}
			}
			o, err := r.db.OrganizationByCode(t.Context(), "acme")
			r.must(err)
			is, err := r.db.RoleByKey(t.Context(), o.ID, "help_desk")
			r.must(err)
			if is.Name != "Help desk" || strings.Join(is.Permissions, " ") != "log:read users:read" || is.BuiltIn {
				t.Errorf("made %+v", is)
			}
			if bare, err := r.db.RoleByKey(t.Context(), o.ID, "supervisor"); err != nil || bare.Name != "supervisor" || len(bare.Permissions) != 0 {
				t.Errorf("made %+v, %v", bare, err)
			}
			if said := r.apply(desk); said != "" {
				t.Errorf("again: %s", said)
			}
			is.Name, is.Permissions = "Service desk", store.Strings{"log:read"}
			r.must(r.db.UpdateRole(t.Context(), is))
			if said := r.apply(desk); !strings.Contains(said, "= role help_desk of acme: kept name, permissions") {
				t.Errorf("kept: %s", said)
			}
			if said := r.apply(strings.Replace(desk, "['users:read', 'log:read']", "['users:read']", 1)); !strings.Contains(said, "~ role help_desk of acme: permits users:read") {
				t.Errorf("another word: %s", said)
			}
		})
	}
}

// What no screen takes, a file does not bring either, and it says why.
func TestAFileGivesNoRoleTheNameOfAnother(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			r := newRig(t, storetest.Open(t, engine))
			twice := strings.Replace(desk, "{key: supervisor}", "{key: supervisor, name: NAME}", 1)
			refuses := func(when string, dry bool) {
				for _, name := range []string{"Super admin", "agent", "HELP DESK"} {
					_, err := r.Apply(t.Context(), r.document(strings.Replace(twice, "NAME", name, 1)), dry)
					if err == nil || !strings.Contains(err.Error(), "role supervisor: name: another one has it") {
						t.Errorf("%s, dry %v, %s: %v", when, dry, name, err)
					}
				}
			}
			refuses("a new organization", true)
			refuses("a new organization", false)
			r.apply(desk)
			refuses("one that is there", true)
			refuses("one that is there", false)
			swapped := strings.Replace(strings.Replace(desk, "name: Help desk", "name: Service desk", 1), "{key: supervisor}", "{key: supervisor, name: Help desk}", 1)
			for _, dry := range []bool{true, false} { // the name is free once the file gave its owner another
				_, err := r.Apply(t.Context(), r.document(swapped), dry)
				r.must(err)
			}
		})
	}
}

// There are as many roles as there may be, whether the file is written or only looked at; and a
// store's built-in roles are those that a dry run takes for granted.
func TestAFileBringsNoMoreRolesThanThereMayBe(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			r := newRig(t, storetest.Open(t, engine))
			var many strings.Builder
			for n := range role.Most + 1 {
				fmt.Fprintf(&many, "      - {key: role_%d}\n", n)
			}
			for _, dry := range []bool{true, false} {
				_, err := r.Apply(t.Context(), r.document("organizations:\n  - code: acme\n    roles:\n"+many.String()), dry)
				if err == nil || !strings.Contains(err.Error(), "role_50") {
					t.Errorf("dry %v: %v", dry, err)
				}
			}
			r.apply("organizations:\n  - code: acme\n")
			o, err := r.db.OrganizationByCode(t.Context(), "acme")
			r.must(err)
			for _, want := range store.BuiltInRoles(o.ID) {
				is, err := r.db.RoleByKey(t.Context(), o.ID, want.Key)
				r.must(err)
				if want.ChangedAt = is.ChangedAt; !reflect.DeepEqual(is, want) {
					t.Errorf("%+v, want %+v", is, want)
				}
			}
		})
	}
}

func TestRolesThatAFileCannotGive(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply("organizations:\n  - code: acme\n")
	r.refuses(strings.Replace(desk, "role: agent", "role: operator", 1),
		"organization acme, person ben@acme.example: role: want super_admin, agent or the key of a role of the organization")
	for role, want := range map[string]string{
		"{key: super_admin}": "key: is built in",
		"{key: Desk}":        "key: want a lower-case letter",
		"{key: desk, permissions: ['users:write']}":          "permissions: want some of log:read, users:read",
		"{key: desk, permissions: ['log:read', 'log:read']}": "permissions: want some of",
		"{key: desk, name: ''}":                              "name: want a text on one line",
		"{key: desk, name: " + strings.Repeat("é", 61) + "}": "60 characters",
		"{key: desk}, {key: desk}":                           "key: stands there twice",
	} {
		r.refuses("organizations:\n  - code: acme\n    roles: ["+role+"]\n", want)
	}
}

// A person of the file has an address with one reading, unless they have had it since before.
func TestAddressesThatAFileCannotGive(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply(desk)
	for _, address := range []string{"zoe@acme.example.", "'zoe@[127.0.0.1]'", "zoe@acme_x.example"} {
		r.refuses("organizations:\n  - code: acme\n    people: [{email: "+address+"}]\n", "email: want one plain ASCII address")
	}
	r.apply("organizations:\n  - code: acme\n    people: [{email: ben@acme.example, externalId: crm-1}]\n")
	r.refuses("organizations:\n  - code: acme\n    people: [{email: ben@acme.example., externalId: crm-1}]\n", "email: want one plain ASCII address")
}

const ruled = `
organizations:
  - code: acme
    roles:
      - {key: help_desk}
    roleRules:
      mode: automatic
      otherwise: keep
      rules:
        - {claim: [groups], op: one_of, values: [Support-EU, Support-US], role: help_desk}
        - {emailDomain: true, op: is, values: [Acme.Example], role: agent}
`

// The file brings all rules; said again it changes nothing, and what a super admin made of
// them since stays.
func TestRoleRulesOfAFile(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	for _, dry := range []bool{true, false} {
		changes, err := r.Apply(t.Context(), r.document(ruled), dry)
		r.must(err)
		if said := r.said(changes); !strings.Contains(said, "~ role rules of acme: automatic, 2 rules") {
			t.Errorf("dry %v: %s", dry, said)
		}
	}
	o, err := r.db.OrganizationByCode(t.Context(), "acme")
	r.must(err)
	list, err := r.db.RoleRulesOf(t.Context(), o.ID)
	r.must(err)
	if len(list) != 2 || list[0].Role != "help_desk" || list[1].Values[0] != "acme.example" {
		t.Errorf("%+v", list)
	}
	changes, err := r.Apply(t.Context(), r.document(ruled), false)
	r.must(err)
	if said := r.said(changes); strings.Contains(said, "role rules") {
		t.Errorf("again: %s", said)
	}
	set, err := r.db.RoleRuleSetOf(t.Context(), o.ID)
	r.must(err)
	set.Mode = "suggest"
	r.must(r.db.SaveRoleRules(t.Context(), set, list))
	changes, err = r.Apply(t.Context(), r.document(ruled), false)
	r.must(err)
	if said := r.said(changes); !strings.Contains(said, "= the role rules of acme: kept rules") {
		t.Errorf("kept: %s", said)
	}
	if _, err := r.Apply(t.Context(), r.document(strings.Replace(ruled, "op: is", "op: like", 1)), false); err == nil || !strings.Contains(err.Error(), "/rules/1/op") {
		t.Errorf("%v", err)
	}
}
