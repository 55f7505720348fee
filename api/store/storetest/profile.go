package storetest

import (
	"strconv"
	"testing"
	"time"

	"latchkey/api/store"
)

func setPassword(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization
	u := w.newUser(o, "set@acme.example")
	later := noon().Add(hours(2))
	for _, old := range []*string{nil, ptr("old")} {
		u.PasswordHash = old
		w.must(w.db.UpdateUser(ctx, u))
		if old != nil {
			w.must(w.db.RecordPasswordUse(ctx, u, noon()))
		}
		oneWinner(t, "set a password", store.ErrNotFound, func(n int) error {
			return w.db.SetPassword(ctx, u, "new "+strconv.Itoa(n), later)
		})
		now, err := w.db.UserByID(ctx, o.ID, u.ID)
		w.must(err)
		same(t, "by, at, never used", []any{now.ChangedBy, now.UpdatedAt, now.PasswordUsedAt}, []any{u.ID, store.At(later), store.Time{}})
		wants(t, "from the old one", w.db.SetPassword(ctx, u, "late", later), store.ErrNotFound)
		u = now
	}
	u.Active = false
	w.must(w.db.UpdateUser(ctx, u))
	wants(t, "of who was deactivated", w.db.SetPassword(ctx, u, "x", later), store.ErrNotFound)
}

// passwordChanged: whoever sets their password knows since when they have it; a
// better hash of it changes nothing, and of what others give them it is unknown.
func passwordChanged(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization
	u := store.NewUser(o.ID, "changed@acme.example", "Ana Señor", store.Agent, noon())
	u.PasswordHash = ptr("imported")
	w.must(w.db.AddUser(ctx, u))
	is := func(what string, at store.Time) {
		t.Helper()
		var err error
		u, err = w.db.UserByID(ctx, o.ID, u.ID)
		w.must(err)
		same(t, what, u.PasswordChangedAt, at)
	}
	is("of an import", store.Time{})
	later := store.At(noon().Add(hours(2)))
	w.must(w.db.SetPassword(ctx, u, "own", later.Time))
	is("their own", later)
	w.must(w.db.UpgradePasswordHash(ctx, u, "better"))
	is("hashed better", later)
	w.must(w.db.RecordPasswordUse(ctx, u, noon().Add(hours(3))))
	w.must(w.db.ChangeUser(ctx, u))
	w.must(w.db.UpdateUser(ctx, u))
	is("used, and changed otherwise", later)
	u.PasswordHash = ptr("given")
	w.must(w.db.UpdateUser(ctx, u))
	is("given by an import", store.Time{})
}

func changeProfile(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization
	u := w.newUser(o, "profile@acme.example")
	asked := u
	asked.Name, asked.TimeZone, asked.Language, asked.ChangedBy, asked.UpdatedAt = "Zoë 张伟", "Europe/Madrid", "zh-Hans", u.ID, store.At(noon().Add(hours(1)))
	asked.Role, asked.Active, asked.Exempt, asked.Email, asked.PasswordHash = store.SuperAdmin, false, true, "x@y", ptr("h")
	w.must(w.db.ChangeProfile(ctx, asked))
	u.Name, u.TimeZone, u.Language, u.ChangedBy, u.UpdatedAt, u.Revision = asked.Name, asked.TimeZone, asked.Language, u.ID, asked.UpdatedAt, u.Revision+1
	read(t, "changed", u)(w.db.UserByID(ctx, o.ID, u.ID))
	s := w.begin(w.session(w.acme, u))
	h, err := w.db.SessionPrincipal(ctx, s.ID)
	w.must(err)
	same(t, "their session says so", []string{h.Name, h.TimeZone, h.Language}, []string{asked.Name, "Europe/Madrid", "zh-Hans"})
	asked.ID = "usr_nobody"
	wants(t, "of nobody", w.db.ChangeProfile(ctx, asked), store.ErrNotFound)
}

func ownSessions(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	stay := func(u store.User, used time.Duration, change func(*store.Session)) store.Session {
		s := w.session(p, u)
		s.LastUsedAt = store.At(noon().Add(used))
		change(&s)
		return w.begin(s)
	}
	none := func(*store.Session) {}
	this, older, newer := stay(p.ana, 0, none), stay(p.ana, time.Minute, none), stay(p.ana, time.Hour, none)
	stay(p.ana, 0, func(s *store.Session) { s.IdleExpiresAt = store.At(noon()) })
	stay(p.ana, 0, func(s *store.Session) { s.ExpiresAt = store.At(noon()) })
	over := stay(p.ana, 0, none)
	bobs := stay(w.newUser(p.Organization, "bob@acme.example"), 0, none)
	_, err := w.db.EndSession(ctx, over.ID, "signed_out", noon())
	w.must(err)
	read(t, "those that stand", []store.Session{this, newer, older})(w.db.SessionsOf(ctx, p.ID, p.ana.ID, this.ID, noon(), 10))
	read(t, "so many", []store.Session{older})(w.db.SessionsOf(ctx, p.ID, p.ana.ID, older.ID, noon(), 1))

	read(t, "another's", false)(w.db.EndSessionOf(ctx, p.ID, p.ana.ID, bobs.ID, "x", noon()))
	same(t, "bob's", w.ended(bobs), "")
	read(t, "one that ended", false)(w.db.EndSessionOf(ctx, p.ID, p.ana.ID, over.ID, "x", noon()))
	read(t, "one that ran out", false)(w.db.EndSessionOf(ctx, p.ID, p.ana.ID, older.ID, "x", older.IdleExpiresAt.Time))
	same(t, "how it ended", w.ended(over), "signed_out")
	won := oneWinnerOf(t, func() (bool, error) { return w.db.EndSessionOf(ctx, p.ID, p.ana.ID, newer.ID, "mine", noon()) })
	same(t, "of many that end one", []any{won, w.ended(newer)}, []any{1, "mine"})
}

// oneWinnerOf counts who of many did it.
func oneWinnerOf(t *testing.T, do func() (bool, error)) int {
	t.Helper()
	return race(t, store.ErrNotFound, func(int) error {
		did, err := do()
		if err == nil && !did {
			err = store.ErrNotFound
		}
		return err
	})
}

func reauthenticated(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	s, later := w.begin(w.session(p, p.ana)), noon().Add(10*time.Minute)
	w.must(w.db.Reauthenticate(ctx, p.ID, p.ana.ID, s.ID, later))
	s.AuthenticatedAt = store.At(later)
	h, err := w.db.SessionPrincipal(ctx, s.ID)
	w.must(err)
	same(t, "session", h.Session, s)
	same(t, "the sign-in stays", s.SignedInAt(), store.At(noon()).Time)
	s.BeganAt = store.Time{}
	same(t, "of a program of before", s.SignedInAt(), store.At(later).Time)
	wants(t, "another's", w.db.Reauthenticate(ctx, p.ID, "usr_other", s.ID, later), store.ErrNotFound)
	_, err = w.db.EndSession(ctx, s.ID, "signed_out", later)
	w.must(err)
	wants(t, "one that ended", w.db.Reauthenticate(ctx, p.ID, p.ana.ID, s.ID, later), store.ErrNotFound)
}
