package storetest

import (
	"testing"

	"latchkey/api/store"
)

func roles(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	desk := store.RoleRow{
		OrganizationID: p.ID, Key: "help_desk", Name: "Help desk", Description: "Looks up refusals.",
		Permissions: store.Strings{"log:read", "users:read"}, Revision: 1, ChangedBy: p.ana.ID, ChangedAt: store.At(noon()),
	}
	w.must(w.db.AddRole(ctx, desk))
	billing := store.RoleRow{OrganizationID: p.ID, Key: "z_billing", Name: "billing", Permissions: store.Strings{}, Revision: 1, ChangedBy: store.ActorOperator}
	w.must(w.db.AddRole(ctx, billing))

	t.Run("an organization has the built-in roles and its own, by name, with how many have them", func(t *testing.T) {
		list, err := w.db.RolesOf(ctx, p.ID, "")
		w.must(err)
		var keys []any
		people := map[store.Role]int64{}
		for _, one := range list {
			keys, people[one.Key] = append(keys, one.Key), one.People
		}
		same(t, "listed", keys, []any{store.SuperAdmin, store.Agent, billing.Key, desk.Key})
		same(t, "people", []any{people[store.Agent] > 0, people[desk.Key]}, []any{true, int64(0)})
		same(t, "built in", []any{list[0].BuiltIn, list[1].BuiltIn, list[2].BuiltIn}, []any{true, true, false})
		read(t, "one", []store.RoleLine{{RoleRow: desk, ChangedByName: p.ana.Name}})(w.db.RolesOf(ctx, p.ID, desk.Key))
		read(t, "row", desk)(w.db.RoleByKey(ctx, p.ID, desk.Key))
		absent[store.RoleRow](t, "of another organization (E10)")(w.db.RoleByKey(ctx, w.globex.ID, desk.Key))
	})
	t.Run("a key is one role's, within an organization", func(t *testing.T) {
		wants(t, "again", w.db.AddRole(ctx, desk), store.ErrConflict)
		elsewhere := desk
		elsewhere.OrganizationID = w.globex.ID
		w.must(w.db.AddRole(ctx, elsewhere))
	})
	t.Run("people have roles of their organization, and no other", func(t *testing.T) {
		u := p.ana
		u.Role = desk.Key
		w.must(w.db.ChangeUser(ctx, u))
		read(t, "how many", int64(1))(w.db.CountRolePeople(ctx, p.ID, desk.Key))
		read(t, "how many elsewhere", int64(0))(w.db.CountRolePeople(ctx, w.globex.ID, desk.Key))
		s := w.session(p, p.ana)
		w.begin(s)
		who, err := w.db.SessionPrincipal(ctx, s.ID)
		w.must(err)
		same(t, "the session's", []any{who.Role, who.RoleName, who.RolePermits}, []any{desk.Key, desk.Name, desk.Permissions})
		u.Role = "nobody_made_it"
		if err := w.db.ChangeUser(ctx, u); err == nil {
			t.Error("somebody has a role that is not there")
		}
		if err := w.db.AddUser(ctx, store.NewUser(w.globex.ID, "x@globex.example", "X", billing.Key, noon())); err == nil {
			t.Error("somebody has a role of another organization")
		}
	})
	t.Run("a change counts, and reaches the sessions", func(t *testing.T) {
		changed := desk
		changed.Name, changed.Description, changed.Permissions = "Desk", "", store.Strings{"log:read"}
		w.must(w.db.UpdateRole(ctx, changed))
		changed.Revision = 2
		read(t, "changed", changed)(w.db.RoleByKey(ctx, p.ID, desk.Key))
		elsewhere := changed
		elsewhere.Key, elsewhere.OrganizationID = billing.Key, w.globex.ID
		wants(t, "of another organization", w.db.UpdateRole(ctx, elsewhere), store.ErrNotFound)
		builtIn := store.RoleRow{OrganizationID: p.ID, Key: store.Agent, Name: "Mightier", Permissions: store.Strings{"log:read"}}
		wants(t, "a built-in one", w.db.UpdateRole(ctx, builtIn), store.ErrNotFound)
	})
	t.Run("only a role that nobody has goes", func(t *testing.T) {
		wants(t, "had by somebody", w.db.DeleteRole(ctx, p.ID, desk.Key), store.ErrNotFound)
		wants(t, "built in", w.db.DeleteRole(ctx, w.globex.ID, store.SuperAdmin), store.ErrNotFound)
		w.must(w.db.DeleteRole(ctx, p.ID, billing.Key))
		absent[store.RoleRow](t, "deleted")(w.db.RoleByKey(ctx, p.ID, billing.Key))
	})
}
