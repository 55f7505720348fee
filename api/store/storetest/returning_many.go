package storetest

import (
	"context"
	"runtime"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// manyReturn: of many who come back at the same time each is written by themselves, whoever
// else comes: what is not as it was read concerns nobody else.
func manyReturn(t *testing.T, w *world) {
	ctx := t.Context()
	t.Run("who changed is refused, everybody else is written", func(t *testing.T) {
		const people = 48
		all := make([]store.ReturningSignIn, people)
		for n := range all {
			p := w.acme
			if n%3 == 0 {
				p = w.globex
			}
			_, comes := w.returns(p)
			all[n] = comes()
			switch n % 8 {
			case 1:
				w.must(w.db.SpendAttempt(ctx, all[n].Row))
			case 3:
				all[n].Found.Person.Revision++
			case 5:
				all[n].Use.Email = "new@acme.example"
			}
		}
		errs := together(people, func(n int) error { return w.db.CommitReturning(ctx, all[n]) })
		for n, in := range all {
			got := w.written(in)
			if n%8 == 1 || n%8 == 3 || n%8 == 5 {
				wants(t, "changed", errs[n], store.ErrConflict)
				same(t, "changed", got[1:], []bool{false, false})
				continue
			}
			wants(t, "as it was", errs[n], nil)
			same(t, "as it was", got, [3]bool{true, true, true})
		}
	})
	t.Run("what is found is each one's own", func(t *testing.T) {
		const people = 40
		live, err := w.db.LiveByID(ctx, w.acme.ID, w.acme.google.ID)
		w.must(err)
		accounts, owners := make([]store.ProviderAccount, people), make([]string, people)
		for n := range accounts {
			i, _ := w.returns(w.acme)
			accounts[n] = store.ProviderAccount{OrganizationID: w.acme.ID, ConnectionID: w.acme.google.ID, Issuer: i.Issuer, Subject: i.Subject}
			if owners[n] = i.UserID; n%4 == 1 {
				accounts[n].Subject, owners[n] = "nobody's", ""
			}
		}
		found := make([]store.Returning, people)
		errs := together(people, func(n int) (err error) {
			found[n], err = w.db.Recognize(ctx, live, accounts[n], "")
			return err
		})
		for n, owner := range owners {
			same(t, "owner", found[n].Person.ID, owner)
			if owner == "" {
				wants(t, "nobody", errs[n], store.ErrNotFound)
			} else {
				wants(t, "somebody", errs[n], nil)
				same(t, "by the connection as it was read", found[n].LiveConnection, live)
			}
		}
	})
	t.Run("who waits for somebody keeps nobody else waiting", func(t *testing.T) {
		if w.db.Engine() == store.SQLite {
			return // one writes at a time
		}
		const people = 20
		all := make([]store.ReturningSignIn, people)
		for n := range all {
			_, comes := w.returns(w.acme)
			all[n] = comes()
		}
		held := make(chan error, 1)
		w.must(w.db.InTx(ctx, func(rows store.Rows) error {
			u, err := rows.UserByID(ctx, w.acme.ID, all[0].Found.Person.ID)
			w.must(err)
			w.must(rows.UpdateUser(ctx, u)) // writes it as it is, with another revision
			go func() { held <- w.db.CommitReturning(ctx, all[0]) }()
			for n, err := range together(people-1, func(n int) error { return w.db.CommitReturning(ctx, all[n+1]) }) {
				wants(t, "beside them", err, nil)
				same(t, "beside them", w.written(all[n+1]), [3]bool{true, true, true})
			}
			return nil
		}))
		err := <-held
		u, readErr := w.db.UserByID(ctx, w.acme.ID, all[0].Found.Person.ID)
		w.must(readErr)
		same(t, "the one who waited, by what they find", err == nil, u.Revision == all[0].Found.Person.Revision)
	})
	t.Run("who waits for somebody keeps nobody waiting who turns a connection off", func(t *testing.T) {
		if w.db.Engine() == store.SQLite {
			return // one writes at a time
		}
		_, comes := w.returns(w.acme)
		in, held := comes(), make(chan error, 1)
		w.must(w.db.InTx(ctx, func(rows store.Rows) error {
			u, err := rows.UserByID(ctx, w.acme.ID, in.Found.Person.ID)
			w.must(err)
			w.must(rows.ChangeUser(ctx, u))
			w.asks(1, func() { held <- w.db.CommitReturning(ctx, in) })
			for range racers {
				bounded, done := context.WithTimeout(ctx, time.Second)
				w.must(w.db.InTx(bounded, func(rows store.Rows) error {
					_, err := rows.EndSessionsThrough(bounded, w.globex.ID, w.globex.google.ID, "connection_turned_off", noon())
					return err
				}))
				done()
			}
			return nil
		}))
		wants(t, "who waited finds another person", <-held, store.ErrConflict)
	})
	t.Run("who signs in while their account is disconnected gives way to nobody, and keeps no session", func(t *testing.T) {
		if w.db.Engine() == store.SQLite {
			return // one writes at a time
		}
		i, comes := w.returns(w.acme)
		in, ended, unlinked := comes(), make(chan error, 1), make(chan error, 1)
		w.must(w.db.InTx(ctx, func(rows store.Rows) error { // both wait for the person, whoever of them has the account
			w.must(rows.ProveEmail(ctx, w.acme.ID, i.UserID, i.Email))
			w.asks(2, func() { ended <- w.db.CommitReturning(ctx, in) })
			w.asks(2, func() {
				unlinked <- w.db.InTx(ctx, func(rows store.Rows) error {
					if _, err := rows.Unlink(ctx, w.acme.ID, i.UserID, i.ID, noon()); err != nil {
						return err
					}
					_, err := rows.EndSessionsOfIdentity(ctx, w.acme.ID, i.ID, "", "unlinked", noon())
					return err
				})
			})
			return nil
		}))
		wants(t, "disconnected", <-unlinked, nil)
		if err := <-ended; err == nil {
			same(t, "the session", w.ended(in.Session), "unlinked")
		} else {
			wants(t, "disconnected before", err, store.ErrConflict)
		}
	})
}

// asks runs work beside, and is back when it has asked the database so many things, and waits
// for what the last of them gives or has done it.
func (w *world) asks(many int64, work func()) {
	before := w.db.Work().Statements
	go work()
	for w.db.Work().Statements < before+many {
		runtime.Gosched()
	}
}

// LostAnswers holds that whoever is written, but not told so, is in when they ask again; and that nobody
// else is: the attempt of somebody else stays spent. The answers for several get lost in db.
func LostAnswers(t *testing.T, db *store.Store) {
	w := newWorld(t, db)
	ctx := t.Context()
	const people = 20
	all := make([]store.ReturningSignIn, people)
	for n := range all {
		_, comes := w.returns(w.acme)
		all[n] = comes()
		if n%4 == 1 {
			w.must(db.SpendAttempt(ctx, all[n].Row))
		}
	}
	errs := together(people, func(n int) error { return db.CommitReturning(ctx, all[n]) })
	for n, in := range all {
		if n%4 == 1 {
			wants(t, "spent by another", errs[n], store.ErrConflict)
			same(t, "spent by another", w.written(in), [3]bool{true, false, false})
			continue
		}
		wants(t, "written", errs[n], nil)
		same(t, "written", w.written(in), [3]bool{true, true, true})
	}
	again := all[0]
	again.Session.ID, again.Session.RefreshHash = secret.NewID(), secret.NewID()
	wants(t, "the same attempt once more", db.CommitReturning(ctx, again), store.ErrConflict)
}

// LostAnswer holds the same of somebody who is alone, whose connection is lost on the way.
func LostAnswer(t *testing.T, db *store.Store, lose func(text string)) {
	w := newWorld(t, db)
	ctx := t.Context()
	_, comes := w.returns(w.acme)
	first, in := comes(), comes()
	w.must(db.CommitReturning(ctx, first)) // so that the statement is known to the connection
	for what, ends := range map[string]string{"written": "", "written in place of a session": first.Session.ID} {
		in.Row.ID, in.Session.ID, in.Session.RefreshHash, in.Ends = secret.NewID(), secret.NewID(), secret.NewID(), ends
		lose(in.Session.ID)
		wants(t, what, db.CommitReturning(ctx, in), nil)
		same(t, what, w.written(in), [3]bool{true, true, true})
	}
	same(t, "the session before", w.ended(first.Session), "replaced")
}

// BrokenReturning holds that, while sessions of the database are ended, each sign-in of those who come back
// is written whole or not at all, and what was answered as written is. disturb ends one.
func BrokenReturning(t *testing.T, db *store.Store, disturb func()) {
	const people, rounds = 24, 6
	w := newWorld(t, db)
	ctx, refused := t.Context(), 0
	comes := make([]func() store.ReturningSignIn, people)
	for n := range comes {
		_, comes[n] = w.returns(w.acme)
	}
	for range rounds {
		all := make([]store.ReturningSignIn, people)
		for n := range all {
			all[n] = comes[n]()
		}
		errs := while(disturb, func() []error {
			return together(people, func(n int) error { return db.CommitReturning(ctx, all[n]) })
		})
		for n, in := range all {
			got := w.written(in)
			if errs[n] == nil || got[0] || got[1] {
				same(t, "whole", got, [3]bool{true, true, true})
			}
			if errs[n] != nil {
				refused++
			}
		}
	}
	t.Logf("%d of %d were not answered as written", refused, people*rounds)
}

// while runs work, and disturb again and again beside it.
func while[T any](disturb func(), work func() T) T {
	over, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-over:
				return
			default:
				disturb()
			}
		}
	}()
	defer func() { close(over); <-stopped }()
	return work()
}
