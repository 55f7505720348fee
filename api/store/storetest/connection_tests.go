package storetest

import (
	"fmt"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// test is a test of a place's live version that began so many seconds after noon.
func (w *world) test(p place, second int) store.ConnectionTest {
	return store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, VersionNumber: 1,
		StartedBy: p.ana.ID, StartedAt: store.At(noon().Add(time.Duration(second) * time.Second)), State: store.TestRunning,
		Report: store.TestReport{Checks: []store.TestCheck{{
			Stage: "server", Name: "keys", Result: store.CheckPassed, Facts: map[string]string{"keys": "6"},
		}}},
	}
}

func connectionTests(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("tested")
	first, second := w.test(p, 0), w.test(p, 1)
	w.must(w.db.AddConnectionTest(ctx, first))
	w.must(w.db.AddConnectionTest(ctx, second))
	wants(t, "again", w.db.AddConnectionTest(ctx, first), store.ErrConflict)
	read(t, "a test", first)(w.db.ConnectionTestByID(ctx, p.ID, p.google.ID, first.ID))
	absent[store.ConnectionTest](t, "of another connection")(w.db.ConnectionTestByID(ctx, p.ID, w.acme.google.ID, first.ID))
	read(t, "when they began", []store.Time{first.StartedAt, second.StartedAt})(w.db.TestsSince(ctx, p.ID, noon().Add(-time.Microsecond)))
	read(t, "when the later began", []store.Time{second.StartedAt})(w.db.TestsSince(ctx, p.ID, noon()))

	t.Run("of many that would end a test one does", func(t *testing.T) {
		ended := first
		ended.State, ended.FinishedAt, ended.Code = store.TestFailed, store.At(noon().Add(time.Minute)), "wrong_tenant"
		ended.Report.Checks = append(ended.Report.Checks, store.TestCheck{Stage: "person", Name: "lock", Result: store.CheckFailed, Expected: "a", Received: "b"})
		ended.Report.Claims = []store.TestClaim{{Name: "tid", Value: "b"}}
		ended.Report.Person = &store.TestPerson{Outcome: "refused", Code: "wrong_tenant", Reason: "outside_lock"}
		ended.Report.Learned = &store.LearnedLock{Value: "b", Domain: "b.example"}
		oneWinner(t, "end", store.ErrNotFound, func(int) error { return w.db.WriteConnectionTest(ctx, ended) })
		read(t, "ended", ended)(w.db.ConnectionTestByID(ctx, p.ID, p.google.ID, first.ID))
		first = ended
	})
	t.Run("L4: only a refused code gives way to another end", func(t *testing.T) {
		p := w.newPlace("late")
		late := w.test(p, 0)
		w.must(w.db.AddConnectionTest(ctx, late))
		late.State, late.Code = store.TestFailed, "code_rejected"
		w.must(w.db.WriteConnectionTest(ctx, late))
		wants(t, "refused again", w.db.WriteConnectionTest(ctx, late), store.ErrNotFound)
		late.State, late.Code = store.TestRunning, ""
		wants(t, "runs again", w.db.WriteConnectionTest(ctx, late), store.ErrNotFound)
		late.State = store.TestPassed
		w.must(w.db.WriteConnectionTest(ctx, late))
		wants(t, "passed again", w.db.WriteConnectionTest(ctx, late), store.ErrNotFound)
		read(t, "passed", late)(w.db.ConnectionTestByID(ctx, p.ID, p.google.ID, late.ID))
	})
	t.Run("people read them newest first, and whether they still mean the newest version", func(t *testing.T) {
		line := func(test store.ConnectionTest, current bool) store.TestLine {
			return store.TestLine{
				ConnectionTest: test, StartedByName: p.ana.Name, Current: current, Provider: "google", LockedTo: store.Strings{},
			}
		}
		read(t, "tests", []store.TestLine{line(second, true), line(first, true)})(w.db.TestsOf(ctx, p.ID, p.google.ID))
		c := p.google
		c.DraftVersionID = ptr("newer")
		w.must(w.db.UpdateConnection(ctx, c))
		read(t, "one", line(first, false))(w.db.TestByID(ctx, p.ID, p.google.ID, first.ID))
		c.DraftVersionID, c.LiveVersionID = nil, nil
		w.must(w.db.UpdateConnection(ctx, c))
		read(t, "without any version", line(first, false))(w.db.TestByID(ctx, p.ID, p.google.ID, first.ID))
		absent[store.TestLine](t, "unknown")(w.db.TestByID(ctx, p.ID, p.google.ID, "x"))
	})
	t.Run("a passed test is noted on its version", func(t *testing.T) {
		for state, want := range map[store.VersionState]store.VersionState{
			store.VersionDraft: store.VersionPassed, store.VersionPassed: store.VersionPassed,
			store.VersionLive: store.VersionLive, store.VersionRetired: store.VersionRetired,
		} {
			v := w.newVersion(p.google)
			w.must(w.db.SetVersionState(ctx, p.ID, v.ID, state))
			w.must(w.db.PassVersion(ctx, p.ID, v.ID, noon()))
			v.State, v.PassedAt = want, store.At(noon())
			read(t, string(state), v)(w.db.VersionOf(ctx, p.ID, v.ID))
		}
		wants(t, "of nobody", w.db.PassVersion(ctx, p.ID, "nobody", noon()), store.ErrNotFound)
	})
}

