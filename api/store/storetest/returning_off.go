package storetest

import (
	"context"
	"errors"
	"testing"

	"latchkey/api/store"
)

// turnedOff: a sign-in that is written at the moment in which its connection is turned off
// has its session ended, or is none. Who signs in for the first time is written so, too.
func turnedOff(t *testing.T, w *world) {
	ctx := t.Context()
	off := func(rows store.Rows, p place) error {
		_, err := rows.EndSessionsThrough(ctx, p.ID, p.google.ID, "connection_turned_off", noon())
		p.google.State = store.Disabled
		return errors.Join(err, rows.UpdateConnection(ctx, p.google))
	}
	for what, signIn := range map[string]func(in store.ReturningSignIn) error{
		"comes back": func(in store.ReturningSignIn) error {
			return w.db.CommitReturning(context.WithoutCancel(ctx), in)
		},
		"for the first time": func(in store.ReturningSignIn) error {
			return w.db.InTx(context.WithoutCancel(ctx), func(rows store.Rows) error {
				if err := rows.SpendAttemptUnder(ctx, in.Row, in.Found.LiveConnection); err != nil {
					return err
				}
				return rows.AddSession(ctx, in.Session)
			})
		},
	} {
		for n := range 6 {
			p := w.newPlace("off")
			_, comes := w.returns(p)
			in, ended := comes(), make(chan error, 1)
			if n%2 == 0 { // it is turned off and not committed yet
				w.must(w.db.InTx(ctx, func(rows store.Rows) error {
					err := off(rows, p)
					begun := make(chan struct{})
					go func() { close(begun); ended <- signIn(in) }()
					<-begun
					return err
				}))
				wants(t, what, <-ended, store.ErrConflict)
				continue
			}
			errs := together(2, func(n int) error { // or both at once
				if n == 0 {
					return signIn(in)
				}
				return w.db.InTx(ctx, func(rows store.Rows) error { return off(rows, p) })
			})
			w.must(errs[1])
			if errs[0] == nil {
				same(t, what, w.ended(in.Session), "connection_turned_off")
			} else {
				wants(t, what, errs[0], store.ErrConflict)
			}
		}
	}
}
