package storetest

import (
	"context"
	"errors"
	"testing"

	"latchkey/api/store"
)

var errWanted = errors.New("wanted")

func transactions(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	write := func(u store.User, end func() error) func(store.Rows) error {
		return func(rows store.Rows) error {
			if err := rows.AddUser(ctx, u); err != nil {
				return err
			}
			if _, err := rows.UserByEmail(ctx, p.ID, u.Email); err != nil {
				return err // it sees its own rows
			}
			return errors.Join(rows.AddAuditEvent(ctx, AuditEvent(p.ID, "a", "b", u.ID, noon())), end())
		}
	}
	user := func(email string) store.User { return store.NewUser(p.ID, email, "x", store.Agent, noon()) }
	nothing := func(t *testing.T, email string) {
		t.Helper()
		absent[store.User](t, email)(w.db.UserByEmail(ctx, p.ID, email))
		read(t, "audit", []store.AuditEvent(nil))(w.db.AuditEvents(ctx, p.ID, 10))
	}

	t.Run("an error rolls everything back", func(t *testing.T) {
		wants(t, "its own error comes back", w.db.InTx(ctx, write(user("error@acme.example"), func() error { return errWanted })), errWanted)
		nothing(t, "error@acme.example")
	})
	t.Run("so does a statement that failed", func(t *testing.T) {
		err := w.db.InTx(ctx, func(rows store.Rows) error {
			return errors.Join(rows.AddUser(ctx, user("first@acme.example")), rows.AddUser(ctx, user("ana@acme.example")))
		})
		wants(t, "taken", err, store.ErrConflict)
		nothing(t, "first@acme.example")
	})
	t.Run("so does a panic, and the next one is not kept out", func(t *testing.T) {
		func() {
			defer func() { same(t, "panic", recover(), any("wanted")) }()
			_ = w.db.InTx(ctx, write(user("panic@acme.example"), func() error { panic("wanted") }))
		}()
		nothing(t, "panic@acme.example")
		w.newUser(p.Organization, "afterwards@acme.example")
	})
	t.Run("so does the end of the caller's context", func(t *testing.T) {
		short, cancel := context.WithCancel(ctx)
		err := w.db.InTx(short, write(user("gone@acme.example"), func() error { cancel(); return nil }))
		if err == nil {
			t.Error("committed")
		}
		nothing(t, "gone@acme.example")
		wants(t, "a context that is over begins nothing", w.db.InTx(short, func(store.Rows) error { return nil }), context.Canceled)
	})
	t.Run("without an error all of it stays", func(t *testing.T) {
		u := user("kept@acme.example")
		w.must(w.db.InTx(ctx, write(u, func() error { return nil })))
		read(t, "kept", u)(w.db.UserByEmail(ctx, p.ID, u.Email))
		events, err := w.db.AuditEvents(ctx, p.ID, 10)
		same(t, "audit", []any{len(events), err}, []any{1, error(nil)})
	})
	wants(t, "ping", w.db.Ping(ctx), nil)
}
