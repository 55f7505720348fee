package preview_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"latchkey/api/email"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/preview"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// I3, I11: nobody is forecast wrongly. Organizations of every kind are made up,
// with people of every kind; the forecast is made, and then everybody really
// signs in. Of people about whom nothing that was seen says what will come,
// there is one for each thing that may come: they are forecast as not known if,
// and only if, they come to different ends.
func TestI3I11_NobodyIsForecastWrongly(t *testing.T) {
	for _, provider := range []string{"google", "microsoft", "okta"} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel() // they wait for the disk
			r := onOne(t)
			dice := rand.New(rand.NewPCG(3, 11)) // the same each time
			seen := map[decision.PredictedOutcome]int{}
			for n := range worlds {
				w := &world{rig: r, n: n, provider: provider}
				w.roll(dice)
				w.build()
				w.foresee(seen)
			}
			for _, outcome := range []decision.PredictedOutcome{decision.Linked, decision.Silent, decision.Asked, decision.Refused, decision.Unknown} {
				if seen[outcome] < 3 {
					t.Errorf("only %d people are forecast as %s: this proves little", seen[outcome], outcome)
				}
			}
		})
	}
}

// The same on PostgreSQL, for a few: what reads the facts is a query.
func TestNobodyIsForecastWronglyOnPostgreSQL(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(7, 19))
	r := &rig{signintest.New(t, storetest.Open(t, store.Postgres))}
	for n, provider := range []string{"google", "microsoft", "okta"} {
		w := &world{rig: r, n: n + worlds, provider: provider}
		w.roll(dice)
		w.build()
		w.foresee(map[decision.PredictedOutcome]int{})
	}
}

// worlds is how many organizations are made up for a provider.
const worlds = 8

// foresee makes the forecast, and then everybody signs in.
func (w *world) foresee(seen map[decision.PredictedOutcome]int) {
	people := w.people()
	all, err := w.Forecasts.Preview(w.T.Context(), w.o.ID, w.c.ID)
	w.Must(err)
	w.countedAtOnce(all)
	foreseen := map[string]decision.Prediction{}
	for _, e := range all.Entries {
		if e.Outcome == decision.Silent && !slices.Contains(all.Domains, email.Domain(e.Email)) {
			w.T.Errorf("%s: %s is connected without a question, and only %v count as proven", w, e.Email, all.Domains)
		}
		foreseen[e.UserID] = e.Prediction
	}
	for kind, alike := range people {
		w.compare(kind, alike, foreseen, seen)
	}
}

// countedAtOnce holds the forecasts of all connections, which are read at once, against the one
// of this connection.
func (w *world) countedAtOnce(alone preview.Preview) {
	w.T.Helper()
	all, err := w.Forecasts.All(w.T.Context(), w.o.ID)
	w.Must(err)
	alone.Entries = nil
	if !reflect.DeepEqual(all, []preview.Preview{alone}) {
		w.T.Errorf("%s: with all connections %+v, by itself %+v", w, all, alone)
	}
}

// compare holds what was foreseen of people of a kind against what happens.
func (w *world) compare(kind string, alike []person, foreseen map[string]decision.Prediction, seen map[decision.PredictedOutcome]int) {
	w.T.Helper()
	ends := map[decision.PredictedOutcome]bool{}
	want := foreseen[alike[0].user.ID]
	for _, p := range alike {
		really := w.signsIn(p)
		if !p.user.Active {
			if _, listed := foreseen[p.user.ID]; listed || really != decision.Refused {
				w.T.Errorf("%s: %s: foreseen %v, and then %s", w, kind, listed, really)
			}
			return
		}
		ends[really] = true
		seen[want.Outcome]++
		got := foreseen[p.user.ID]
		if got != want {
			w.T.Errorf("%s: %s: foreseen %+v and %+v, and nothing tells them apart", w, kind, want, got)
		}
		if got.Outcome != decision.Unknown && got.Outcome != really {
			w.T.Errorf("%s: %s (%+v): foreseen %+v, and then %s", w, kind, p.account, got, really)
		}
	}
	if want.Outcome == decision.Unknown && len(ends) == 1 {
		w.T.Errorf("%s: %s: forecast as not known (%s), and all come to %v", w, kind, want.Reason, ends)
	}
}

// roll makes up a world.
func (w *world) roll(dice *rand.Rand) {
	coin := func() bool { return dice.IntN(2) == 0 }
	w.tested, w.typed, w.mail, w.password, w.verified = dice.IntN(3) > 0, coin(), dice.IntN(3) == 0, dice.IntN(3) > 0, coin()
	w.required = dice.IntN(4) == 0
	w.linking = []store.Linking{store.LinkAutomatic, store.LinkAutomatic, store.LinkAutomatic, store.LinkConfirm, store.LinkProfileOnly}[dice.IntN(5)]
	w.weak = []store.WeakProof{store.WeakAsk, store.WeakAsk, store.WeakRefuse}[dice.IntN(3)]
	w.comes = []comes{{true, true, true}, {true, true, true}, {true, false, false}, {false, false, true}, {false, false, false}}[dice.IntN(5)]
	locks := map[string][]store.Strings{
		"google":    {nil, {"acme.example"}, {"acme.example", "partner.example"}},
		"microsoft": {nil, {signintest.TenantA}, {signintest.TenantA, signintest.TenantB}},
		"okta":      {nil, nil, {"acme.example", "partner.example"}},
	}[w.provider]
	w.lock = locks[dice.IntN(len(locks))]
	if w.n == 0 { // the plain one: people are connected without a question
		w.tested, w.verified, w.required, w.linking, w.comes, w.lock = true, true, false, store.LinkAutomatic, comes{true, true, true}, nil
		if w.provider == idptest.Microsoft { // which proves nothing without one
			w.lock = store.Strings{signintest.TenantA}
		}
	}
	if w.provider == "google" { // which always says it
		w.comes = comes{true, true, false}
	}
	if w.provider == "okta" && w.lock != nil && w.tested && !w.comes.email { // its test would not pass
		w.lock = nil
	}
}

