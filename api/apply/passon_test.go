package apply_test

import (
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// F1: an address may pass from one person to the next, in any order of the file.
// The row stays whose external id it has, and a dry run says what the run does.
func TestF1_AnAddressPassesOn(t *testing.T) {
	people := func(list ...string) string {
		text := "organizations:\n  - code: acme\n    people:\n"
		for _, p := range list {
			text += "      - {" + p + "}\n"
		}
		return text
	}
	anna, bruno := `externalId: "10", email: anna@acme.example`, `externalId: "11", email: bruno@acme.example`
	moved, next := `externalId: "10", email: carl@acme.example`, `externalId: "12", email: anna@acme.example`
	const passed, made = "~ externalId 10: anna@acme.example becomes carl@acme.example", "+ agent anna@acme.example in acme"
	for name, c := range map[string]struct {
		before, after string
		want          string // "": somebody else has the address
	}{
		"after who had it":                    {people(anna), people(moved, next), passed + "\n" + made},
		"before who had it":                   {people(anna), people(next, moved), made + "\n" + passed},
		"before who had it, without an id":    {people(anna), people("email: anna@acme.example", moved), made + "\n" + passed},
		"to somebody new, but it is not free": {people(anna, bruno), people(`externalId: "10", email: bruno@acme.example`, next), ""},
		"from one who moves on too": {
			people(anna, bruno), people(`externalId: "11", email: carl@acme.example`, `externalId: "10", email: bruno@acme.example`),
			"~ externalId 11: bruno@acme.example becomes carl@acme.example\n~ externalId 10: anna@acme.example becomes bruno@acme.example",
		},
		"from one who moves on after": {
			people(anna, bruno), people(`externalId: "10", email: bruno@acme.example`, `externalId: "11", email: carl@acme.example`),
			"~ externalId 10: anna@acme.example becomes bruno@acme.example\n~ externalId 11: bruno@acme.example becomes carl@acme.example",
		},
		"in another case only": {people(anna), people(`externalId: "10", email: Anna@acme.example`), "~ anna@acme.example in acme"},
		"somebody's power":     {people(anna), people(anna + `, role: super_admin`), "~ anna@acme.example in acme: agent becomes super_admin"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
				r := newRig(t, open())
				r.apply(c.before)
				r.IdentityChanges = true
				was := r.user("anna@acme.example")
				if c.want == "" {
					_, err := r.Apply(t.Context(), r.document(c.after), true)
					if err == nil {
						t.Error("the dry run goes well")
					}
					r.refuses(c.after, err.Error())
					return
				}
				dry, err := r.Apply(t.Context(), r.document(c.after), true)
				r.must(err)
				if said := r.apply(c.after); said != c.want || r.said(dry) != said {
					t.Errorf("said\n%s\ndry\n%s", said, r.said(dry))
				}
				if is, err := r.db.UserByExternalID(t.Context(), was.OrganizationID, "10"); err != nil || is.ID != was.ID {
					t.Errorf("external id 10 is another row: %v", err)
				}
			})
		})
	}
}

// F1: addresses are exchanged by two, and by a ring, in any order of the file; so are
// external ids, which is the same thing said the other way round. Each row keeps its
// external id, and each person's change is audited once, with before and after.
func TestF1_AddressesAreExchanged(t *testing.T) {
	file := func(emails map[string]string, order ...string) string {
		text := "organizations:\n  - code: acme\n    people:\n"
		for _, id := range order {
			text += `      - {externalId: "` + id + `", email: ` + emails[id] + "@acme.example}\n"
		}
		return text
	}
	before := map[string]string{"10": "anna", "11": "bruno", "12": "carl"}
	for name, c := range map[string]struct {
		after map[string]string
		order []string
	}{
		"by two":               {map[string]string{"10": "bruno", "11": "anna"}, []string{"10", "11"}},
		"external ids, by two": {map[string]string{"10": "bruno", "11": "anna"}, []string{"11", "10"}}, // in the order of the addresses
		"by three":             {map[string]string{"10": "bruno", "11": "carl", "12": "anna"}, []string{"10", "11", "12"}},
		"by three, the other way round": {
			map[string]string{"10": "carl", "11": "anna", "12": "bruno"}, []string{"12", "10", "11"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
				r := newRig(t, open())
				r.apply(file(before, "10", "11", "12"))
				audited := r.audit()
				was := map[string]store.User{}
				for id, name := range before {
					was[id] = r.user(name + "@acme.example")
				}
				after := file(c.after, c.order...)
				r.refuses(after, "--allow-identity-changes")
				r.IdentityChanges = true
				dry, err := r.Apply(t.Context(), r.document(after), true)
				r.must(err)
				if said := r.apply(after); said != r.said(dry) || strings.Count(said, "becomes") != len(c.order) {
					t.Errorf("said\n%s\ndry\n%s", said, r.said(dry))
				}
				for id, name := range c.after {
					if is := r.user(name + "@acme.example"); is.ID != was[id].ID || *is.ExternalID != id || is.Revision != was[id].Revision+1 {
						t.Errorf("%s is %+v", name, is)
					}
				}
				r.auditedOnce(strings.TrimPrefix(r.audit(), audited), before, c.after)
				if again := r.apply(after); again != "" {
					t.Errorf("the second run changed\n%s", again)
				}
			})
		})
	}
}

// auditedOnce wants one event of each who changed.
func (r *rig) auditedOnce(events string, before, after map[string]string) {
	r.t.Helper()
	for id, name := range after {
		want := `"email":{"after":"` + name + `@acme.example","before":"` + before[id] + `@acme.example"}`
		if strings.Count(events, want) != 1 {
			r.t.Errorf("not audited once: %s\n%s", want, events)
		}
	}
	if n := strings.Count(events, "user.changed"); n != len(after) {
		r.t.Errorf("%d events:\n%s", n, events)
	}
}
