package apply_test

import (
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
	const passed = "~ externalId 10: anna@acme.example becomes carl@acme.example\n+ agent anna@acme.example in acme"
	for name, c := range map[string]struct {
		before, after string
		want          string // "": somebody else has the address
	}{
		"after who had it":  {people(anna), people(moved, next), passed},
		"before who had it": {people(anna), people(next, moved), passed},
		"from one who moves on too": {
			people(anna, bruno), people(`externalId: "11", email: carl@acme.example`, `externalId: "10", email: bruno@acme.example`),
			"~ externalId 11: bruno@acme.example becomes carl@acme.example\n~ externalId 10: anna@acme.example becomes bruno@acme.example",
		},
		"exchanged":        {people(anna, bruno), people(`externalId: "10", email: bruno@acme.example`, `externalId: "11", email: anna@acme.example`), ""},
		"somebody's power": {people(anna), people(anna + `, role: super_admin`), "~ anna@acme.example in acme: agent becomes super_admin"},
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