func fallback(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("rotation")
	used := func() store.Time {
		c, err := w.db.ConnectionByID(ctx, p.ID, p.google.ID)
		w.must(err)
		return c.FallbackUsedAt
	}
	w.must(w.db.RecordFallbackUse(ctx, p.ID, p.google.ID, "v-old", noon()))
	same(t, "without a fallback", used(), store.Time{})
	p.google.FallbackVersionID = ptr("v-old")
	w.must(w.db.UpdateConnection(ctx, p.google))
	w.must(w.db.RecordFallbackUse(ctx, p.ID, p.google.ID, "another", noon()))
	same(t, "of another version", used(), store.Time{})
	w.must(w.db.RecordFallbackUse(ctx, p.ID, p.google.ID, "v-old", noon()))
	same(t, "used", used(), store.At(noon()))
}

func forecast(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("forecast")
	boss := store.NewUser(p.ID, "boss@acme.example", "A Boss", store.SuperAdmin, noon())
	boss.PasswordHash, boss.Exempt = ptr("h"), true
	w.must(w.db.AddUser(ctx, boss))
	gone := store.NewUser(p.ID, "gone@acme.example", "Gone", store.Agent, noon())
	gone.Active = false
	w.must(w.db.AddUser(ctx, gone))
	costly := w.newAdmin(p, "costly@acme.example", func(u *store.User) { u.Name, u.PasswordHash = "A Costly Hash", ptr(Unusable+" h") })
	i := w.identity(p, p.ana, "sub")
	i.TenantID, i.HostedDomain, i.Email, i.RoleFacts = ptr("t1"), "acme.example", "ana@idp.example", `{"r":1}`
	w.must(w.db.AddIdentity(ctx, i))
	entra := store.NewConnection(p.ID, "microsoft", noon())
	w.must(w.db.AddConnection(ctx, entra))
	known := store.ForecastUser{
		UserID: p.ana.ID, Name: p.ana.Name, Email: p.ana.Email, Role: store.Agent, RoleName: "Agent", IdentityID: &i.ID, TenantID: ptr("t1"),
		Issuer: &i.Issuer, ClientID: &i.ClientID, ObjectID: i.ObjectID, HostedDomain: ptr("acme.example"), SeenEmail: ptr("ana@idp.example"), RoleFacts: &i.RoleFacts,
	}
	unknown := store.ForecastUser{UserID: p.ana.ID, Name: p.ana.Name, Email: p.ana.Email, Role: store.Agent, RoleName: "Agent"}
	first := store.ForecastUser{UserID: boss.ID, Name: boss.Name, Email: boss.Email, Role: store.SuperAdmin, RoleName: "Super admin", Exempt: true, PasswordHash: ptr("h"), HasPassword: true}
	second := store.ForecastUser{UserID: costly.ID, Name: costly.Name, Email: costly.Email, Role: store.SuperAdmin, RoleName: "Super admin", PasswordHash: costly.PasswordHash}
	read(t, "active users by name, with their identity here", []store.ForecastUser{first, second, known})(w.db.ForecastUsers(ctx, p.ID, p.google.ID))
	read(t, "elsewhere they have none", []store.ForecastUser{first, second, unknown})(w.db.ForecastUsers(ctx, p.ID, entra.ID))

	for n, state := range []store.TestState{store.TestPassed, store.TestFailed, store.TestPassed} {
		test := w.test(p, n)
		test.State = state
		test.Report.Learned = &store.LearnedLock{Value: "t1", Domain: fmt.Sprint(state, n, ".example")}
		w.must(w.db.AddConnectionTest(ctx, test))
	}
	learned, err := w.db.LearnedOf(ctx, p.ID, p.google.ID)
	w.must(err)
	domains := make([]string, len(learned.Tests))
	for i, test := range learned.Tests {
		domains[i] = test.Report.Learned.Domain
	}
	same(t, "learned from passed tests, the newest first", domains, []string{"passed2.example", "passed0.example"})
	read(t, "from those of that connection", store.Learned{})(w.db.LearnedOf(ctx, p.ID, entra.ID))
	forecastOfAll(t, w, p, entra)
}

