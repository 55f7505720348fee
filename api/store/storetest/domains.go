package storetest

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// domain is a claim of a place that is due in an hour.
func (w *world) domain(p place, name string) store.Domain {
	w.t.Helper()
	d := store.Domain{
		ID: "dom_" + secret.NewID(), OrganizationID: p.ID, Domain: name, Token: secret.NewID(), State: store.DomainPending,
		CheckAt: store.At(noon().Add(hours(1))), CreatedAt: store.At(noon()), CreatedBy: p.ana.ID,
	}
	w.must(w.db.AddDomain(w.t.Context(), d))
	return d
}

// prove makes a claim verified.
func (w *world) prove(d store.Domain) store.Domain {
	w.t.Helper()
	d.State, d.Result, d.VerifiedAt, d.CheckedAt = store.DomainVerified, "found", store.At(noon()), store.At(noon())
	w.must(w.db.SaveDomainCheck(w.t.Context(), d))
	return d
}

func domains(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	one, two := "b-"+secret.NewID()+".example", "a.example"
	d := w.domain(p, one)
	named := func(d store.Domain) store.ClaimedDomain {
		return store.ClaimedDomain{Domain: d, CreatedByName: p.ana.Name}
	}
	read(t, "a claim", named(d))(w.db.DomainByID(ctx, p.ID, d.ID))
	again := d
	again.ID = "dom_" + secret.NewID()
	wants(t, "twice in one organization", w.db.AddDomain(ctx, again), store.ErrConflict)
	first := w.domain(p, two)
	byOperator := w.domain(w.globex, one)
	read(t, "by name, one organization's", []store.ClaimedDomain{named(first), named(d)})(w.db.DomainsOf(ctx, p.ID))
	read(t, "nothing is proven", []string(nil))(w.db.VerifiedDomains(ctx, p.ID))
	absent[store.Organization](t, "nobody has proven it")(w.db.OrganizationByDomain(ctx, one))

	d = w.prove(d)
	read(t, "what a look changed", named(d))(w.db.DomainByID(ctx, p.ID, d.ID))
	read(t, "proven", []string{one})(w.db.VerifiedDomains(ctx, p.ID))
	read(t, "not by the other one", []string(nil))(w.db.VerifiedDomains(ctx, w.globex.ID))
	read(t, "found by its domain", p.Organization)(w.db.OrganizationByDomain(ctx, one))
	w.prove(byOperator)
	absent[store.Organization](t, "proven by two")(w.db.OrganizationByDomain(ctx, one))
	asleep := w.globex.Organization
	asleep.Active = false
	w.must(w.db.UpdateOrganization(ctx, asleep))
	read(t, "one of them is suspended", p.Organization)(w.db.OrganizationByDomain(ctx, one))
	d.State, d.Misses = store.DomainLost, 3
	w.must(w.db.SaveDomainCheck(ctx, d))
	read(t, "lost", []string(nil))(w.db.VerifiedDomains(ctx, p.ID))
	absent[store.Organization](t, "a lost one finds nobody")(w.db.OrganizationByDomain(ctx, one))
	nobodys := d
	nobodys.ID = "dom_nobody"
	wants(t, "save of nobody", w.db.SaveDomainCheck(ctx, nobodys), store.ErrNotFound)

	read(t, "given up", d)(w.db.RemoveDomain(ctx, p.ID, d.ID))
	absent[store.Domain](t, "given up twice")(w.db.RemoveDomain(ctx, p.ID, d.ID))
	absent[store.ClaimedDomain](t, "gone")(w.db.DomainByID(ctx, p.ID, d.ID))
	d.ID = "dom_" + secret.NewID()
	wants(t, "claimed anew", w.db.AddDomain(ctx, d), nil)
	read(t, "the other one's stays", []string{one})(w.db.VerifiedDomains(ctx, w.globex.ID))

	odd := d
	odd.ID, odd.Domain, odd.State = "dom_odd", "odd.example", "odd"
	if err := w.db.AddDomain(ctx, odd); err == nil {
		t.Error("an unknown state was written")
	}
}

// A look takes a pause of its own; of many at once one gets it.
func domainChecks(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	d := w.domain(p, "acme.example")
	w.domain(w.globex, "acme.example")
	oneWinner(t, "look now", store.ErrNotFound, func(int) error {
		_, err := w.db.TakeDomainCheck(ctx, p.ID, d.ID, 10*time.Second, noon())
		return err
	})
	absent[store.Domain](t, "too early")(w.db.TakeDomainCheck(ctx, p.ID, d.ID, 10*time.Second, noon().Add(9*time.Second)))
	later := noon().Add(10 * time.Second)
	d.CheckedAt = store.At(later)
	read(t, "after the pause", d)(w.db.TakeDomainCheck(ctx, p.ID, d.ID, 10*time.Second, later))
	absent[store.Domain](t, "of nobody")(w.db.TakeDomainCheck(ctx, p.ID, "dom_nobody", 0, later))

	read(t, "nothing is due", []store.Domain(nil))(w.db.TakeDueDomains(ctx, hours(24), 10, noon()))
	due := noon().Add(hours(1))
	taken := make([][]store.Domain, racers)
	for _, err := range together(racers, func(n int) (err error) {
		taken[n], err = w.db.TakeDueDomains(ctx, hours(24), 1, due)
		return err
	}) {
		w.must(err)
	}
	all := slices.Concat(taken...)
	if len(all) != 2 || all[0].ID == all[1].ID {
		t.Errorf("taken %+v", all)
	}
	for _, d := range all {
		if !d.CheckAt.Equal(due.Add(hours(24))) {
			t.Errorf("due again at %v", d.CheckAt)
		}
	}
	never := d
	never.CheckAt = store.Time{}
	w.must(w.db.SaveDomainCheck(ctx, never))
	left, err := w.db.TakeDueDomains(ctx, hours(24), 10, noon().Add(hours(999)))
	w.must(err)
	if len(left) != 1 || left[0].OrganizationID != w.globex.ID {
		t.Errorf("due %+v", left)
	}
}

