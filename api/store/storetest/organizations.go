package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func organizations(t *testing.T, w *world) {
	ctx := t.Context()
	o := store.NewOrganization("full-"+secret.NewID(), "Ünïted \u202e", noon())
	o.Active, o.PasswordSignIn, o.ContactText = false, false, "line 1\nline 2"
	o.SessionIdleSeconds, o.SessionAbsoluteSeconds = 1800, 43200
	w.must(w.db.AddOrganization(ctx, o))
	read(t, "an organization", o)(w.db.OrganizationByCode(ctx, o.Code))
	absent[store.Organization](t, "an unknown code")(w.db.OrganizationByCode(ctx, "nobody"))
	absent[store.Organization](t, "no code")(w.db.OrganizationByCode(ctx, ""))

	t.Run("a code is taken once", func(t *testing.T) {
		wants(t, "again", w.db.AddOrganization(ctx, store.NewOrganization(o.Code, "x", noon())), store.ErrConflict)
		oneWinner(t, "add an organization", store.ErrConflict, func(int) error {
			return w.db.AddOrganization(ctx, store.NewOrganization("raced-"+o.Code, "x", noon()))
		})
	})
	t.Run("an update keeps code and creation", func(t *testing.T) {
		next := o
		next.Name, next.Active, next.ContactText, next.PasswordSignIn = "New", true, "", true
		next.SessionIdleSeconds, next.SessionAbsoluteSeconds = 28800, 1800
		next.SSORequiredAt, next.LogDays, next.AuditDays = store.At(noon().Add(hours(1))), 30, 400
		next.ChangedBy, next.ChangedAt = "usr_x", store.At(noon().Add(hours(2)))
		w.must(w.db.UpdateOrganization(ctx, next))
		next.Revision++
		read(t, "updated", next)(w.db.OrganizationByCode(ctx, o.Code))
		next.ID = "org_nobody"
		wants(t, "of nobody", w.db.UpdateOrganization(ctx, next), store.ErrNotFound)
	})
	t.Run("passwords may be used until SSO is required", func(t *testing.T) {
		for name, c := range map[string]struct {
			on       bool
			required store.Time
			want     bool
		}{
			"nothing required":         {true, store.Time{}, true},
			"required later":           {true, store.At(noon().Add(time.Microsecond)), true},
			"required from now on":     {true, store.At(noon()), false},
			"required already":         {true, store.At(noon().Add(-hours(1))), false},
			"turned off":               {false, store.Time{}, false},
			"turned off, SSO required": {false, store.At(noon().Add(hours(1))), false},
		} {
			o := store.Organization{PasswordSignIn: c.on, SSORequiredAt: c.required}
			l := store.LiveConnection{PasswordSignIn: c.on, SSORequiredAt: c.required}
			same(t, name, []bool{o.PasswordsOpen(noon()), l.PasswordsOpen(noon())}, []bool{c.want, c.want})
		}
	})
	t.Run("lengths of sessions stay within the spec's bounds (G13)", func(t *testing.T) {
		for _, lengths := range [][2]int64{{1799, 43200}, {28801, 43200}, {1800, 1799}, {1800, 43201}} {
			bad := store.NewOrganization("bad-"+secret.NewID(), "x", noon())
			bad.SessionIdleSeconds, bad.SessionAbsoluteSeconds = lengths[0], lengths[1]
			if err := w.db.AddOrganization(ctx, bad); err == nil {
				t.Errorf("%v was written", lengths)
			}
		}
	})
}
