package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func overview(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("settings")
	bob := w.newUser(p.Organization, "bob@acme.example")
	late := w.identity(p, bob, "sub-bob")
	late.LastUsedAt = store.At(noon().Add(hours(2)))
	w.link(late)
	w.link(w.identity(p, p.ana, "sub-ana"))
	entra := store.NewConnection(p.ID, "microsoft", noon().Add(time.Second))
	entra.ChangedBy, entra.LockedTo = bob.ID, store.Strings{tenant}
	w.must(w.db.AddConnection(ctx, entra))
	gone := store.NewConnection(p.ID, "gone", noon())
	gone.State = store.Removed
	w.must(w.db.AddConnection(ctx, gone))

	google, err := w.db.ConnectionByID(ctx, p.ID, p.google.ID)
	w.must(err)
	read(t, "connections but the removed ones, in their order", []store.ConnectionEntry{
		{Connection: google, GuideDone: store.Strings{}, Connected: 2, LastGood: late.LastUsedAt},
		{Connection: entra, GuideDone: store.Strings{}, ChangedByName: bob.Name},
	})(w.db.ConnectionEntries(ctx, p.ID))

	t.Run("when somebody came last, as the log says it", func(t *testing.T) {
		for code, ended := range map[string]time.Duration{"": 3 * time.Hour, "wrong_tenant": 4 * time.Hour} {
			w.logged(p, func(s *store.SignIn) { s.Code, s.FinishedAt = code, store.At(noon().Add(ended)) })
		}
		entries, err := w.db.ConnectionEntries(ctx, p.ID)
		w.must(err)
		same(t, "of google and of microsoft", []store.Time{entries[0].LastGood, entries[1].LastGood}, []store.Time{store.At(noon().Add(hours(3))), {}})
	})
	t.Run("only the newest of the log are looked at, then the accounts", func(t *testing.T) {
		at := func(n int) store.Time { return store.At(noon().Add(hours(n))) }
		again := w.identity(p, bob, "ms-bob")
		again.ConnectionID, again.LastUsedAt = entra.ID, at(1)
		w.link(again)
		use := func(what string, want ...any) {
			t.Helper()
			entries, err := w.db.ConnectionEntries(ctx, p.ID)
			w.must(err)
			same(t, what, []any{entries[0].Connected, entries[0].LastGood, entries[1].Connected, entries[1].LastGood}, want)
		}
		use("google by the log, microsoft by its account", int64(2), at(3), int64(1), at(1))
		for n := range 200 {
			w.logged(p, func(s *store.SignIn) { s.Code, s.FinishedAt = "wrong_tenant", at(5+n) })
		}
		use("both by their accounts", int64(2), late.LastUsedAt, int64(1), at(1))
		w.logged(p, func(s *store.SignIn) { s.ConnectionID, s.FinishedAt = &entra.ID, at(1000) })
		w.logged(p, func(s *store.SignIn) { s.ConnectionID, s.FinishedAt = nil, at(1001) }) // by password
		w.logged(w.globex, func(s *store.SignIn) { s.FinishedAt = at(2000) })
		use("microsoft by the log, google by its accounts", int64(2), late.LastUsedAt, int64(1), at(1000))
	})
	t.Run("versions with the names of who saved them", func(t *testing.T) {
		old, draft := w.newVersion(p.google), store.Version{
			ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, Number: 3, State: store.VersionDraft,
			CreatedAt: store.At(noon()), CreatedBy: bob.ID,
		}
		w.must(w.db.AddVersion(ctx, draft))
		unused := w.newVersion(p.google)
		google.DraftVersionID, google.FallbackVersionID = &draft.ID, &old.ID
		w.must(w.db.UpdateConnection(ctx, google))
		entry := func(v store.Version, by string) store.VersionEntry {
			return store.VersionEntry{Version: v, SavedBy: by}
		}
		all := []store.VersionEntry{entry(unused, ""), entry(draft, bob.Name), entry(old, ""), entry(p.version, "")}
		read(t, "all, newest first", all)(w.db.VersionEntriesOf(ctx, p.ID, p.google.ID))
		inUse, err := w.db.VersionsInUse(ctx, p.ID)
		w.must(err)
		slices.SortFunc(inUse, func(a, b store.VersionEntry) int { return int(b.Number - a.Number) })
		same(t, "in use", inUse, all[1:])

		draft.SecretExpires, draft.KeepOldUntil = store.At(noon().Add(hours(1))), store.At(noon().Add(hours(2)))
		noted := draft
		noted.ClientID, noted.State, noted.SecretSealed = "other", store.VersionLive, "other"
		w.must(w.db.NoteVersion(ctx, noted))
		read(t, "notes change nothing else", draft)(w.db.VersionOf(ctx, p.ID, draft.ID))
		noted.ID = "nobody"
		wants(t, "notes on nothing", w.db.NoteVersion(ctx, noted), store.ErrNotFound)
	})
	t.Run("the newest test of each connection", func(t *testing.T) {
		read(t, "none", []store.LatestTest(nil))(w.db.LatestTests(ctx, p.ID))
		test := store.ConnectionTest{
			ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, VersionNumber: 1,
			StartedBy: bob.ID, StartedAt: store.At(noon()), State: store.TestRunning,
		}
		newer := test
		newer.ID, newer.StartedAt, newer.State = secret.NewID(), store.At(noon().Add(time.Second)), store.TestFailed
		newer.FinishedAt = store.At(noon().Add(time.Minute))
		elsewhere := test
		elsewhere.ID, elsewhere.ConnectionID, elsewhere.StartedBy = secret.NewID(), entra.ID, store.ActorSystem
		for _, one := range []store.ConnectionTest{test, newer, elsewhere} {
			w.must(w.db.AddConnectionTest(ctx, one))
		}
		got, err := w.db.LatestTests(ctx, p.ID)
		w.must(err)
		slices.SortFunc(got, func(a, b store.LatestTest) int { return b.StartedAt.Compare(a.StartedAt.Time) })
		same(t, "tests", got, []store.LatestTest{
			{
				ID: newer.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, VersionNumber: 1, State: store.TestFailed,
				StartedAt: newer.StartedAt, FinishedAt: newer.FinishedAt, StartedBy: bob.ID, StartedByName: bob.Name,
			},
			{
				ID: elsewhere.ID, ConnectionID: entra.ID, VersionID: p.version.ID, VersionNumber: 1, State: store.TestRunning,
				StartedAt: elsewhere.StartedAt, StartedBy: store.ActorSystem,
			},
		})
	})
	read(t, "a name", bob.Name)(w.db.ActorNameOf(ctx, p.ID, bob.ID))
	read(t, "the operator", "The operator")(w.db.ActorNameOf(ctx, p.ID, store.ActorOperator))
	read(t, "the system", "The system")(w.db.ActorNameOf(ctx, p.ID, store.ActorSystem))
}

