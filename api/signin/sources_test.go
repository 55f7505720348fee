package signin_test

import (
	"slices"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// A forecast names what was there to work it out from, and nothing else.
func TestForecastNamesItsSources(t *testing.T) {
	const automatic, ask = store.LinkAutomatic, store.WeakAsk
	verified := func(r *rig) {
		r.must(r.db.AddDomain(t.Context(), store.Domain{
			ID: secret.NewID(), OrganizationID: r.acme.ID, Domain: "acme.example", Token: "t", State: store.DomainVerified,
			CreatedAt: store.At(r.clock.now()), CreatedBy: store.ActorOperator,
		}))
	}
	for name, c := range map[string]struct {
		provider string
		before   func(*rig)
		lock     []string
		want     []decision.Source
	}{
		"nothing is known":                {"microsoft", func(*rig) {}, nil, nil},
		"a lock on a tenant":              {"microsoft", func(*rig) {}, []string{tenantA}, []decision.Source{decision.FromLock}},
		"a verified domain of a tenant":   {"microsoft", verified, []string{tenantA}, []decision.Source{decision.FromDomains, decision.FromLock}},
		"a verified domain of no tenant":  {"microsoft", verified, nil, nil},
		"Google needs no verified domain": {"google", verified, nil, nil},
		"a passed test and an account": {"google", func(r *rig) {
			r.shown("google", workspace())
			r.enters("google", "ana@acme.example")
		}, nil, []decision.Source{decision.FromTest, decision.FromAccounts}},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			c.before(r)
			r.change(c.provider, locked(automatic, ask, c.lock...))
			at, err := r.db.ConnectionAt(t.Context(), r.acme.ID, c.provider)
			r.must(err)
			p, err := r.flow.Preview(t.Context(), r.acme.ID, at.ID)
			r.must(err)
			if !slices.Equal(p.Sources, c.want) {
				t.Errorf("worked out from %v, want %v", p.Sources, c.want)
			}
		})
	}
}