// forecastOfAll holds what is read for all connections at once against what is read for each.
func forecastOfAll(t *testing.T, w *world, p place, entra store.Connection) {
	ctx := t.Context()
	other := w.identity(p, p.ana, "other")
	other.ConnectionID = entra.ID
	w.must(w.db.AddIdentity(ctx, other))
	w.must(w.db.InTx(ctx, func(rows store.Rows) error { // and another one since: both are known
		if _, err := rows.Unlink(ctx, p.ID, p.ana.ID, other.ID, noon()); err != nil {
			return err
		}
		other.ID, other.Subject = "another", "another"
		return rows.AddIdentity(ctx, other)
	}))
	w.must(w.db.AddDomain(ctx, store.Domain{
		ID: secret.NewID(), OrganizationID: p.ID, Domain: "acme.example", Token: "t", State: store.DomainVerified, VerifiedAt: store.At(noon()),
		CheckAt: store.At(noon()), CreatedAt: store.At(noon()), CreatedBy: store.ActorOperator,
	}))
	people, err := w.db.ForecastPeople(ctx, p.ID)
	w.must(err)
	learned, err := w.db.LearnedOfAll(ctx, p.ID)
	w.must(err)
	for _, id := range []string{p.google.ID, entra.ID, w.globex.google.ID} {
		read(t, "people of each connection", people.At(id))(w.db.ForecastUsers(ctx, p.ID, id))
		read(t, "what is known of each connection", learned(id))(w.db.LearnedOf(ctx, p.ID, id))
	}
	of := func(id string) store.ForecastUser { return people.At(id)[2] }
	same(t, "disconnected and connected anew", []any{*of(entra.ID).IdentityID, of(entra.ID).Unlinked, of(p.google.ID).Unlinked}, []any{"another", true, false})
	same(t, "known at one connection", []int{len(learned(p.google.ID).Tests), len(learned(entra.ID).Tests)}, []int{2, 0})
}

// checks are claimed by statement: of many replicas one probes.
func checks(t *testing.T, w *world) {
	ctx, later := t.Context(), 24*time.Hour
	take := func(after time.Duration) []store.DueCheck {
		t.Helper()
		due, err := w.db.TakeChecks(ctx, noon().Add(after), later)
		w.must(err)
		return due
	}
	unplanned := func() int {
		t.Helper()
		ids, err := w.db.UnplannedChecks(ctx)
		w.must(err)
		return len(ids)
	}
	acme := w.acme.google
	same(t, "both have no time yet", []int{unplanned(), len(take(hours(9)))}, []int{2, 0})
	w.must(w.db.PlanCheck(ctx, acme.ID, true, noon().Add(hours(1)), 0))
	w.must(w.db.PlanCheck(ctx, acme.ID, true, noon(), 0)) // another replica, later
	same(t, "acme has", []int{unplanned(), len(take(hours(1) - time.Microsecond))}, []int{1, 0})

	oneWinner(t, "check", store.ErrNotFound, func(int) error {
		due, err := w.db.TakeChecks(ctx, noon().Add(hours(1)), later)
		if err == nil && len(due) == 0 {
			return store.ErrNotFound
		}
		if err == nil && (due[0].ID != acme.ID || due[0].SecretSealed == "" || due[0].CheckPause != 0) {
			t.Errorf("got %+v", due)
		}
		return err
	})
	same(t, "again a day later", []int{len(take(hours(25) - time.Microsecond)), len(take(hours(25)))}, []int{0, 1})
	w.must(w.db.PlanCheck(ctx, acme.ID, false, noon().Add(hours(26)), 15*time.Minute))
	due := take(hours(26))
	if len(due) != 1 || due[0].CheckPause != 900 {
		t.Errorf("after a pause: %+v", due)
	}
	t.Run("what is turned off or in trouble is left out", func(t *testing.T) {
		w.must(w.db.PlanCheck(ctx, acme.ID, false, noon(), 0))
		w.refuse(w.acme, 0)
		same(t, "in trouble", len(take(hours(99))), 0)
		w.must(w.db.ResetHealth(ctx, w.acme.ID, acme.ID))
		acme.State = store.Disabled
		w.must(w.db.UpdateConnection(ctx, acme))
		same(t, "off", len(take(hours(99))), 0)
		w.globex.google.State = store.Draft
		w.must(w.db.UpdateConnection(ctx, w.globex.google))
		same(t, "a draft has no time", unplanned(), 0)
	})
}