func lastDays(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	started := func(o store.Organization, provider, outcome, hour string, n int64) store.StartCount {
		return store.StartCount{OrganizationID: o.ID, Provider: provider, Outcome: outcome, Quarter: hour, N: n}
	}
	at := func(d time.Duration) string { return store.Quarter(noon().Add(d)) }
	w.must(w.db.AddStartCounts(ctx, []store.StartCount{
		started(p.Organization, "google", "started", at(0), 5), started(p.Organization, "google", "started", at(-hours(24)), 3),
		started(p.Organization, "google", "started", at(-hours(25)), 100), started(p.Organization, "google", "sso_app_invalid", at(0), 100),
		started(p.Organization, "google", "started", store.Day(noon()), 1), // counted before hours were
		started(p.Organization, "google", "started", store.Day(noon().AddDate(0, 0, -1)), 100),
		started(p.Organization, "microsoft", "started", at(-hours(1)), 4), started(w.globex.Organization, "google", "started", at(0), 100),
	}))
	for n, code := range []string{"", "link_required", "provider_denied", "wrong_tenant", ""} {
		w.logged(p, func(s *store.SignIn) { s.Code, s.StartedAt = code, store.At(noon().Add(-hours(6*n))) })
	}
	w.logged(p, func(s *store.SignIn) { s.StartedAt = store.At(noon().Add(-hours(25))) })
	w.logged(p, func(s *store.SignIn) { s.Purpose = "link_page" })
	w.logged(p, func(s *store.SignIn) { s.Purpose, s.Provider = "password", "" })
	w.logged(p, func(s *store.SignIn) { s.Provider = "new-one" })
	w.logged(w.globex, func(*store.SignIn) {})
	read(t, "I6: 24 hours, to the hour", []store.SignInCount{
		{Provider: "google", Started: 9, SignedIn: 2, Asked: 1, Refused: 2}, {Provider: "microsoft", Started: 4}, {Provider: "new-one", SignedIn: 1},
	})(w.db.LastDays(ctx, p.ID, noon()))
	read(t, "of nobody (E10)", []store.SignInCount(nil))(w.db.LastDays(ctx, "org_nobody", noon()))
}

