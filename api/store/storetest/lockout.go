package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// signInMethods: a change that takes the last sign-in method is rolled back whole, and the
// same change passes when there is another super admin who can sign in.
func signInMethods(t *testing.T, w *world) {
	later, earlier, acme := noon().AddDate(1, 0, 0), noon().AddDate(-1, 0, 0), store.Strings{"acme.example"}
	lock := func(on func(*lastOne, func(*store.Connection)) change, entries ...string) func(*lastOne) change {
		return func(l *lastOne) change { return on(l, func(c *store.Connection) { c.LockedTo = entries }) }
	}
	state := func(s store.State) func(*lastOne) change {
		return func(l *lastOne) change { return l.googles(func(c *store.Connection) { c.State = s }) }
	}
	user := func(edit func(*store.User)) func(*lastOne) change {
		return func(l *lastOne) change { return l.user(edit) }
	}
	policy := func(edit func(*store.Organization)) func(*lastOne) change {
		return func(l *lastOne) change { return l.policy(edit) }
	}
	seen := func(domain string) func(*lastOne) change {
		return func(l *lastOne) change { return l.seen(domain) }
	}
	require := func(at time.Time) func(*lastOne) change {
		return policy(func(o *store.Organization) { o.SSORequiredAt = store.At(at) })
	}
	deactivate := user(func(u *store.User) { u.Active = false })
	demote := user(func(u *store.User) { u.Role = store.Agent })
	noExemption := user(func(u *store.User) { u.Exempt = false })
	noPassword := user(func(u *store.User) { u.PasswordHash = nil })
	google, entra := (*lastOne).googles, (*lastOne).entras

	for name, c := range map[string]struct {
		way    func(*lastOne)
		change func(*lastOne) change
		closes bool
	}{
		"password: deactivated":                   {withPassword, deactivate, true},
		"password: demoted":                       {withPassword, demote, true},
		"password: taken away":                    {withPassword, noPassword, true},
		"password: turned off for all":            {withPassword, policy(passwordsOff), true},
		"password: SSO required":                  {withPassword, require(earlier), true},
		"password: SSO required later":            {withPassword, require(later), true},
		"password: never exempt, nothing changes": {withPassword, noExemption, false},
		"password: connections are no matter":     {withPassword, state(store.Disabled), false},

		"exempt: deactivated":                              {withExemption(later), deactivate, true},
		"exempt: demoted":                                  {withExemption(later), demote, true},
		"exempt: password taken away":                      {withExemption(later), noPassword, true},
		"exempt: no longer, SSO is required":               {withExemption(earlier), noExemption, true},
		"exempt: no longer, SSO will be required":          {withExemption(later), noExemption, true},
		"exempt: no longer, passwords are off":             {withExemptionPasswordsOff, noExemption, true},
		"exempt: SSO is required from an earlier date":     {withExemption(later), require(earlier), false},
		"exempt: passwords are turned off for all as well": {withExemption(later), policy(passwordsOff), false},

		"link: deactivated":                      {withGoogle(nil, ""), deactivate, true},
		"link: demoted":                          {withGoogle(nil, ""), demote, true},
		"link: taken away":                       {withGoogle(nil, ""), func(l *lastOne) change { return l.unlink }, true},
		"link: connection disabled":              {withGoogle(nil, ""), state(store.Disabled), true},
		"link: connection removed":               {withGoogle(nil, ""), state(store.Removed), true},
		"link: connection a draft again":         {withGoogle(nil, ""), state(store.Draft), true},
		"link: connection without live version":  {withGoogle(nil, ""), func(l *lastOne) change { return l.googles(func(c *store.Connection) { c.LiveVersionID = nil }) }, true},
		"link: locked to a domain, has none":     {withGoogle(nil, ""), lock(google, "acme.example"), true},
		"link: locked to another domain":         {withGoogle(acme, "acme.example"), lock(google, "globex.example"), true},
		"link: locked to longer domains":         {withGoogle(acme, "acme.example"), lock(google, "x.acme.example", "acme.example.org"), true},
		"link: locked to a shorter domain":       {withGoogle(acme, "acme.example"), lock(google, "example"), true},
		"link: a lock of nothing passes nothing": {withGoogle(nil, ""), lock(google, ""), true},
		"link: the account changed its domain":   {withGoogle(acme, "acme.example"), seen("globex.example"), true},
		"link: the account lost its domain":      {withGoogle(acme, "acme.example"), seen(""), true},
		"link: the domain in another case":       {withGoogle(acme, "acme.example"), lock(google, "ACME.Example"), false},
		"link: the account's in another case":    {withGoogle(acme, "acme.example"), seen("Acme.EXAMPLE"), false},
		"link: one domain of several":            {withGoogle(acme, "acme.example"), lock(google, "a.example", "acme.example", "b.example"), false},
		"link: unlocked":                         {withGoogle(acme, "acme.example"), lock(google), false},
		"link: SSO required":                     {withGoogle(acme, "acme.example"), require(earlier), false},
		"link: the other connection is locked":   {withGoogle(acme, "acme.example"), lock(entra, tenant), false},

		"issuer: another one is live":               {withGoogle(nil, ""), func(l *lastOne) change { return l.issuer(l.google, "https://other.example") }, true},
		"issuer: longer by a slash":                 {withGoogle(nil, ""), func(l *lastOne) change { return l.issuer(l.google, "https://idp.example/") }, true},
		"issuer: the other connection has another":  {withGoogle(nil, ""), func(l *lastOne) change { return l.issuer(l.entra, "https://other.example") }, false},
		"issuer: of the account's directory":        {withDirectory, func(l *lastOne) change { return l.issuer(l.entra, "https://idp.example/"+tenant+"/v2.0") }, false},
		"issuer: of any directory":                  {withDirectory, func(l *lastOne) change { return l.issuer(l.entra, "https://idp.example/{tenantid}/v2.0") }, false},
		"issuer: of any directory elsewhere":        {withDirectory, func(l *lastOne) change { return l.issuer(l.entra, "https://other.example/{tenantid}/v2.0") }, true},
		"issuer: a directory, the account has none": {withGoogle(nil, ""), func(l *lastOne) change { return l.issuer(l.google, "https://idp.example{tenantid}/") }, true},

		"tenant: locked to another":               {withMicrosoft(store.Strings{tenant}, tenant), lock(entra, "6f1b9d3c-0000-4000-8000-00000000000b"), true},
		"tenant: a domain is no tenant":           {withMicrosoft(nil, tenant), lock(entra, "acme.example"), true},
		"tenant: in another case":                 {withMicrosoft(nil, tenant), lock(entra, "6F1B9D3C-0000-4000-8000-00000000000A"), false},
		"tenant: the account's in another case":   {withMicrosoft(nil, "6F1B9D3C-0000-4000-8000-00000000000A"), lock(entra, tenant), false},
		"tenant: the other connection is removed": {withMicrosoft(store.Strings{tenant}, tenant), state(store.Removed), false},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{t: t, db: w.db}
			l := w.newLastOne()
			c.way(l)
			read(t, "before", true)(w.db.SuperAdminCanSignIn(t.Context(), l.ID))
			read(t, "the person", true)(w.db.CanSignInWithout(t.Context(), l.ID, l.sofia.ID, ""))
			read(t, "without the link", l.link.ID == "")(w.db.CanSignInWithout(t.Context(), l.ID, l.sofia.ID, l.link.ID))
			before := l.all()
			if !c.closes {
				wants(t, "the change", l.guarded(c.change(l)), nil)
				return
			}
			wants(t, "the change", l.guarded(c.change(l)), store.ErrNoSuperAdminLeft)
			same(t, "afterwards", l.all(), before)

			w.newAdmin(l.place, "spare@acme.example", func(u *store.User) { u.PasswordHash, u.Exempt = ptr("h"), true })
			wants(t, "the change, with another one who can", l.guarded(c.change(l)), nil)
			if reflect.DeepEqual(l.all(), before) {
				t.Error("nothing was written")
			}
			// An agent signs in as a super admin does.
			read(t, "the person then", strings.HasSuffix(name, ": demoted"))(w.db.CanSignInWithout(t.Context(), l.ID, l.sofia.ID, ""))
		})
	}
}

