package people_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/people"
	"latchkey/api/store"
)

// S1: the super admins are told when there is one more, or somebody else may
// become one of them; also at the address before.
func TestS1SuperAdminsAreToldOfPower(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		r.SendMail()
		mailed := func() []string {
			t.Helper()
			due, err := r.DB.TakeMails(ctx, r.Clock.Now(), r.Clock.Now().AddDate(1, 0, 0), 100)
			r.Must(err)
			list := []string{}
			for _, m := range due {
				values, err := mail.ValuesOf(m.Mail)
				r.Must(err)
				list = append(list, strings.Join([]string{m.Kind, m.Recipient, values["what"], values["person"], values["email"], values["before"], values["by"]}, " "))
			}
			slices.Sort(list)
			return list
		}
		_, err := r.People.Create(ctx, r.By(r.Sofia), people.NewUser{Email: "zoe@acme.example", Name: "Zoe", Role: store.Agent})
		r.Must(err)
		_, err = r.Change(r.Maya, people.Change{Email: new("maya2@acme.example")})
		r.Must(err)
		r.Same("of agents", mailed(), []string{})
		_, err = r.People.Create(ctx, r.By(r.Sofia), people.NewUser{Email: "ada@acme.example", Name: "Ada", Role: store.SuperAdmin})
		r.Must(err)
		r.Same("created", mailed(), []string{
			"super_admin ada@acme.example created Ada ada@acme.example  sofia",
			"super_admin sofia@acme.example created Ada ada@acme.example  sofia",
		})
		ada, err := r.DB.UserByEmail(ctx, r.Acme.ID, "ada@acme.example")
		r.Must(err)
		_, err = r.Change(ada, people.Change{Email: new("a@b.example")})
		r.Must(err)
		r.Same("another e-mail", mailed(), []string{
			"super_admin a@b.example email Ada a@b.example ada@acme.example sofia",
			"super_admin ada@acme.example email Ada a@b.example ada@acme.example sofia",
			"super_admin sofia@acme.example email Ada a@b.example ada@acme.example sofia",
		})
		_, err = r.Change(ada, people.Change{Active: new(false)})
		r.Must(err)
		_, err = r.Change(ada, people.Change{Name: new("Ada L."), Email: new("A@b.example")})
		r.Must(err)
		r.Same("nothing to fear", mailed(), []string{})
		_, err = r.Change(ada, people.Change{Active: new(true)})
		r.Must(err)
		r.Same("reactivated", len(mailed()), 2)
		_, err = r.Change(ada, people.Change{Role: new(store.Agent)})
		r.Must(err)
		_, err = r.Change(ada, people.Change{Role: new(store.SuperAdmin), Email: new("c@b.example")})
		r.Must(err)
		r.Same("promoted, with another e-mail", mailed(), []string{
			"super_admin c@b.example promoted Ada L. c@b.example A@b.example sofia",
			"super_admin sofia@acme.example promoted Ada L. c@b.example A@b.example sofia",
		})
	})
}

// S1: whoever has not just proven to be themselves gives nobody power; refused,
// nothing is written and nobody is told.
func TestS1PowerWantsAProof(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, by, written := t.Context(), r.By(r.Sofia), r.Events()
		asked := 0
		by.Recent = func(context.Context, store.Rows) error {
			asked++
			return fault.New(fault.ReauthRequired)
		}
		change := func(u store.User, c people.Change) error {
			_, err := r.People.Change(ctx, by, u.ID, r.Person(u).Revision, c)
			return err
		}
		omar := r.Inactive("omar")
		_, err := r.People.Create(ctx, by, people.NewUser{Email: "ada@acme.example", Name: "Ada", Role: store.SuperAdmin})
		r.Refused("created", err, fault.ReauthRequired)
		r.Refused("promoted", change(r.Maya, people.Change{Role: new(store.SuperAdmin)}), fault.ReauthRequired)
		r.Refused("another e-mail", change(r.Maya, people.Change{Email: new("m@evil.example")}), fault.ReauthRequired)
		r.Refused("the own e-mail", change(r.Sofia, people.Change{Email: new("s@evil.example")}), fault.ReauthRequired)
		r.Refused("reactivated", change(omar, people.Change{Active: new(true)}), fault.ReauthRequired)
		r.Same("nothing is written", []any{len(written()), asked}, []any{0, 5})
		r.Must(change(r.Maya, people.Change{Name: new("Maya O")}))
		r.Must(change(r.Maya, people.Change{Active: new(false)}))
		r.Same("taking is not asked", asked, 5)
	})
}
