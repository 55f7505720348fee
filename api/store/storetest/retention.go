package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// retention: what is too old goes, in however many batches, and addresses of
// people without a user go before that.
func retention(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	keep := func(o store.Organization, days int64) {
		o.LogDays, o.AuditDays = days, days+200 // changes by a setting of their own
		w.must(w.db.UpdateOrganization(ctx, o))
	}
	keep(p.Organization, 400)
	keep(w.globex.Organization, 7)
	day, over := 24*time.Hour, time.Microsecond
	row := func(o place, age time.Duration, email string, user *string) string {
		return w.logged(o, func(s *store.SignIn) {
			s.FinishedAt, s.Email, s.UserID, s.Account = store.At(noon().Add(-age)), email, user, "account"
		}).ID
	}
	gone := row(p, 400*day+over, "old@x", &p.ana.ID)
	kept := row(p, 400*day, "kept@x", &p.ana.ID)
	blanked := row(p, store.UnknownKept+over, "unknown@x", nil)
	unknown := row(p, store.UnknownKept, "new@x", nil)
	goneThere, keptThere := row(w.globex, 7*day+over, "unknown@x", nil), row(w.globex, 7*day, "unknown@x", nil)
	w.must(w.db.InTx(ctx, func(rows store.Rows) error { // more than two batches
		for range 2100 {
			s := w.signIn(w.globex)
			s.FinishedAt = store.At(noon().Add(-180*day - over))
			if err := rows.SpendAttempt(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}))
	changed := func(o place, id string, age time.Duration) {
		e := AuditEvent(o.ID, "a", "b", "c", noon().Add(-age))
		e.ID = id
		w.must(w.db.AddAuditEvent(ctx, e))
	}
	changed(p, "gone", 600*day+over)
	changed(p, "kept", 600*day)
	changed(w.globex, "gone there", 207*day+over)
	changed(w.globex, "kept there", 207*day)
	w.must(w.db.Prune(ctx, noon()))
	for organization, want := range map[string]string{p.ID: "kept", w.globex.ID: "kept there"} {
		events, err := w.db.AuditEvents(ctx, organization, 10)
		w.must(err)
		if len(events) != 1 || events[0].ID != want {
			t.Errorf("changes that are left: %v, want %s", events, want)
		}
	}
	absent[store.SignIn](t, "a row older than the organization wants")(w.db.SignInByID(ctx, p.ID, gone))
	absent[store.SignIn](t, "an unknown user's, where less than 30 days are kept")(w.db.SignInByID(ctx, w.globex.ID, goneThere))
	same(t, "what is left of 2100", w.found(w.globex, store.SignInFilter{}, 1000), []string{keptThere})
	for id, want := range map[string][]any{
		kept: {"kept@x", ""}, blanked: {"", ""}, unknown: {"new@x", "account"},
	} {
		s, err := w.db.SignInByID(ctx, p.ID, id)
		w.must(err)
		same(t, "address and account", []any{s.Email, s.Account}, want)
	}
}
