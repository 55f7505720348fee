package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// logoutApplication is an application that wants to know of a logout.
func (w *world) logoutApplication() store.Application {
	w.t.Helper()
	a := w.application()
	a.BackchannelLogoutURI = "https://crm.example/logout"
	w.must(w.db.SetApplication(w.t.Context(), a))
	return a
}

// notified takes what waits, and gives the applications that are to be told of a session.
func (w *world) notified(s store.Session, now time.Time) (clients []string) {
	w.t.Helper()
	due, err := w.db.TakeLogouts(w.t.Context(), now, now.Add(hours(1)), 100)
	w.must(err)
	for _, m := range due {
		if m.SessionID == s.ID && m.UserID == s.UserID && m.OrganizationID == s.OrganizationID {
			clients = append(clients, m.ClientID)
		}
		w.must(w.db.FinishLogout(w.t.Context(), m))
	}
	slices.Sort(clients)
	return clients
}

// logouts: whatever ends a session tells the applications that got tokens in it.
func logouts(t *testing.T, w *world) {
	ctx, p, now := t.Context(), w.acme, noon()
	a, also, deaf, other := w.logoutApplication(), w.logoutApplication(), w.application(), w.logoutApplication()
	both := []string{a.ClientID, also.ClientID}
	slices.Sort(both)
	begun := func() store.Session {
		s := w.session(p, p.ana)
		identity := secret.NewID()
		s.ConnectionID, s.IdentityID = &p.google.ID, &identity
		w.begin(s)
		w.grant(w.code(a, s), false)
		w.grant(w.code(a, s), true)
		w.grant(w.code(also, s), false)
		w.grant(w.code(deaf, s), false)
		beside := w.session(w.globex, w.globex.ana)
		w.begin(beside)
		w.grant(w.code(other, beside), false)
		return s
	}
	for name, end := range map[string]func(s store.Session) error{
		"one": func(s store.Session) error { _, err := w.db.EndSession(ctx, s.ID, "signed_out", now); return err },
		"own": func(s store.Session) error {
			_, err := w.db.EndSessionOf(ctx, p.ID, s.UserID, s.ID, "own", now)
			return err
		},
		"of": func(s store.Session) error {
			_, err := w.db.EndSessionsOf(ctx, p.ID, s.UserID, "", "of", now)
			return err
		},
		"through": func(store.Session) error {
			_, err := w.db.EndSessionsThrough(ctx, p.ID, p.google.ID, "off", now)
			return err
		},
		"identity": func(s store.Session) error {
			_, err := w.db.EndSessionsOfIdentity(ctx, p.ID, *s.IdentityID, "", "un", now)
			return err
		},
		"in": func(store.Session) error { _, err := w.db.EndSessionsIn(ctx, p.ID, "suspended", now); return err },
	} {
		s := begun()
		same(t, name+": before", w.notified(s, now), nil)
		w.must(end(s))
		same(t, name+": each application once", w.notified(s, now), both)
		w.must(end(s))
		same(t, name+": again", w.notified(s, now), nil)
	}
	t.Run("twenty that end a session tell once", func(t *testing.T) {
		s := begun()
		for _, err := range together(racers, func(int) error {
			return w.db.InTx(ctx, func(rows store.Rows) error { _, err := rows.EndSession(ctx, s.ID, "race", now); return err })
		}) {
			w.must(err)
		}
		same(t, "told", w.notified(s, now), both)
	})
	t.Run("what is undone tells nobody", func(t *testing.T) {
		s := begun()
		wants(t, "work", w.db.InTx(ctx, func(rows store.Rows) error {
			_, err := rows.EndSession(ctx, s.ID, "undone", now)
			w.must(err)
			return errWanted
		}), errWanted)
		same(t, "told", w.notified(s, now), nil)
	})
	t.Run("another role is told to those that ask for it", func(t *testing.T) {
		s := begun()
		w.must(w.db.TellRoleChanged(ctx, p.ID, s.UserID, now))
		same(t, "nobody asks", w.notified(s, now), nil)
		asks := a
		asks.LogoutOnRoleChange = true
		w.must(w.db.SetApplication(ctx, asks))
		for n := range 2 {
			w.must(w.db.TellRoleChanged(ctx, p.ID, s.UserID, now.Add(time.Duration(n)*time.Second)))
			same(t, "each change", w.notified(s, now.Add(hours(1))), []string{a.ClientID})
		}
		same(t, "the session stands", w.ended(s), "")
	})
	t.Run("a restored database tells of all sessions", func(t *testing.T) {
		s := begun()
		_, err := w.db.Restored(ctx, now)
		w.must(err)
		same(t, "told", w.notified(s, now), both)
	})
}