// What an operator sees of all organizations at once.
func deploymentWide(t *testing.T, w *world) {
	ctx := t.Context()
	read(t, "connections", []store.ConnectionCount{{Provider: "google", State: store.Enabled, Health: store.HealthOK, N: 2}})(w.db.ConnectionCounts(ctx))
	lives, err := w.db.EnabledConnections(ctx)
	w.must(err)
	if len(lives) != 2 || lives[0].OrganizationCode != w.acme.Code || lives[0].VersionID != w.acme.version.ID {
		t.Errorf("lives %+v", lives)
	}
	read(t, "no expiry is noted", []store.SecretExpiry(nil))(w.db.SecretExpiries(ctx, noon().Add(hours(9999))))
	v := w.acme.version
	v.ID, v.Number, v.SecretExpires = secret.NewID(), 2, store.At(noon().Add(hours(24)))
	w.must(w.db.AddVersion(ctx, v))
	c := w.acme.google
	c.LiveVersionID = &v.ID
	w.must(w.db.UpdateConnection(ctx, c))
	want := []store.SecretExpiry{{OrganizationCode: w.acme.Code, Provider: "google", ExpiresAt: v.SecretExpires}}
	read(t, "expires", want)(w.db.SecretExpiries(ctx, noon().Add(hours(24))))
	read(t, "expires later", []store.SecretExpiry(nil))(w.db.SecretExpiries(ctx, noon().Add(hours(23))))

	read(t, "no domain is lost", []store.LostDomain(nil))(w.db.LostDomains(ctx))
	d := w.prove(w.domain(w.acme, "acme.example"))
	d.State = store.DomainLost
	w.must(w.db.SaveDomainCheck(ctx, d))
	read(t, "lost", []store.LostDomain{{OrganizationCode: w.acme.Code, Domain: "acme.example"}})(w.db.LostDomains(ctx))

	sofia := store.NewUser(w.globex.ID, "sofia@globex.example", "Sofia", store.SuperAdmin, noon())
	sofia.PasswordHash = ptr("h")
	w.must(w.db.AddUser(ctx, sofia))
	read(t, "without a sign-in method", []store.LockedOut{{Code: w.acme.Code}})(w.db.LockedOut(ctx))
	sofia.PasswordHash = ptr(Unusable + " h")
	w.must(w.db.UpdateUser(ctx, sofia))
	read(t, "S6: with a password that opens nothing", []store.LockedOut{{Code: w.acme.Code}, {Code: w.globex.Code}})(w.db.LockedOut(ctx))
	globex := w.globex.Organization
	globex.SSORequiredAt = store.At(noon())
	w.must(w.db.UpdateOrganization(ctx, globex))
	read(t, "SSO is required", []store.LockedOut{{Code: w.acme.Code}, {Code: globex.Code, SSORequired: true}})(w.db.LockedOut(ctx))

	w.newAdmin(w.globex, "zoe@globex.example", func(u *store.User) { u.PasswordHash, u.Exempt = ptr("usable"), true })
	sofia.Exempt = true
	w.must(w.db.UpdateUser(ctx, sofia))
	read(t, "one of two passwords opens something", []store.LockedOut{{Code: w.acme.Code}})(w.db.LockedOut(ctx))

	asleep := w.acme.Organization
	asleep.Active = false
	w.must(w.db.UpdateOrganization(ctx, asleep))
	read(t, "suspended: expiries", []store.SecretExpiry(nil))(w.db.SecretExpiries(ctx, noon().Add(hours(24))))
	read(t, "suspended: domains", []store.LostDomain(nil))(w.db.LostDomains(ctx))
	if lives, err = w.db.EnabledConnections(ctx); err != nil || len(lives) != 1 {
		t.Errorf("suspended: lives %+v, %v", lives, err)
	}
	read(t, "nobody claimed the database", "")(w.db.Kind(ctx))
	read(t, "the first claims it", "serve")(w.db.ClaimKind(ctx, "serve"))
	read(t, "claimed", "serve")(w.db.Kind(ctx))
	schema, err := w.db.Schema(ctx)
	w.must(err)
	if schema.Version != schema.Program || schema.Version < 3 || schema.Pending() != 0 {
		t.Errorf("schema %+v", schema)
	}
}
