package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

func roleRules(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("rules")
	agent := string(store.Agent)
	set := store.RoleRuleSet{
		OrganizationID: p.ID, Mode: "automatic", Otherwise: "role", OtherwiseRole: &agent, SeenFrom: 1, Revision: 1,
		ChangedBy: p.ana.ID, ChangedAt: store.At(noon()),
	}
	groups := store.RoleRule{
		ID: "rul_groups", OrganizationID: p.ID, ConnectionID: &p.google.ID, Position: 1, Source: "claim", Path: store.Strings{"realm", "roles"}, Op: "one_of",
		Values: store.Strings{"a", "B"}, IgnoreCase: true, Role: store.Agent,
	}
	domain := store.RoleRule{
		ID: "rul_domain", OrganizationID: p.ID, Position: 2, Source: "email_domain", Path: store.Strings{}, Op: "is",
		Values: store.Strings{"acme.example"}, Role: store.SuperAdmin,
	}
	mode := func() string {
		live, err := w.db.LiveByID(ctx, p.ID, p.google.ID)
		w.must(err)
		return live.RoleMode
	}

	t.Run("an organization without rules is off", func(t *testing.T) {
		absent[store.RoleRuleSet](t, "none")(w.db.RoleRuleSetOf(ctx, p.ID))
		read(t, "none", []store.RoleRule(nil))(w.db.RoleRulesOf(ctx, p.ID))
	})
	t.Run("they are written as a whole, in their order", func(t *testing.T) {
		w.must(w.db.SaveRoleRules(ctx, set, []store.RoleRule{groups, domain}))
		read(t, "set", set)(w.db.RoleRuleSetOf(ctx, p.ID))
		read(t, "rules", []store.RoleRule{groups, domain})(w.db.RoleRulesOf(ctx, p.ID))
		again, first, second := set, domain, groups
		again.Revision, again.Mode, first.Position, second.Position = 2, "suggest", 1, 2
		w.must(w.db.SaveRoleRules(ctx, again, []store.RoleRule{first, second}))
		read(t, "rules again", []store.RoleRule{first, second})(w.db.RoleRulesOf(ctx, p.ID))
		read(t, "set again", again)(w.db.RoleRuleSetOf(ctx, p.ID))
		read(t, "elsewhere", []store.RoleRule(nil))(w.db.RoleRulesOf(ctx, w.globex.ID))
		named, err := w.db.RulesNameRole(ctx, p.ID, store.SuperAdmin)
		w.must(err)
		elsewhere, err := w.db.RulesNameRole(ctx, w.globex.ID, store.SuperAdmin)
		w.must(err)
		same(t, "named", []any{named, elsewhere}, []any{true, false})
	})
	t.Run("they give roles and name connections of their organization", func(t *testing.T) {
		other := groups
		other.Role = "nobody_made_it"
		if w.db.SaveRoleRules(ctx, set, []store.RoleRule{other}) == nil {
			t.Error("a rule gives a role that is not there")
		}
		other = groups
		other.ID, other.ConnectionID = "rul_other", &w.globex.google.ID
		if w.db.SaveRoleRules(ctx, set, []store.RoleRule{other}) == nil {
			t.Error("a rule names a connection of another organization")
		}
		w.must(w.db.SaveRoleRules(ctx, set, []store.RoleRule{groups, domain}))
	})
	t.Run("a connection tells the mode of its organization", func(t *testing.T) {
		live := w.newVersion(p.google)
		p.google.LiveVersionID = &live.ID
		w.must(w.db.UpdateConnection(ctx, p.google))
		same(t, "mode", mode(), "automatic")
	})
	t.Run("where a role comes from is kept with it", func(t *testing.T) {
		u := p.ana
		same(t, "of whoever was added", []store.RoleSource{u.RoleSource.Came(store.Agent), u.RoleSource.Came(store.SuperAdmin)}, []store.RoleSource{store.RoleByDefault, store.RoleManual})
		u.RoleSource, u.RoleRuleID, u.RoleAt = store.RoleByRule, domain.ID, store.At(noon())
		w.must(w.db.NoteRoleOrigin(ctx, u))
		read(t, "noted", u)(w.db.UserByID(ctx, p.ID, u.ID))
		two := int64(2)
		read(t, "origin", store.RoleOrigin{Position: &two, Mode: "automatic"})(w.db.RoleOriginOf(ctx, p.ID, u.ID))
		stale := u
		stale.Role = store.SuperAdmin
		wants(t, "of another role", w.db.NoteRoleOrigin(ctx, stale), store.ErrNotFound)
		w.must(w.db.KeepRole(ctx, p.ID, u.ID, "super_admin"))
	})
	t.Run("an account remembers its last sign-in, and people show the last used one", func(t *testing.T) {
		i := w.identity(p, p.ana, "rules-1")
		i.ConnectionID, i.RoleFacts = p.google.ID, `{"r":1}`
		w.must(w.db.AddIdentity(ctx, i))
		use := store.IdentityUse{OrganizationID: p.ID, IdentityID: i.ID, UserID: i.UserID, OldSubject: i.Subject, Subject: i.Subject, At: noon().Add(time.Hour)}
		w.must(w.db.TouchIdentity(ctx, use))
		facts := func() []any {
			list, err := w.db.RolePeople(ctx, p.ID, "", 10)
			w.must(err)
			for _, one := range list {
				if one.ID == p.ana.ID {
					return []any{one.Facts, one.ConnectionID, one.SeenAt, one.RoleKept, one.RoleRuleID}
				}
			}
			return nil
		}
		same(t, "no sign-in", facts(), []any{`{"r":1}`, p.google.ID, store.At(noon().Add(time.Hour)), store.SuperAdmin, domain.ID})
		now := `{"r":2}`
		use.RoleFacts, use.GroupsUnsent = &now, true
		w.must(w.db.TouchIdentity(ctx, use))
		same(t, "a sign-in", facts()[0], any(now))
		read(t, "unsent", []store.GroupsUnsent{{ConnectionID: p.google.ID, People: 1}})(w.db.GroupsUnsentIn(ctx, p.ID))
		list, err := w.db.RolePeople(ctx, p.ID, p.ana.ID, 10)
		w.must(err)
		for _, one := range list {
			if one.ID <= p.ana.ID {
				t.Error("a page begins after the one before")
			}
		}
	})
}
