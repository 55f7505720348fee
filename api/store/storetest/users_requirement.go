package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func requirement(t *testing.T, w *world) {
	ctx, c := t.Context(), w.newCrowd()
	maya, ben, sofia := c.by["maya"].ID, c.by["ben"].ID, c.by["sofia"].ID
	t.Run("the own sign-in is a use of a link since a time, at a connection that is on", func(t *testing.T) {
		l, err := w.db.RecentSSOSignIn(ctx, c.ID, maya, noon())
		same(t, "used", []any{l.UserID, l.Provider, err}, []any{maya, "google", error(nil)})
		absent[store.Link](t, "too long ago")(w.db.RecentSSOSignIn(ctx, c.ID, maya, noon().Add(time.Microsecond)))
		absent[store.Link](t, "never used")(w.db.RecentSSOSignIn(ctx, c.ID, ben, noon().Add(-time.Hour)))
		absent[store.Link](t, "no link")(w.db.RecentSSOSignIn(ctx, c.ID, sofia, noon()))
	})
	t.Run("people who are active and have no account at a connection that is on", func(t *testing.T) {
		read(t, "counted", store.Reach{People: 6, NotConnected: 3})(w.db.Reach(ctx, c.ID))
		list, err := w.db.NotConnected(ctx, c.ID, 2)
		w.must(err)
		same(t, "the first", []string{list[0].EmailLower, list[1].EmailLower}, []string{"ana@acme.example", "gita@acme.example"})
		read(t, "have to connect: sofia is exempt", int64(2))(w.db.CountToConnect(ctx, c.ID, nil))
		read(t, "have to connect, but for those who become exempt", int64(1))(w.db.CountToConnect(ctx, c.ID, []string{sofia, c.by["gita"].ID}))
		google := c.google
		google.State = store.Disabled
		w.must(w.db.UpdateConnection(ctx, google))
		read(t, "turned off", store.Reach{People: 6, NotConnected: 6})(w.db.Reach(ctx, c.ID))
		absent[store.Link](t, "own sign-in, turned off")(w.db.RecentSSOSignIn(ctx, c.ID, maya, noon()))
	})
	t.Run("proven: active super admins whose present password was used", func(t *testing.T) {
		list, err := w.db.ProvenAdmins(ctx, c.ID, noon())
		same(t, "proven", []any{len(list), list[0].ID, err}, []any{1, sofia, error(nil)})
		for name, edit := range map[string]func(*store.User){
			"too long ago":  func(u *store.User) { u.PasswordUsedAt = store.At(noon().Add(-time.Microsecond)) },
			"deactivated":   func(u *store.User) { u.Active = false },
			"an agent":      func(u *store.User) { u.Role = store.Agent },
			"no password":   func(u *store.User) { u.PasswordHash = nil },
			"opens nothing": func(u *store.User) { u.PasswordHash = ptr(Unusable + " hash") },
			"never used":    func(u *store.User) { u.PasswordUsedAt = store.Time{} },
		} {
			p := w.newPlace("proven")
			w.newAdmin(p, "a@acme.example", func(u *store.User) {
				u.PasswordHash, u.PasswordUsedAt = ptr("h"), store.At(noon())
				edit(u)
			})
			list, err := w.db.ProvenAdmins(ctx, p.ID, noon())
			same(t, name, []any{len(list), err}, []any{0, error(nil)})
		}
	})
	t.Run("exempting names those who were not, once, and counts as a change", func(t *testing.T) {
		read(t, "known", []string{maya})(w.db.KnownUsers(ctx, c.ID, []string{maya, w.acme.ana.ID, "usr_nobody"}))
		read(t, "none asked", []string(nil))(w.db.KnownUsers(ctx, c.ID, nil))
		at := noon().Add(time.Hour)
		read(t, "first", []string{maya})(w.db.Exempt(ctx, c.ID, []string{maya, sofia, maya}, sofia, at))
		read(t, "again", []string(nil))(w.db.Exempt(ctx, c.ID, []string{maya, sofia}, sofia, at))
		want := c.by["maya"]
		want.Exempt, want.Revision, want.ChangedBy, want.UpdatedAt = true, 2, sofia, store.At(at)
		read(t, "changed", want)(w.db.UserByID(ctx, c.ID, maya))
		list, err := w.db.ExemptUsers(ctx, c.ID)
		same(t, "listed by name", []any{len(list), list[0].ID, list[1].ID, err}, []any{2, maya, sofia, error(nil)})
		want.Active = false
		w.must(w.db.ChangeUser(ctx, want))
		list, err = w.db.ExemptUsers(ctx, c.ID)
		same(t, "active ones", []any{len(list), err}, []any{1, error(nil)})
	})
	t.Run("an organization by its id", func(t *testing.T) {
		read(t, "here", w.acme.Organization)(w.db.OrganizationByID(ctx, w.acme.ID))
	})
}

