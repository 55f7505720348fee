package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Raw runs a statement that no program would: what a hand or a bad disk writes.
type Raw func(query string, args ...any)

// Unreadable is what a JSON column holds that somebody damaged.
func Unreadable() []string {
	return []string{"acme.example", "", "{}", "[1]", "null", `["acme.example"`, `"x"`}
}

// Damaged runs the conformance of damaged rows (L16): each takes only itself away,
// and a lock that cannot be read is locked.
func Damaged(t *testing.T, db *store.Store, raw Raw) {
	w := &world{t: t, db: db}
	ctx, p := t.Context(), w.newPlace("damaged")
	w.link(w.identity(p, p.ana, "sub-ana"))
	test := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, VersionNumber: 1,
		StartedBy: p.ana.ID, StartedAt: store.At(noon()), State: store.TestRunning, Report: store.TestReport{Checks: []store.TestCheck{}},
	}
	w.must(db.AddConnectionTest(ctx, test))
	healthy := store.NewConnection(p.ID, "microsoft", noon().Add(time.Second))
	w.must(db.AddConnection(ctx, healthy))
	for _, text := range Unreadable() {
		raw(`UPDATE connections SET locked_to = ? WHERE id = ?`, text, p.google.ID)
		raw(`UPDATE connection_tests SET report = ? WHERE id = ?`, text, test.ID)
		entries, err := db.ConnectionEntries(ctx, p.ID)
		if err != nil || len(entries) != 2 {
			t.Fatalf("%q: %d connections, %v", text, len(entries), err)
		}
		for _, c := range entries {
			if c.LockedTo.Unreadable() != (c.ID == p.google.ID) {
				t.Errorf("%q: %s is locked to %q", text, c.Provider, c.LockedTo)
			}
		}
		if tests, err := db.TestsOf(ctx, p.ID, p.google.ID); err != nil || len(tests) != 1 {
			t.Errorf("%q: tests %v, %v", text, tests, err)
		}
		live, err := db.LiveByID(ctx, p.ID, p.google.ID)
		if err != nil || !live.LockedTo.Unreadable() {
			t.Errorf("%q: the flow sees a lock to %q, %v", text, live.LockedTo, err)
		}
		google := entries[0].Connection
		google.Label = "Ours"
		w.must(db.UpdateConnection(ctx, google))
		if again, err := db.ConnectionByID(ctx, p.ID, google.ID); err != nil || !again.LockedTo.Unreadable() {
			t.Errorf("%q: saving something else made the lock %q, %v", text, again.LockedTo, err)
		}
		google.LockedTo = store.Strings{"acme.example"}
		w.must(db.UpdateConnection(ctx, google))
		if again, err := db.ConnectionByID(ctx, p.ID, google.ID); err != nil || again.LockedTo.Unreadable() {
			t.Errorf("%q: entered anew it is %q, %v", text, again.LockedTo, err)
		}
	}
}
