package store_test

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A commit is one that wrote, alone or as the end of a transaction; a statement is one of
// either kind.
func TestWorkIsCounted(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db, ctx, now := open(), t.Context(), time.Now()
		o := store.NewOrganization("acme", "Acme", now)
		u := store.NewUser(o.ID, "ana@acme.example", "Ana", store.Agent, now)
		undone := errors.New("undone")
		must := func(err error) {
			if err != nil && !errors.Is(err, undone) {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			what  string
			run   func() error
			costs store.Work
		}{
			{"two statements that write", func() error { return db.AddOrganization(ctx, o) }, store.Work{Statements: 2, Commits: 1}},
			{"one that reads", func() error { _, err := db.OrganizationByCode(ctx, "acme"); return err }, store.Work{Statements: 1}},
			{"one that finds nothing to write", func() error { _, err := db.EndSession(ctx, "none", "signed_out", now); return err }, store.Work{Statements: 1}},
			{"a transaction that writes twice", func() error {
				return db.InTx(ctx, func(rows store.Rows) error {
					return errors.Join(rows.AddUser(ctx, u), rows.AddAuditEvent(ctx, storetest.AuditEvent(o.ID, "a", "b", u.ID, now)))
				})
			}, store.Work{Statements: 2, Commits: 1}},
			{"one that reads", func() error {
				return db.InTx(ctx, func(rows store.Rows) error { _, err := rows.UserByEmail(ctx, o.ID, u.Email); return err })
			}, store.Work{Statements: 1}},
			{"one that is undone", func() error {
				return db.InTx(ctx, func(rows store.Rows) error {
					return errors.Join(rows.AddAuditEvent(ctx, storetest.AuditEvent(o.ID, "c", "d", u.ID, now)), undone)
				})
			}, store.Work{Statements: 1}},
		} {
			before := db.Work()
			must(c.run())
			after := db.Work()
			if got := (store.Work{Statements: after.Statements - before.Statements, Commits: after.Commits - before.Commits}); got != c.costs {
				t.Errorf("%s costs %+v, want %+v", c.what, got, c.costs)
			}
		}
	})
}

// A transaction that asks for the same many times, such as that of a large file, has it
// parsed once (G4, G5), also the first one in the life of a process.
func TestATransactionMakesAStatementOnce(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		err := open().InTx(t.Context(), func(rows store.Rows) error {
			const query = `SELECT COUNT(*) FROM organizations WHERE code <> ?`
			first, err := rows.StatementOf(t.Context(), query)
			again, wrong := rows.StatementOf(t.Context(), query)
			if first != again {
				t.Error("it was made again")
			}
			return errors.Join(err, wrong)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