// Whom turning a connection off leaves without a sign-in method is what the guard says,
// person by person.
func impact(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("impact")
	entra := store.NewConnection(p.ID, "microsoft", noon())
	entra.State, entra.LockedTo = store.Enabled, store.Strings{tenant}
	w.must(w.db.AddConnection(ctx, entra))
	v := w.newVersion(entra)
	entra.LiveVersionID = &v.ID
	w.must(w.db.UpdateConnection(ctx, entra))
	linked := func(name string, edit func(*store.User), elsewhere string) store.User {
		u := w.newAdmin(p, name+"@acme.example", func(u *store.User) { u.Name = name; edit(u) })
		w.link(w.identity(p, u, "sub-"+name))
		if elsewhere != "" {
			i := w.identity(p, u, "ms-"+name)
			i.ConnectionID, i.TenantID, i.ObjectID = entra.ID, &elsewhere, ptr("oid-"+name)
			w.link(i)
		}
		return u
	}
	nothing := func(*store.User) {}
	linked("has a password", hasPassword, "")
	linked("has another account", nothing, tenant)
	unusable := func(u *store.User) { u.PasswordHash, u.Exempt = ptr(Unusable+" hash"), true }
	linked("has another account and a password that opens nothing", unusable, tenant)
	linked("is inactive", func(u *store.User) { u.Active = false }, "")
	exempt := linked("is exempt", func(u *store.User) { hasPassword(u); u.Exempt = true }, "")
	w.newAdmin(p, "unlinked@acme.example", nothing)
	var want []store.User
	for n := range 3 {
		want = append(want, linked(fmt.Sprint("z", n), nothing, ""))
	}
	want = append([]store.User{linked("has a password that opens nothing", unusable, ""), linked("outside the lock", nothing, "another")}, want...)
	of := func(c store.Connection, most int) (store.Impact, []store.User) {
		t.Helper()
		i, people, err := w.db.ImpactOf(ctx, p.ID, c.ID, noon(), most)
		w.must(err)
		return i, people
	}
	for n, end := range []func(*store.Session){
		func(*store.Session) {}, func(s *store.Session) { s.EndedAt = store.At(noon()) },
		func(s *store.Session) { s.IdleExpiresAt = store.At(noon()) }, func(s *store.Session) { s.ExpiresAt = store.At(noon()) },
		func(s *store.Session) { s.ConnectionID = &entra.ID }, func(s *store.Session) { s.ConnectionID = nil },
	} {
		s := w.session(p, p.ana)
		s.ID, s.ConnectionID = fmt.Sprint(s.ID, n), &p.google.ID
		s.IdleExpiresAt, s.ExpiresAt = store.At(noon().Add(hours(1))), store.At(noon().Add(hours(1)))
		end(&s)
		w.begin(s)
	}
	i, people := of(p.google, 20)
	same(t, "numbers", i, store.Impact{Connected: 9, OnlyWay: 5, Sessions: 1})
	same(t, "people", people, want)
	_, people = of(p.google, 2)
	same(t, "the first of them", people, want[:2])
	i, people = of(entra, 20)
	same(t, "of the other one", i, store.Impact{Connected: 3, OnlyWay: 0, Sessions: 1})
	same(t, "nobody", len(people), 0)

	p.SSORequiredAt = store.At(noon().Add(hours(100)))
	w.must(w.db.UpdateOrganization(ctx, p.Organization))
	i, people = of(p.google, 20)
	same(t, "once a date is set, a password counts for the exempt alone", i.OnlyWay, int64(6))
	same(t, "the exempt one is not among them", slices.ContainsFunc(people, func(u store.User) bool { return u.ID == exempt.ID }), false)
}

// An impact is counted so far and no further, however many people have to be looked at (G1).
func impactOfMany(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("many")
	const people = store.ImpactCounted * 17 / 10
	w.must(w.db.InTx(ctx, func(rows store.Rows) error {
		for n := range people {
			u := store.NewUser(p.ID, fmt.Sprint("many", n, "@acme.example"), fmt.Sprintf("Person %04d", n), store.Agent, noon())
			if n%2 == 0 {
				hasPassword(&u)
			}
			if err := errors.Join(rows.AddUser(ctx, u), rows.AddIdentity(ctx, w.identity(p, u, u.ID))); err != nil {
				return err
			}
		}
		return nil
	}))
	i, first, err := w.db.ImpactOf(ctx, p.ID, p.google.ID, noon(), 2)
	w.must(err)
	same(t, "half of them have a password", i, store.Impact{Connected: store.ImpactCounted + 1, OnlyWay: people / 2})
	same(t, "the first", []string{first[0].Name, first[1].Name}, []string{"Person 0001", "Person 0003"})
	p.SSORequiredAt = store.At(noon().Add(hours(100)))
	w.must(w.db.UpdateOrganization(ctx, p.Organization))
	i, _, err = w.db.ImpactOf(ctx, p.ID, p.google.ID, noon(), 2)
	w.must(err)
	same(t, "more than are counted", i.OnlyWay, int64(store.ImpactCounted+1))
}
