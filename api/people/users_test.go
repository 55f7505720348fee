package people_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

func TestCreateUser(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		p, err := r.People.Create(ctx, r.By(r.Sofia), people.NewUser{Email: "Zoe@acme.example", Name: "  Zoe  ", Role: store.Agent, ExternalID: " crm-1 "})
		r.Must(err)
		r.Same("made", []any{p.Email, p.Name, p.Role, *p.ExternalID, p.Active, p.PasswordHash == nil, p.ChangedName(), len(p.Links), p.Sessions},
			[]any{"Zoe@acme.example", "Zoe", store.Agent, "crm-1", true, true, "sofia", 0, int64(0)})
		r.Same("events", written(), []string{"user.created"})
		for what, c := range map[string]struct {
			user people.NewUser
			want []string
		}{
			"a taken e-mail":      {people.NewUser{Email: "ZOE@acme.example", Name: "x", Role: store.Agent}, []string{"/email taken"}},
			"a taken id":          {people.NewUser{Email: "y@acme.example", Name: "x", Role: store.Agent, ExternalID: "crm-1"}, []string{"/externalId taken"}},
			"both at once":        {people.NewUser{Email: "zoe@acme.example", Name: "x", Role: store.Agent, ExternalID: "crm-1"}, []string{"/email taken", "/externalId taken"}},
			"a deactivated one's": {people.NewUser{Email: r.Inactive("gone").Email, Name: "x", Role: store.Agent}, []string{"/email taken"}},
		} {
			_, err := r.People.Create(ctx, r.By(r.Sofia), c.user)
			r.Refused(what, err, fault.ValidationFailed, c.want...)
		}
		_, err = r.People.Create(ctx, r.By(r.Sofia), people.NewUser{Email: r.Gloria.Email, Name: "x", Role: store.Agent})
		r.Must(err) // an address of another organization is free here (B18)
	})
}

func TestChangeUser(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		r.Clock.Add(time.Minute)
		written := r.Events()
		p, err := r.Change(r.Maya, people.Change{
			Email: new("Maya.O@acme.example"), Name: new(" Maya O "), Role: new(store.SuperAdmin), Exempt: new(true), ExternalID: new("crm-2"),
		})
		r.Must(err)
		r.Same("changed", []any{p.Email, p.EmailLower, p.Name, p.Role, p.Exempt, *p.ExternalID, p.Revision, p.UpdatedAt.Time, p.ChangedName()},
			[]any{"Maya.O@acme.example", "maya.o@acme.example", "Maya O", store.SuperAdmin, true, "crm-2", r.Maya.Revision + 1, r.Clock.Now(), "sofia"})
		p, err = r.Change(r.Maya, people.Change{ExternalID: new("")})
		r.Must(err)
		r.Same("without its id", p.ExternalID == nil, true)
		r.Same("events", written(), []string{"user.changed", "user.changed"})

		before := p.Revision
		p, err = r.Change(r.Maya, people.Change{Name: new("Maya O"), Active: new(true)})
		r.Must(err)
		r.Same("a change of nothing", []any{p.Revision, len(written())}, []any{before, 2})
		p, err = r.Change(r.Maya, people.Change{Email: new("MAYA.O@acme.example")})
		r.Must(err)
		r.Same("the own address in another case", p.Email, "MAYA.O@acme.example")

		_, err = r.Change(r.Maya, people.Change{Email: new("BEN@acme.example")})
		r.Refused("a taken e-mail", err, fault.ValidationFailed, "/email taken")
		_, err = r.Change(r.Ben, people.Change{ExternalID: new("crm-2")})
		r.Must(err)
		_, err = r.Change(r.Maya, people.Change{ExternalID: new("crm-2")})
		r.Refused("a taken id", err, fault.ValidationFailed, "/externalId taken")

		_, err = r.People.Change(ctx, r.By(r.Sofia), r.Ben.ID, r.Ben.Revision, people.Change{Name: new("late")})
		r.Refused("a lost update", err, fault.ConfigChanged)
		if f := fault.Of(err); f.ChangedBy != "sofia" || !f.ChangedAt.Equal(r.Clock.Now()) {
			t.Errorf("got %+v", f)
		}
		_, err = r.People.Change(ctx, r.By(r.Sofia), r.Gloria.ID, 1, people.Change{Name: new("theirs")})
		r.Refused("another organization's user (E01)", err, fault.NotFound)
		_, err = r.People.User(ctx, r.Acme.ID, r.Gloria.ID)
		r.Refused("read another organization's user", err, fault.NotFound)
	})
}

