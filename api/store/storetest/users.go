package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func users(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization

	full := store.NewUser(o.ID, "Zoë.O'Hara+crm@ACME.example", "Zoë 张伟 \U0001F511 \"q\" \\ '", store.SuperAdmin, noon())
	full.ExternalID, full.PasswordHash, full.Active = ptr("crm-7"), ptr("$argon2id$…"), false
	full.PasswordUsedAt, full.Exempt, full.ChangedBy, full.Revision = store.At(noon().Add(time.Second)), true, "usr_x", 7
	full.TimeZone = "America/Argentina/Buenos_Aires"
	w.must(w.db.AddUser(ctx, full))
	read(t, "a user with everything", full)(w.db.UserByEmail(ctx, o.ID, full.Email))
	read(t, "a user with nothing optional", w.acme.ana)(w.db.UserByEmail(ctx, o.ID, "ANA@ACME.EXAMPLE"))

	absent[store.User](t, "nobody")(w.db.UserByEmail(ctx, o.ID, "nobody@acme.example"))
	absent[store.User](t, "no e-mail")(w.db.UserByEmail(ctx, o.ID, ""))

	t.Run("one user per e-mail in an organization, in whatever case, deactivated ones included (B7, D07)", func(t *testing.T) {
		for _, email := range []string{"ana@acme.example", "ANA@ACME.EXAMPLE", "Ana@Acme.example"} {
			err := w.db.AddUser(ctx, store.NewUser(o.ID, email, "x", store.Agent, noon()))
			wants(t, email, err, store.ErrConflict)
		}
		again := store.NewUser(o.ID, "ZOË.o'hara+crm@acme.example", "x", store.Agent, noon())
		w.must(w.db.AddUser(ctx, again)) // Ë is not folded: another address
		again = store.NewUser(o.ID, "zoë.o'hara+crm@acme.example", "x", store.Agent, noon())
		wants(t, "a deactivated user's e-mail", w.db.AddUser(ctx, again), store.ErrConflict)
	})
	t.Run("of many that add one e-mail at once, one does (B7)", func(t *testing.T) {
		oneWinner(t, "add a user", store.ErrConflict, func(n int) error {
			return w.db.AddUser(ctx, store.NewUser(o.ID, []string{"new@", "NEW@"}[n%2]+"acme.example", "x", store.Agent, noon()))
		})
	})
	t.Run("two exchange their e-mails in one transaction", func(t *testing.T) {
		one, two := store.NewUser(o.ID, "one@acme.example", "1", store.Agent, noon()), store.NewUser(o.ID, "two@acme.example", "2", store.Agent, noon())
		w.must(w.db.AddUser(ctx, one))
		w.must(w.db.AddUser(ctx, two))
		w.must(w.db.InTx(ctx, func(rows store.Rows) error {
			w.must(rows.ReleaseEmail(ctx, one))
			absent[store.User](t, "freed")(rows.UserByEmail(ctx, o.ID, one.Email))
			one.Email, two.Email = two.Email, one.Email
			w.must(rows.ChangeUser(ctx, two))
			return rows.ChangeUser(ctx, one)
		}))
		for _, u := range []store.User{one, two} {
			is, err := w.db.UserByEmail(ctx, o.ID, u.Email)
			w.must(err)
			same(t, u.Name, is.ID, u.ID)
			same(t, u.Name+" changed once", is.Revision, u.Revision+1)
		}
	})
	t.Run("one external id per organization", func(t *testing.T) {
		u := store.NewUser(o.ID, "other@acme.example", "x", store.Agent, noon())
		u.ExternalID = full.ExternalID
		wants(t, "here", w.db.AddUser(ctx, u), store.ErrConflict)
		u.OrganizationID = w.globex.ID
		wants(t, "elsewhere", w.db.AddUser(ctx, u), nil)
	})
	t.Run("a user is found by the CRM's id in its own organization (B9)", func(t *testing.T) {
		read(t, "here", full)(w.db.UserByExternalID(ctx, o.ID, "crm-7"))
		absent[store.User](t, "in another case")(w.db.UserByExternalID(ctx, o.ID, "CRM-7"))
		absent[store.User](t, "no id")(w.db.UserByExternalID(ctx, o.ID, ""))
		absent[store.User](t, "elsewhere (E09)")(w.db.UserByExternalID(ctx, "org_nobody", "crm-7"))
	})
	t.Run("one e-mail in two organizations is two users (B18)", func(t *testing.T) {
		read(t, "acme's", w.acme.ana)(w.db.UserByEmail(ctx, w.acme.ID, "ana@acme.example"))
		read(t, "globex's", w.globex.ana)(w.db.UserByEmail(ctx, w.globex.ID, "ana@acme.example"))
	})
	t.Run("an unknown role is refused", func(t *testing.T) {
		if err := w.db.AddUser(ctx, store.NewUser(o.ID, "r@acme.example", "x", "root", noon())); err == nil {
			t.Error("written")
		}
	})
	t.Run("an update writes what may change", func(t *testing.T) {
		u := w.newUser(o, "before@acme.example")
		u.Email, u.Name, u.Role, u.Active = "After@acme.example", "After", store.SuperAdmin, false
		u.ExternalID, u.PasswordHash, u.UpdatedAt = ptr("crm-8"), ptr("h"), store.At(noon().Add(time.Hour))
		u.Exempt, u.ChangedBy = true, w.acme.ana.ID
		w.must(w.db.UpdateUser(ctx, u))
		u.EmailLower, u.Revision = "after@acme.example", u.Revision+1
		read(t, "updated", u)(w.db.UserByEmail(ctx, o.ID, "after@acme.example"))
		u.Email = "ana@ACME.example"
		wants(t, "to a taken e-mail", w.db.UpdateUser(ctx, u), store.ErrConflict)
		u.ID = "usr_nobody"
		wants(t, "of nobody", w.db.UpdateUser(ctx, u), store.ErrNotFound)
	})
	t.Run("a change by a super admin leaves the password and its use alone", func(t *testing.T) {
		u := w.newUser(o, "changed@acme.example")
		u.PasswordHash = ptr("h")
		w.must(w.db.UpdateUser(ctx, u))
		w.must(w.db.RecordPasswordUse(ctx, u, noon()))
		u.PasswordUsedAt, u.Revision = store.At(noon()), 3
		is := u
		is.Email, is.EmailLower, is.Name, is.Role, is.Active, is.Exempt = "New@acme.example", "new@acme.example", "New", store.SuperAdmin, false, true
		is.ExternalID, is.ChangedBy, is.UpdatedAt, is.PasswordHash = ptr("crm-9"), w.acme.ana.ID, store.At(noon().Add(time.Hour)), ptr("theirs")
		wants(t, "to a taken e-mail", w.db.ChangeUser(ctx, is), store.ErrConflict)
		is.Email, is.EmailLower = "Newest@acme.example", "newest@acme.example"
		w.must(w.db.ChangeUser(ctx, is))
		is.PasswordHash = u.PasswordHash
		read(t, "changed", is)(w.db.UserByID(ctx, o.ID, u.ID))
		is.ID = "usr_nobody"
		wants(t, "of nobody", w.db.ChangeUser(ctx, is), store.ErrNotFound)
	})
	t.Run("a user is found by id in its own organization (E09)", func(t *testing.T) {
		read(t, "here, deactivated", full)(w.db.UserByID(ctx, o.ID, full.ID))
		absent[store.User](t, "elsewhere")(w.db.UserByID(ctx, w.globex.ID, full.ID))
		absent[store.User](t, "no id")(w.db.UserByID(ctx, o.ID, ""))
		read(t, "of many, who is there", []store.User{full})(w.db.UsersByID(ctx, o.ID, []string{"usr_nobody", full.ID, w.globex.ana.ID}))
		read(t, "of none", []store.User(nil))(w.db.UsersByID(ctx, o.ID, nil))
	})
	t.Run("a use belongs to the password that was used, and is no change of the user", func(t *testing.T) {
		u := w.newUser(o, "used@acme.example")
		set := func(what string, hash *string, used store.Time) {
			t.Helper()
			u.PasswordHash = hash
			w.must(w.db.UpdateUser(ctx, u))
			u.PasswordUsedAt, u.Revision = used, u.Revision+1
			read(t, what, u)(w.db.UserByID(ctx, o.ID, u.ID))
		}
		see := func() store.Time {
			t.Helper()
			at := store.At(noon().Add(hours(int(u.Revision))))
			w.must(w.db.RecordPasswordUse(ctx, u, at.Time))
			u.PasswordUsedAt = at
			read(t, "seen", u)(w.db.UserByID(ctx, o.ID, u.ID))
			return at
		}
		set("a first password", ptr("one"), store.Time{})
		set("the same password", ptr("one"), see())
		w.must(w.db.UpgradePasswordHash(ctx, u, "better"))
		u.PasswordHash = ptr("better")
		set("the same password, hashed better", u.PasswordHash, u.PasswordUsedAt)
		set("another password", ptr("two"), store.Time{})
		see()
		old := u
		set("a third password", ptr("three"), store.Time{})
		wants(t, "of a password that was changed meanwhile", w.db.RecordPasswordUse(ctx, old, noon()), store.ErrNotFound)
		set("no password", nil, store.Time{})
		wants(t, "no password", w.db.RecordPasswordUse(ctx, u, noon()), store.ErrNotFound)
		u.PasswordHash = ptr("one")
		wants(t, "a password that was replaced", w.db.RecordPasswordUse(ctx, u, noon()), store.ErrNotFound)
		u.ID = "usr_nobody"
		wants(t, "of nobody", w.db.RecordPasswordUse(ctx, u, noon()), store.ErrNotFound)
	})
	t.Run("O4: when somebody last set their password themselves", func(t *testing.T) { passwordChanged(t, w) })
	t.Run("of many that replace one password, one does", func(t *testing.T) { setPassword(t, w) })
	t.Run("people change their name and time zone, and nothing else", func(t *testing.T) { changeProfile(t, w) })
	t.Run("a hash is upgraded unless the password was changed meanwhile", func(t *testing.T) {
		u := w.newUser(o, "hash@acme.example")
		u.PasswordHash = ptr("old")
		w.must(w.db.UpdateUser(ctx, u))
		w.must(w.db.UpgradePasswordHash(ctx, u, "better"))
		w.must(w.db.UpgradePasswordHash(ctx, u, "late")) // u still says old
		now, err := w.db.UserByEmail(ctx, o.ID, u.Email)
		w.must(err)
		same(t, "hash", *now.PasswordHash, "better")
	})
	t.Run("elsewhere means an active user of another organization", func(t *testing.T) {
		here := secret.NewID() + "@acme.example"
		w.newUser(o, here)
		read(t, "only here", false)(w.db.UserElsewhere(ctx, o.ID, here))
		u := w.newUser(w.globex.Organization, here)
		read(t, "there too", true)(w.db.UserElsewhere(ctx, o.ID, here))
		u.Active = false
		w.must(w.db.UpdateUser(ctx, u))
		read(t, "there, deactivated", false)(w.db.UserElsewhere(ctx, o.ID, here))
		read(t, "no e-mail", false)(w.db.UserElsewhere(ctx, o.ID, ""))
	})
}