// guarded: what a guarded change is beside its last question.
func guarded(t *testing.T, w *world) {
	ctx := t.Context()
	rename := func(l *lastOne, name string) change { return l.user(func(u *store.User) { u.Name = name }) }
	name := func(l *lastOne) string {
		u, err := w.db.UserByID(ctx, l.ID, l.sofia.ID)
		w.must(err)
		return u.Name
	}
	l := w.newLastOne()

	t.Run("nobody could before: nothing is stopped, or nobody could mend it", func(t *testing.T) {
		wants(t, "another name", l.guarded(rename(l, "A")), nil)
		same(t, "name", name(l), "A")
		wants(t, "a password", l.guarded(l.user(hasPassword)), nil)
	})
	t.Run("an ordinary change commits and counts no change of the organization", func(t *testing.T) {
		before, err := w.db.OrganizationByCode(ctx, l.Code)
		w.must(err)
		wants(t, "another name", l.guarded(rename(l, "B")), nil)
		same(t, "name", name(l), "B")
		read(t, "organization", before)(w.db.OrganizationByCode(ctx, l.Code))
	})
	t.Run("its own error comes back and nothing is written", func(t *testing.T) {
		wants(t, "change", l.guarded(func(ctx context.Context, rows store.Rows) error {
			return errors.Join(rename(l, "C")(ctx, rows), errWanted)
		}), errWanted)
		same(t, "name", name(l), "B")
	})
	t.Run("an unknown organization is not found, and no work begins", func(t *testing.T) {
		for _, id := range []string{"org_nobody", ""} {
			wants(t, id, w.db.Guarded(ctx, id, func(store.Rows) error { t.Error("began"); return nil }), store.ErrNotFound)
		}
	})
	t.Run("of two that each take the other's sign-in method, one wins", func(t *testing.T) {
		for name, take := range map[string]func(*store.User){
			"demoted":     func(u *store.User) { u.Role = store.Agent },
			"deactivated": func(u *store.User) { u.Active = false },
		} {
			for range racers {
				one, other := w.twoLast()
				both := []*lastOne{one, other}
				errs := together(len(both), func(n int) error { return both[n].guarded(both[n].user(take)) })
				if won, lost := count(errs, nil), count(errs, store.ErrNoSuperAdminLeft); won != 1 || lost != 1 {
					t.Fatalf("%s: got %v", name, errs)
				}
				read(t, name, true)(w.db.SuperAdminCanSignIn(ctx, one.ID))
			}
		}
	})
	t.Run("what is read inside stays true until it is written", func(t *testing.T) {
		l := w.newLastOne()
		l.change(l.user(hasPassword))
		won := race(t, nil, func(int) error {
			return l.guarded(func(ctx context.Context, rows store.Rows) error {
				o, err := rows.OrganizationByCode(ctx, l.Code)
				if err != nil {
					return err
				}
				o.LogDays++
				return rows.UpdateOrganization(ctx, o)
			})
		})
		same(t, "won", won, racers)
		o, err := w.db.OrganizationByCode(ctx, l.Code)
		w.must(err)
		same(t, "counted", []int64{o.LogDays, o.Revision}, []int64{store.DefaultLogDays + racers, 1 + racers})
	})
}

