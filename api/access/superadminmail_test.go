package access_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"latchkey/api/access"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// S1: the super admins are told when there is one more, or somebody else may
// become one of them; also at the address before.
func TestS1SuperAdminsAreToldOfPower(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		r.room = access.New(access.Options{
			Store: r.db, Log: slog.New(slog.DiscardHandler), Now: r.clock.now, Mail: mail.Outbox{On: true, Now: r.clock.now},
		})
		told := func() []string {
			t.Helper()
			due, err := r.db.TakeMails(ctx, r.clock.now(), r.clock.now().AddDate(1, 0, 0), 100)
			r.must(err)
			list := []string{}
			for _, m := range due {
				values, err := mail.ValuesOf(m.Mail)
				r.must(err)
				list = append(list, strings.Join([]string{m.Kind, m.Recipient, values["what"], values["person"], values["email"], values["before"], values["by"]}, " "))
			}
			slices.Sort(list)
			return list
		}
		_, err := r.room.Create(ctx, r.by(r.sofia), access.NewUser{Email: "zoe@acme.example", Name: "Zoe", Role: store.Agent})
		r.must(err)
		_, err = r.change(r.maya, access.UserChange{Email: ptr("maya2@acme.example")})
		r.must(err)
		r.same("of agents", told(), []string{})
		_, err = r.room.Create(ctx, r.by(r.sofia), access.NewUser{Email: "ada@acme.example", Name: "Ada", Role: store.SuperAdmin})
		r.must(err)
		r.same("created", told(), []string{
			"super_admin ada@acme.example created Ada ada@acme.example  sofia",
			"super_admin sofia@acme.example created Ada ada@acme.example  sofia",
		})
		ada, err := r.db.UserByEmail(ctx, r.acme.ID, "ada@acme.example")
		r.must(err)
		_, err = r.change(ada, access.UserChange{Email: ptr("a@b.example")})
		r.must(err)
		r.same("another e-mail", told(), []string{
			"super_admin a@b.example email Ada a@b.example ada@acme.example sofia",
			"super_admin ada@acme.example email Ada a@b.example ada@acme.example sofia",
			"super_admin sofia@acme.example email Ada a@b.example ada@acme.example sofia",
		})
		_, err = r.change(ada, access.UserChange{Active: ptr(false)})
		r.must(err)
		_, err = r.change(ada, access.UserChange{Name: ptr("Ada L."), Email: ptr("A@b.example")})
		r.must(err)
		r.same("nothing to fear", told(), []string{})
		_, err = r.change(ada, access.UserChange{Active: ptr(true)})
		r.must(err)
		r.same("reactivated", len(told()), 2)
		_, err = r.change(ada, access.UserChange{Role: ptr(store.Agent)})
		r.must(err)
		_, err = r.change(ada, access.UserChange{Role: ptr(store.SuperAdmin), Email: ptr("c@b.example")})
		r.must(err)
		r.same("promoted, with another e-mail", told(), []string{
			"super_admin c@b.example promoted Ada L. c@b.example A@b.example sofia",
			"super_admin sofia@acme.example promoted Ada L. c@b.example A@b.example sofia",
		})
	})
}

// S1: whoever has not just proven to be themselves gives nobody power; refused,
// nothing is written and nobody is told.
func TestS1PowerWantsAProof(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, by, written := t.Context(), r.by(r.sofia), r.events()
		asked := 0
		by.Recent = func(context.Context, store.Rows) error {
			asked++
			return fault.New(fault.ReauthRequired)
		}
		change := func(u store.User, c access.UserChange) error {
			_, err := r.room.Change(ctx, by, u.ID, r.person(u).Revision, c)
			return err
		}
		omar := r.inactive("omar")
		_, err := r.room.Create(ctx, by, access.NewUser{Email: "ada@acme.example", Name: "Ada", Role: store.SuperAdmin})
		r.refused("created", err, fault.ReauthRequired)
		r.refused("promoted", change(r.maya, access.UserChange{Role: ptr(store.SuperAdmin)}), fault.ReauthRequired)
		r.refused("another e-mail", change(r.maya, access.UserChange{Email: ptr("m@evil.example")}), fault.ReauthRequired)
		r.refused("the own e-mail", change(r.sofia, access.UserChange{Email: ptr("s@evil.example")}), fault.ReauthRequired)
		r.refused("reactivated", change(omar, access.UserChange{Active: ptr(true)}), fault.ReauthRequired)
		r.same("nothing is written", []any{len(written()), asked}, []any{0, 5})
		r.must(change(r.maya, access.UserChange{Name: ptr("Maya O")}))
		r.must(change(r.maya, access.UserChange{Active: ptr(false)}))
		r.same("taking is not asked", asked, 5)
	})
}
