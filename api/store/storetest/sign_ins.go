package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// signIn is a row of an attempt at a place.
func (w *world) signIn(p place) store.SignIn {
	return store.SignIn{
		ID: secret.NewID(), OrganizationID: p.ID, Reference: "7F3K-92QD", Purpose: "sign_in", Provider: "google",
		ConnectionID: &p.google.ID, VersionID: &p.version.ID, Step: "commit", Timings: `{"returned":0}`,
		ReturnTo: "/", StartedAt: store.At(noon()), FinishedAt: store.At(noon()),
	}
}

func signIns(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	s := w.signIn(p)
	s.Code, s.Reason, s.Proof, s.Expected, s.Received = "user_not_authorized", "no_user", "strong", "ä", "b\x01"
	s.Email, s.UserID, s.Address, s.Browser = "Ana@ACME.example", &p.ana.ID, "2001:db8::1", "Mozilla/5.0 (…)"
	w.must(w.db.SpendAttempt(ctx, s))
	read(t, "a sign-in", s)(w.db.SignInByID(ctx, p.ID, s.ID))

	bare := w.signIn(p)
	bare.Provider, bare.ConnectionID, bare.VersionID = "", nil, nil
	w.must(w.db.SpendAttempt(ctx, bare))
	read(t, "a sign-in by password", bare)(w.db.SignInByID(ctx, p.ID, bare.ID))
	absent[store.SignIn](t, "no attempt")(w.db.SignInByID(ctx, p.ID, ""))

	t.Run("an attempt is spent once, whoever spends it (B04)", func(t *testing.T) {
		again := s
		again.Code = ""
		wants(t, "again", w.db.SpendAttempt(ctx, again), store.ErrConflict)
		read(t, "the first stays", s)(w.db.SignInByID(ctx, p.ID, s.ID))
		raced := w.signIn(p)
		oneWinner(t, "spend", store.ErrConflict, func(int) error { return w.db.SpendAttempt(ctx, raced) })
	})
	t.Run("references are searched, newest first, and need not be unique", func(t *testing.T) {
		ref := secret.NewID()
		var want []store.SignIn
		for n := range 3 {
			row := w.signIn(p)
			row.Reference, row.FinishedAt = ref, store.At(noon().Add(-hours(n)))
			w.must(w.db.SpendAttempt(ctx, row))
			want = append(want, row)
		}
		read(t, "by reference", want)(w.db.SignInsByReference(ctx, p.ID, ref))
	})
}

// ownSignIns: what a person is told of themselves is theirs alone, newest first.
func ownSignIns(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	bob := w.newUser(p.Organization, "bob@acme.example")
	var ids []string
	for n := range 3 {
		ids = append([]string{w.logged(p, func(s *store.SignIn) { s.UserID, s.FinishedAt = &bob.ID, store.At(noon().Add(hours(n))) }).ID}, ids...)
	}
	w.logged(p, func(s *store.SignIn) { s.UserID = &p.ana.ID })
	w.logged(p, func(s *store.SignIn) { s.Email = bob.Email })
	for most, want := range map[int][]string{10: ids, 2: ids[:2]} {
		list, err := w.db.SignInsOf(ctx, p.ID, bob.ID, most)
		w.must(err)
		got := make([]string, len(list))
		for i, s := range list {
			got[i] = s.ID
		}
		same(t, "sign-ins", got, want)
	}
	whole, err := w.db.SignInByID(ctx, p.ID, ids[0])
	w.must(err)
	read(t, "whole", []store.SignIn{whole})(w.db.SignInsOf(ctx, p.ID, bob.ID, 1))
}

func startCounts(t *testing.T, w *world) {
	ctx := t.Context()
	started := store.StartCount{OrganizationID: w.acme.ID, Provider: "google", Outcome: "started", Quarter: store.Quarter(noon())}
	invalid := started
	invalid.Outcome = "sso_app_invalid"
	count := func(c store.StartCount, n int64) store.StartCount { c.N = n; return c }
	w.must(w.db.AddStartCounts(ctx, nil))
	w.must(w.db.AddStartCounts(ctx, []store.StartCount{count(started, 3), count(invalid, 1)}))
	w.must(w.db.AddStartCounts(ctx, []store.StartCount{count(invalid, 1), count(started, 4)}))
	read(t, "started", int64(7))(w.db.StartCounted(ctx, started))
	read(t, "invalid", int64(2))(w.db.StartCounted(ctx, invalid))
	for name, change := range map[string]func(*store.StartCount){
		"another quarter":      func(c *store.StartCount) { c.Quarter = store.Quarter(noon().Add(hours(1))) },
		"another provider":     func(c *store.StartCount) { c.Provider = "microsoft" },
		"another organization": func(c *store.StartCount) { c.OrganizationID = w.globex.ID },
	} {
		other := started
		change(&other)
		read(t, name, int64(0))(w.db.StartCounted(ctx, other))
	}
	t.Run("batches at once, in whatever order, all count", func(t *testing.T) {
		won := race(t, nil, func(n int) error {
			batch := []store.StartCount{count(started, 1), count(invalid, 1)}
			if n%2 == 0 {
				batch[0], batch[1] = batch[1], batch[0]
			}
			return w.db.AddStartCounts(ctx, batch)
		})
		same(t, "written", won, racers)
		read(t, "started", int64(7+racers))(w.db.StartCounted(ctx, started))
	})
	t.Run("a batch is written whole or not at all", func(t *testing.T) {
		foreign := count(started, 1)
		foreign.OrganizationID = "org_nobody"
		if err := w.db.AddStartCounts(ctx, []store.StartCount{count(invalid, 100), foreign}); err == nil {
			t.Error("counts of nobody were written")
		}
		read(t, "invalid", int64(2+racers))(w.db.StartCounted(ctx, invalid))
	})
	same(t, "a quarter is UTC's", store.Quarter(time.Date(2026, 5, 4, 1, 44, 59, 0, time.FixedZone("", 7200))), "2026-05-03T23:30")
	same(t, "a day is UTC's", store.Day(time.Date(2026, 5, 4, 1, 0, 0, 0, time.FixedZone("", 7200))), "2026-05-03")
}