// B32, G07: deactivating ends the sessions, another role none: the row is asked.
func TestWhatEndsSessions(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		i := r.Link(r.Connection(r.Acme, "microsoft"), r.Maya)
		byPassword, byLink, others := r.Session(r.Maya, nil), r.Session(r.Maya, &i), r.Session(r.Sofia, nil)
		_, err := r.Change(r.Maya, people.Change{Role: new(store.SuperAdmin)})
		r.Must(err)
		r.Same("another role", []string{r.Ended(byPassword), r.Ended(byLink)}, []string{"", ""})
		p, err := r.People.Disconnect(ctx, r.By(r.Sofia), r.Maya.ID, i.ID)
		r.Must(err)
		r.Same("disconnected", []any{r.Ended(byPassword), r.Ended(byLink), len(p.Links), p.Sessions}, []any{"", "unlinked", 1, int64(1)})
		_, err = r.People.Disconnect(ctx, r.By(r.Sofia), r.Maya.ID, i.ID)
		r.Refused("again", err, fault.NotFound)
		ended, err := r.People.EndSessions(ctx, r.By(r.Sofia), r.Maya.ID)
		r.Must(err)
		again, err := r.People.EndSessions(ctx, r.By(r.Sofia), r.Maya.ID)
		r.Must(err)
		r.Same("ended", []any{ended, again, r.Ended(byPassword)}, []any{int64(1), int64(0), "ended_by_super_admin"})
		_, err = r.People.EndSessions(ctx, r.By(r.Sofia), r.Gloria.ID)
		r.Refused("another organization's", err, fault.NotFound)
		last := r.Session(r.Maya, nil)
		_, err = r.Change(r.Maya, people.Change{Active: new(false)})
		r.Must(err)
		r.Same("deactivated", []string{r.Ended(last), r.Ended(others)}, []string{"user_deactivated", ""})
	})
}

// F12: a super admin may do to themselves what another one could, but the last
// sign-in method stays.
func TestTheLastSignInMethodStays(t *testing.T) {
	onBoth(t, func(r *rig) {
		for what, c := range map[string]people.Change{
			"demoted": {Role: new(store.Agent)}, "deactivated": {Active: new(false)},
		} {
			_, err := r.Change(r.Sofia, c)
			r.Refused(what, err, fault.LastSuperAdmin)
		}
		r.EditOrganization(func(o *store.Organization) { o.PasswordSignIn = false })
		identity := r.Person(r.Sofia).Links[0]
		_, err := r.People.Disconnect(t.Context(), r.By(r.Sofia), r.Sofia.ID, identity.ID)
		r.Refused("disconnected, passwords off", err, fault.LastSuperAdmin)
		r.Same("still there", len(r.Person(r.Sofia).Links), 1)
		_, err = r.Change(r.Sofia, people.Change{Exempt: new(true)})
		r.Must(err)
		_, err = r.People.Disconnect(t.Context(), r.By(r.Sofia), r.Sofia.ID, identity.ID)
		r.Must(err)
		_, err = r.Change(r.Sofia, people.Change{Exempt: new(false)})
		r.Refused("no longer exempt, no link", err, fault.LastSuperAdmin)
		_, err = r.Change(r.Maya, people.Change{Role: new(store.SuperAdmin)})
		r.Must(err)
		_, err = r.Change(r.Sofia, people.Change{Role: new(store.Agent)})
		r.Must(err)
	})
}

func TestPeople(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		page, err := r.People.List(ctx, r.Acme.ID, store.UserQuery{Sort: store.ByEmail}, nil, 2)
		r.Must(err)
		r.Same("first page", []any{names(page), page.Next, page.Total}, []any{[]string{"ben", "maya"}, store.UserPlace{r.Maya.EmailLower}, int64(3)})
		r.Same("links", []int{len(page.List[0].Links), len(page.List[1].Links)}, []int{0, 1})
		page, err = r.People.List(ctx, r.Acme.ID, store.UserQuery{Sort: store.ByEmail}, page.Next, 2)
		r.Must(err)
		r.Same("second page", []any{names(page), page.Next, page.Total}, []any{[]string{"sofia"}, store.UserPlace(nil), int64(3)})
		page, err = r.People.List(ctx, r.Acme.ID, store.UserQuery{Search: "nobody"}, nil, 2)
		r.Must(err)
		r.Same("nobody", []any{names(page), page.Next, page.Total}, []any{[]string{}, store.UserPlace(nil), int64(0)})
	})
}

func names(p people.Page) []string {
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
	person := func(password store.Time, links ...store.Link) people.User {
		return people.User{UserLine: store.UserLine{User: store.User{PasswordUsedAt: password}}, Links: links}
	}
	signedIn := func(u people.User, at store.Time, with string) people.User {
		u.LastSignInAt, u.LastSignInWith = at, with
		return u
	}
	for name, c := range map[string]struct {
		person people.User
		want   people.LastSignIn
	}{
		"never":                           {person(store.Time{}), people.LastSignIn{}},
		"by password":                     {person(at(3)), people.LastSignIn{At: at(3).Time}},
		"by the later link":               {person(at(3), used(1, 4), used(1, 2)), people.LastSignIn{At: at(4).Time, Provider: "google"}},
		"by password, after a link":       {person(at(5), used(1, 4)), people.LastSignIn{At: at(5).Time}},
		"the first one, which linked":     {person(store.Time{}, used(4, 4)), people.LastSignIn{At: at(4).Time, Provider: "google"}},
		"a link that nobody has used yet": {person(store.Time{}, used(4, 3)), people.LastSignIn{}},
		"a link that is gone":             {signedIn(person(at(3)), at(4), "google"), people.LastSignIn{At: at(4).Time, Provider: "google"}},
		"a password that is another now":  {signedIn(person(store.Time{}), at(4), "password"), people.LastSignIn{At: at(4).Time}},
		"before an older program's last":  {signedIn(person(at(5)), at(4), "google"), people.LastSignIn{At: at(5).Time}},
	} {
		if got := c.person.LastSignIn(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
