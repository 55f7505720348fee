package preview_test

import (
	"slices"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A forecast names what was there to work it out from, and nothing else.
func TestForecastNamesItsSources(t *testing.T) {
	const automatic, ask = store.LinkAutomatic, store.WeakAsk
	verified := func(r *rig) {
		r.Must(r.DB.AddDomain(t.Context(), store.Domain{
			ID: secret.NewID(), OrganizationID: r.Acme.ID, Domain: "acme.example", Token: "t", State: store.DomainVerified,
			CreatedAt: store.At(r.Clock.Now()), CreatedBy: store.ActorOperator,
		}))
	}
	for name, c := range map[string]struct {
		provider string
		before   func(*rig)
		lock     []string
		want     []decision.Source
	}{
		"nothing is known":                {"microsoft", func(*rig) {}, nil, nil},
		"a lock on a tenant":              {"microsoft", func(*rig) {}, []string{signintest.TenantA}, []decision.Source{decision.FromLock}},
		"a verified domain of a tenant":   {"microsoft", verified, []string{signintest.TenantA}, []decision.Source{decision.FromDomains, decision.FromLock}},
		"a verified domain of no tenant":  {"microsoft", verified, nil, nil},
		"Google needs no verified domain": {"google", verified, nil, nil},
		"a passed test and an account": {"google", func(r *rig) {
			r.shown("google", workspace())
			r.Enters("google", "ana@acme.example")
		}, nil, []decision.Source{decision.FromTest, decision.FromAccounts}},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			c.before(r)
			r.Change(c.provider, locked(automatic, ask, c.lock...))
			at, err := r.DB.ConnectionAt(t.Context(), r.Acme.ID, c.provider)
			r.Must(err)
			p, err := r.Forecasts.Preview(t.Context(), r.Acme.ID, at.ID)
			r.Must(err)
			if !slices.Equal(p.Sources, c.want) {
				t.Errorf("worked out from %v, want %v", p.Sources, c.want)
			}
		})
	}
}
