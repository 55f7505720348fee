package access_test

import (
	"testing"
	"time"

	"latchkey/api/access"
	"latchkey/api/fault"
	"latchkey/api/store"
)

func TestCreateUser(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.events()
		p, err := r.room.Create(ctx, r.by(r.sofia), access.NewUser{Email: "Zoe@acme.example", Name: "  Zoe  ", Role: store.Agent, ExternalID: " crm-1 "})
		r.must(err)
		r.same("made", []any{p.Email, p.Name, p.Role, *p.ExternalID, p.Active, p.PasswordHash == nil, p.ChangedName(), len(p.Links), p.Sessions},
			[]any{"Zoe@acme.example", "Zoe", store.Agent, "crm-1", true, true, "sofia", 0, int64(0)})
		r.same("events", written(), []string{"user.created"})
		for what, c := range map[string]struct {
			user access.NewUser
			want []string
		}{
			"a taken e-mail":      {access.NewUser{Email: "ZOE@acme.example", Name: "x", Role: store.Agent}, []string{"/email taken"}},
			"a taken id":          {access.NewUser{Email: "y@acme.example", Name: "x", Role: store.Agent, ExternalID: "crm-1"}, []string{"/externalId taken"}},
			"both at once":        {access.NewUser{Email: "zoe@acme.example", Name: "x", Role: store.Agent, ExternalID: "crm-1"}, []string{"/email taken", "/externalId taken"}},
			"a deactivated one's": {access.NewUser{Email: r.inactive("gone").Email, Name: "x", Role: store.Agent}, []string{"/email taken"}},
		} {
			_, err := r.room.Create(ctx, r.by(r.sofia), c.user)
			r.refused(what, err, fault.ValidationFailed, c.want...)
		}
		_, err = r.room.Create(ctx, r.by(r.sofia), access.NewUser{Email: r.gloria.Email, Name: "x", Role: store.Agent})
		r.must(err) // an address of another organization is free here (B18)
	})
}

func (r *rig) inactive(name string) store.User {
	r.t.Helper()
	u := store.NewUser(r.acme.ID, name+"@acme.example", name, store.Agent, r.clock.now())
	u.Active = false
	r.must(r.db.AddUser(r.t.Context(), u))
	return u
}

func TestChangeUser(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		r.clock.add(time.Minute)
		written := r.events()
		p, err := r.change(r.maya, access.UserChange{
			Email: ptr("Maya.O@acme.example"), Name: ptr(" Maya O "), Role: ptr(store.SuperAdmin), Exempt: ptr(true), ExternalID: ptr("crm-2"),
		})
		r.must(err)
		r.same("changed", []any{p.Email, p.EmailLower, p.Name, p.Role, p.Exempt, *p.ExternalID, p.Revision, p.UpdatedAt.Time, p.ChangedName()},
			[]any{"Maya.O@acme.example", "maya.o@acme.example", "Maya O", store.SuperAdmin, true, "crm-2", r.maya.Revision + 1, r.clock.now(), "sofia"})
		p, err = r.change(r.maya, access.UserChange{ExternalID: ptr("")})
		r.must(err)
		r.same("without its id", p.ExternalID == nil, true)
		r.same("events", written(), []string{"user.changed", "user.changed"})

		before := p.Revision
		p, err = r.change(r.maya, access.UserChange{Name: ptr("Maya O"), Active: ptr(true)})
		r.must(err)
		r.same("a change of nothing", []any{p.Revision, len(written())}, []any{before, 2})
		p, err = r.change(r.maya, access.UserChange{Email: ptr("MAYA.O@acme.example")})
		r.must(err)
		r.same("the own address in another case", p.Email, "MAYA.O@acme.example")

		_, err = r.change(r.maya, access.UserChange{Email: ptr("BEN@acme.example")})
		r.refused("a taken e-mail", err, fault.ValidationFailed, "/email taken")
		_, err = r.change(r.ben, access.UserChange{ExternalID: ptr("crm-2")})
		r.must(err)
		_, err = r.change(r.maya, access.UserChange{ExternalID: ptr("crm-2")})
		r.refused("a taken id", err, fault.ValidationFailed, "/externalId taken")

		_, err = r.room.Change(ctx, r.by(r.sofia), r.ben.ID, r.ben.Revision, access.UserChange{Name: ptr("late")})
		r.refused("a lost update", err, fault.ConfigChanged)
		if f := fault.Of(err); f.ChangedBy != "sofia" || !f.ChangedAt.Equal(r.clock.now()) {
			t.Errorf("told %+v", f)
		}
		_, err = r.room.Change(ctx, r.by(r.sofia), r.gloria.ID, 1, access.UserChange{Name: ptr("theirs")})
		r.refused("another organization's user (E01)", err, fault.NotFound)
		_, err = r.room.Person(ctx, r.acme.ID, r.gloria.ID)
		r.refused("read another organization's user", err, fault.NotFound)
	})
}