// bypassLinks: a link opens once, in its time, in its organization (S15).
func bypassLinks(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	add := func(until time.Time) store.BypassLink {
		l := store.BypassLink{TokenHash: secret.NewID(), OrganizationID: p.ID, UserID: p.ana.ID, ExpiresAt: store.At(until)}
		w.must(w.db.AddBypassLink(ctx, l))
		return l
	}
	l := add(noon().Add(time.Microsecond))
	absent[store.BypassLink](t, "another organization")(w.db.TakeBypassLink(ctx, w.globex.ID, l.TokenHash, noon()))
	read(t, "in time", l)(w.db.TakeBypassLink(ctx, p.ID, l.TokenHash, noon()))
	absent[store.BypassLink](t, "again")(w.db.TakeBypassLink(ctx, p.ID, l.TokenHash, noon()))
	late := add(noon())
	absent[store.BypassLink](t, "too late")(w.db.TakeBypassLink(ctx, p.ID, late.TokenHash, noon()))
	raced := add(noon().Add(time.Hour))
	oneWinner(t, "spend a link", store.ErrNotFound, func(int) error {
		_, err := w.db.TakeBypassLink(ctx, p.ID, raced.TokenHash, noon())
		return err
	})
	kept := add(noon().Add(time.Hour))
	w.must(w.db.Prune(ctx, noon()))
	absent[store.BypassLink](t, "pruned")(w.db.TakeBypassLink(ctx, p.ID, late.TokenHash, noon().Add(-time.Hour)))
	read(t, "not pruned", kept)(w.db.TakeBypassLink(ctx, p.ID, kept.TokenHash, noon()))
}

// refusedAccounts: what the row of a refused attempt keeps of its account.
func refusedAccounts(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	account := store.RefusedAccount{
		Issuer: "https://idp.example", Subject: `sub "1"`, TenantID: "tid", ObjectID: "oid", HostedDomain: "acme.example",
		ClientID: "client-1", Email: "x@acme.example",
	}
	row := w.logged(p, func(s *store.SignIn) {
		s.Code, s.ConnectionID, s.Account = "user_not_authorized", &p.google.ID, account.Text()
	})
	entry, err := w.db.SignInEntry(ctx, p.ID, row.ID)
	w.must(err)
	got, ok := entry.RefusedAccount()
	same(t, "read back", []any{got, ok}, []any{account, true})
	i := got.IdentityFor(row, p.ana.ID, noon().Add(time.Hour))
	w.link(i)
	read(t, "linked", []store.Identity{i})(w.db.IdentitiesOf(ctx, p.ID, p.ana.ID))
	same(t, "used", []bool{i.Used(), got.IdentityFor(row, p.ana.ID, row.FinishedAt.Time).Used()}, []bool{false, false})
	for name, edit := range map[string]func(*store.SignIn){
		"a success":           func(s *store.SignIn) { s.Code = "" },
		"asked":               func(s *store.SignIn) { s.Code = "link_required" },
		"no account":          func(s *store.SignIn) { s.Account = "" },
		"an account of none":  func(s *store.SignIn) { s.Account = "{}" },
		"something else":      func(s *store.SignIn) { s.Account = "x" },
		"without connections": func(s *store.SignIn) { s.ConnectionID = nil },
	} {
		s := row
		edit(&s)
		if a, ok := s.RefusedAccount(); ok || a != (store.RefusedAccount{}) {
			t.Errorf("%s: %+v", name, a)
		}
	}
	for name, a := range map[string]store.RefusedAccount{"no subject": {Issuer: "i"}, "no issuer": {Subject: "s"}} {
		if a.Text() != "" {
			t.Errorf("%s is kept", name)
		}
	}
}