// twoLast is the two last super admins of one organization.
func (w *world) twoLast() (one, other *lastOne) {
	w.t.Helper()
	one = w.newLastOne()
	one.change(one.user(hasPassword))
	second := *one
	second.sofia = w.newAdmin(one.place, "second@acme.example", hasPassword)
	return one, &second
}

// count says how many ended so; nil is no error.
func count(errs []error, kind error) int {
	n := 0
	for _, err := range errs {
		if errors.Is(err, kind) {
			n++
		}
	}
	return n
}

// Of many organizations those are locked out of which each one's own guard says so (G3).
func lockedOutOfMany(t *testing.T, w *world) {
	ctx := t.Context()
	var want []store.LockedOut
	w.must(w.db.InTx(ctx, func(rows store.Rows) error {
		for n := range 1100 {
			o := store.NewOrganization(fmt.Sprintf("crowd-%04d", n), "Many", noon())
			o.Active = n%50 != 0
			if err := rows.AddOrganization(ctx, o); err != nil {
				return err
			}
			for i, hash := range []string{Unusable + " hash", "~ usable", "usable"}[:n%4] {
				u := store.NewUser(o.ID, fmt.Sprintf("%d@crowd-%d.example", i, n), "Admin", store.SuperAdmin, noon())
				u.PasswordHash, u.Active = &hash, n%7 != 0
				if err := rows.AddUser(ctx, u); err != nil {
					return err
				}
			}
			can, err := rows.SuperAdminCanSignIn(ctx, o.ID)
			if err != nil {
				return err
			}
			if o.Active && !can {
				want = append(want, store.LockedOut{Code: o.Code})
			}
		}
		return nil
	}))
	got, err := w.db.LockedOut(ctx)
	w.must(err)
	same(t, "as the guard says", slices.DeleteFunc(got, func(o store.LockedOut) bool { return !strings.HasPrefix(o.Code, "crowd-") }), want)
}