// logoutRaces: a code that is exchanged while its session ends either brings nothing, or
// its application is told.
func logoutRaces(t *testing.T, w *world) {
	ctx, now, a := t.Context(), noon(), w.logoutApplication()
	for range 10 {
		s := w.session(w.acme, w.acme.ana)
		w.begin(s)
		c := w.code(a, s)
		var got bool
		for _, err := range together(2, func(n int) error {
			return w.db.InTx(ctx, func(rows store.Rows) error {
				if n == 0 {
					_, err := rows.EndSession(ctx, s.ID, "signed_out", now)
					return err
				}
				if err := rows.HoldSession(ctx, s.ID); err != nil {
					return nil //nolint:nilerr // it has ended: nothing is given
				}
				got = true
				return rows.AddGrant(ctx, store.Grant{
					ID: "g" + secret.NewID(), CodeHash: c.CodeHash, ClientID: c.ClientID, OrganizationID: c.OrganizationID, UserID: c.UserID,
					SessionID: c.SessionID, Scope: c.Scope, BeganAt: store.At(now), LastUsedAt: store.At(now), IdleExpiresAt: store.At(now), ExpiresAt: store.At(now),
				})
			})
		}) {
			w.must(err)
		}
		same(t, "told if it got anything", len(w.notified(s, now)) == 1, got)
	}
}

// logoutTries: a message is tried until it is taken or given up, and only by who leased it.
func logoutTries(t *testing.T, w *world) {
	ctx, now, a := t.Context(), noon(), w.logoutApplication()
	s := w.session(w.acme, w.acme.ana)
	w.begin(s)
	w.grant(w.code(a, s), false)
	_, err := w.db.EndSession(ctx, s.ID, "signed_out", now)
	w.must(err)
	take := func(at time.Time) store.LogoutMessage {
		t.Helper()
		due, err := w.db.TakeLogouts(ctx, at, at.Add(time.Minute), 5)
		w.must(err)
		if len(due) != 1 || !strings.HasSuffix(due[0].ID, s.ID+"."+a.ClientID) {
			t.Fatalf("%d are due: %+v", len(due), due)
		}
		return due[0]
	}
	first := take(now)
	second := take(now.Add(time.Minute)) // the first worker was killed, or is late
	w.must(w.db.FinishLogout(ctx, first))
	w.must(w.db.GiveUpLogout(ctx, first, "refused", now))
	w.must(w.db.RetryLogout(ctx, first, "refused", now))
	read(t, "who comes late changes nothing", []store.LogoutFailure(nil))(w.db.LogoutFailures(ctx))
	w.must(w.db.RetryLogout(ctx, second, "unreachable", now.Add(hours(1))))
	trouble := store.LogoutFailure{ClientID: a.ClientID, Problem: "unreachable", Trying: 1, Since: store.At(now)}
	read(t, "what is tried again is seen", []store.LogoutFailure{trouble})(w.db.LogoutFailures(ctx))
	third := take(now.Add(hours(1)))
	same(t, "tries", third.Tries, int64(3))
	w.must(w.db.GiveUpLogout(ctx, third, "refused", now.Add(hours(2))))
	trouble.Problem, trouble.Trying, trouble.GivenUp = "refused", 0, 1
	read(t, "what was given up is seen", []store.LogoutFailure{trouble})(w.db.LogoutFailures(ctx))
	same(t, "and not tried again", w.notified(s, now.Add(hours(100))), nil)
	end := now.Add(hours(2)).Add(store.LogoutsKept)
	w.must(w.db.Prune(ctx, end.Add(-time.Microsecond)))
	read(t, "for a week", []store.LogoutFailure{trouble})(w.db.LogoutFailures(ctx))
	w.must(w.db.Prune(ctx, end))
	read(t, "then it is forgotten", []store.LogoutFailure(nil))(w.db.LogoutFailures(ctx))
}