// people are users of every kind, by kind. Those of domains and accounts about
// which nothing was seen come in every way.
func (w *world) people() map[string][]person {
	agent, super := store.Agent, store.SuperAdmin
	bare := func(p *person) { p.user.PasswordHash = nil }
	kinds := []struct {
		name, domain string
		role         store.Role
		edit         func(*person)
	}{
		{"an agent", "acme.example", agent, func(*person) {}},
		{"without a password", "acme.example", agent, bare},
		{"a super admin", "acme.example", super, func(*person) {}},
		{"a super admin without a password", "acme.example", super, bare},
		{"exempt", "acme.example", agent, func(p *person) { p.user.Exempt = true }},
		{"deactivated", "acme.example", agent, func(p *person) { p.user.Active = false }},
		{"a partner", "partner.example", agent, func(*person) {}},
		{"a partner without a password", "partner.example", agent, bare},
		{"a super admin of a partner", "partner.example", super, func(*person) {}},
		{"a private person", "gmail.com", agent, func(*person) {}},
	}
	all := map[string][]person{}
	for _, k := range kinds {
		for _, c := range w.mayCome() {
			for _, a := range w.mayBe(k.domain) {
				as := w.comes
				w.comes = c
				all[k.name] = append(all[k.name], w.join(k.name, k.role, k.domain, a, k.edit))
				w.comes = as
			}
		}
	}
	w.connected(all)
	return all
}

// mayCome is how accounts may come, as far as a test has not told.
func (w *world) mayCome() []comes {
	switch {
	case w.provider == idptest.Google || w.tested:
		return []comes{w.comes}
	case w.provider == idptest.Microsoft:
		return []comes{{true, false, true}}
	}
	return []comes{{true, true, true}, {true, false, true}}
}

// mayBe is where the accounts of a domain may be at home. The test and the
// connected people are of acme.example.
func (w *world) mayBe(domain string) []idptest.Person {
	own := domain == "acme.example"
	switch {
	case w.provider == idptest.Google && domain == "gmail.com":
		return []idptest.Person{w.at(domain, "", false)}
	case w.provider == idptest.Google && (own || slices.Contains(w.lock, domain)): // a lock says that it is a Workspace
		return []idptest.Person{w.at(domain, domain, false)}
	case w.provider == idptest.Google:
		return []idptest.Person{w.at(domain, domain, false), w.at(domain, "", false), w.at(domain, "acme.example", false)}
	case w.provider == idptest.Microsoft && own && w.tested && w.comes.email: // without one a test tells of no domain
		return []idptest.Person{w.at(domain, signintest.TenantA, false)}
	case w.provider == idptest.Microsoft && own && w.verified:
		return []idptest.Person{w.at(domain, signintest.TenantA, false)}
	case w.provider == idptest.Microsoft:
		return []idptest.Person{w.at(domain, signintest.TenantA, false), w.at(domain, signintest.TenantA, true), w.at(domain, tenantC, false)}
	}
	return []idptest.Person{w.at(domain, "", false)}
}

// tenantC is nobody's.
const tenantC = "cccccccc-bbbb-4ccc-8ddd-eeeeeeeeeeee"

// connected adds people who have connected an account, by this application and
// by others.
func (w *world) connected(all map[string][]person) {
	if !w.tested {
		w.comes = comes{true, true, true}
	}
	join := func(kind string, a idptest.Person, edit ...func(*person)) person {
		p := w.join(kind, store.Agent, "acme.example", a, edit...)
		all[kind] = append(all[kind], p)
		return p
	}
	at := func() idptest.Person { return w.at("acme.example", w.home(), false) }
	p := join("connected", at())
	w.link(p, w.v.ClientID, w.issuer(p.account))
	p = join("connected and without a password", at(), func(p *person) { p.user.PasswordHash = nil })
	w.link(p, w.v.ClientID, w.issuer(p.account))
	p = join("connected by another application", at())
	w.link(p, "old-client", w.issuer(p.account))
	if w.provider == idptest.Google {
		return
	}
	p = join("connected by another application, with another subject", at())
	before := p
	before.account.Subject = "old-" + p.account.Subject
	w.link(before, "old-client", w.issuer(p.account))
	if w.provider == "okta" {
		all["connected by another application"] = append(all["connected by another application"], p)
		delete(all, "connected by another application, with another subject")
		p = join("connected at another issuer", at())
		w.link(p, w.v.ClientID, "https://old.example")
		return
	}
	p = join("connected by another application, and nothing else tells", at())
	before = p
	before.account.Subject, before.account.ObjectID = "old-"+p.account.Subject, ""
	w.link(before, "old-client", w.issuer(p.account))
}