// B32, G07: deactivating ends the sessions, another role none: the row is asked.
func TestWhatEndsSessions(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		i := r.link(r.connection(r.acme, "microsoft"), r.maya)
		byPassword, byLink, others := r.session(r.maya, nil), r.session(r.maya, &i), r.session(r.sofia, nil)
		_, err := r.change(r.maya, access.UserChange{Role: ptr(store.SuperAdmin)})
		r.must(err)
		r.same("another role", []string{r.ended(byPassword), r.ended(byLink)}, []string{"", ""})
		p, err := r.room.Disconnect(ctx, r.by(r.sofia), r.maya.ID, i.ID)
		r.must(err)
		r.same("disconnected", []any{r.ended(byPassword), r.ended(byLink), len(p.Links), p.Sessions}, []any{"", "unlinked", 1, int64(1)})
		_, err = r.room.Disconnect(ctx, r.by(r.sofia), r.maya.ID, i.ID)
		r.refused("again", err, fault.NotFound)
		ended, err := r.room.EndSessions(ctx, r.by(r.sofia), r.maya.ID)
		r.must(err)
		again, err := r.room.EndSessions(ctx, r.by(r.sofia), r.maya.ID)
		r.must(err)
		r.same("ended", []any{ended, again, r.ended(byPassword)}, []any{int64(1), int64(0), "ended_by_super_admin"})
		_, err = r.room.EndSessions(ctx, r.by(r.sofia), r.gloria.ID)
		r.refused("another organization's", err, fault.NotFound)
		last := r.session(r.maya, nil)
		_, err = r.change(r.maya, access.UserChange{Active: ptr(false)})
		r.must(err)
		r.same("deactivated", []string{r.ended(last), r.ended(others)}, []string{"user_deactivated", ""})
	})
}

// F12: a super admin may do to themselves what another one could, but the last
// way in stays.
func TestTheLastWayInStays(t *testing.T) {
	onBoth(t, func(r *rig) {
		for what, c := range map[string]access.UserChange{
			"demoted": {Role: ptr(store.Agent)}, "deactivated": {Active: ptr(false)},
		} {
			_, err := r.change(r.sofia, c)
			r.refused(what, err, fault.LastSuperAdmin)
		}
		r.policy(func(o *store.Organization) { o.PasswordSignIn = false })
		identity := r.person(r.sofia).Links[0]
		_, err := r.room.Disconnect(t.Context(), r.by(r.sofia), r.sofia.ID, identity.ID)
		r.refused("disconnected, passwords off", err, fault.LastSuperAdmin)
		r.same("still there", len(r.person(r.sofia).Links), 1)
		_, err = r.change(r.sofia, access.UserChange{Exempt: ptr(true)})
		r.must(err)
		_, err = r.room.Disconnect(t.Context(), r.by(r.sofia), r.sofia.ID, identity.ID)
		r.must(err)
		_, err = r.change(r.sofia, access.UserChange{Exempt: ptr(false)})
		r.refused("no longer exempt, no link", err, fault.LastSuperAdmin)
		_, err = r.change(r.maya, access.UserChange{Role: ptr(store.SuperAdmin)})
		r.must(err)
		_, err = r.change(r.sofia, access.UserChange{Role: ptr(store.Agent)})
		r.must(err)
	})
}

func TestPeople(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		page, err := r.room.People(ctx, r.acme.ID, store.UserQuery{Sort: store.ByEmail}, "", 2)
		r.must(err)
		r.same("first page", []any{names(page), page.More, page.Total}, []any{[]string{"ben", "maya"}, true, int64(3)})
		r.same("links", []int{len(page.List[0].Links), len(page.List[1].Links)}, []int{0, 1})
		page, err = r.room.People(ctx, r.acme.ID, store.UserQuery{Sort: store.ByEmail}, r.maya.ID, 2)
		r.must(err)
		r.same("second page", []any{names(page), page.More, page.Total}, []any{[]string{"sofia"}, false, int64(3)})
		_, err = r.room.People(ctx, r.acme.ID, store.UserQuery{}, r.gloria.ID, 2)
		r.refused("a cursor of another organization", err, fault.ValidationFailed, "?cursor invalid")
		page, err = r.room.People(ctx, r.acme.ID, store.UserQuery{Search: "nobody"}, "", 2)
		r.must(err)
		r.same("nobody", []any{names(page), page.More, page.Total}, []any{[]string{}, false, int64(0)})
	})
}

func names(p access.People) []string {
	list := []string{}
	for _, one := range p.List {
		list = append(list, one.Name)
	}
	return list
}

func TestLastSignIn(t *testing.T) {
	at := func(hours int) store.Time {
		return store.At(time.Date(2026, 5, 4, hours, 0, 0, 0, time.UTC))
	}
	used := func(linked, last int) store.Link {
		return store.Link{Identity: store.Identity{LinkedAt: at(linked), LastUsedAt: at(last)}, Provider: "google"}
	}
	person := func(password store.Time, links ...store.Link) access.Person {
		return access.Person{UserLine: store.UserLine{User: store.User{PasswordUsedAt: password}}, Links: links}
	}
	for name, c := range map[string]struct {
		person access.Person
		want   access.LastSignIn
	}{
		"never":                           {person(store.Time{}), access.LastSignIn{}},
		"by password":                     {person(at(3)), access.LastSignIn{At: at(3).Time}},
		"by the later link":               {person(at(3), used(1, 4), used(1, 2)), access.LastSignIn{At: at(4).Time, Provider: "google"}},
		"by password, after a link":       {person(at(5), used(1, 4)), access.LastSignIn{At: at(5).Time}},
		"the first one, which linked":     {person(store.Time{}, used(4, 4)), access.LastSignIn{At: at(4).Time, Provider: "google"}},
		"a link that nobody has used yet": {person(store.Time{}, used(4, 3)), access.LastSignIn{}},
	} {
		if got := c.person.LastSignIn(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
