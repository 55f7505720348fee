package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/store"
)

// crowd is an organization with people of every kind that a filter knows.
type crowd struct {
	*world
	place
	by       map[string]store.User // by the part of the address before the @
	sleeping store.Connection      // it was removed
}

// orders are those of a list that is not turned round.
func orders() []store.UserSort {
	return []store.UserSort{"", store.ByName, store.ByEmail, store.ByRole, store.ByState, store.ByLastSignIn}
}

func (w *world) newCrowd() *crowd {
	w.t.Helper()
	c := &crowd{world: w, place: w.newPlace("crowd"), by: map[string]store.User{}}
	add := func(local, name string, edit func(*store.User)) store.User {
		u := store.NewUser(c.ID, local+"@acme.example", name, store.Agent, noon())
		if edit != nil {
			edit(&u)
		}
		w.must(w.db.AddUser(w.t.Context(), u))
		c.by[local] = u
		return u
	}
	add("sofia", "Sofia Reyes", func(u *store.User) {
		u.Role, u.PasswordHash, u.PasswordUsedAt, u.Exempt = store.SuperAdmin, ptr("h"), store.At(noon()), true
	})
	add("omar", "Omar Reyes", func(u *store.User) { u.Active, u.ChangedBy = false, c.by["sofia"].ID })
	linked := w.identity(c.place, add("maya", "Maya Ortiz", nil), "sub-maya")
	linked.Email = "MAYA@acme.example"
	w.link(linked)
	other := w.identity(c.place, add("lena", "Lena_50%", nil), "sub-lena")
	other.Email = "lena@elsewhere.example"
	w.link(other)
	made := w.identity(c.place, add("ben", "Maya Ortiz", nil), "sub-ben") // by a super admin: not used yet
	made.LastUsedAt = store.At(noon().Add(-time.Second))
	w.link(made)
	sleeping := w.identity(c.place, add("gita", "Gita Rao", nil), "sub-gita")
	entra := store.NewConnection(c.ID, "microsoft", noon())
	entra.State = store.Removed
	w.must(w.db.AddConnection(w.t.Context(), entra))
	sleeping.ConnectionID, c.sleeping = entra.ID, entra
	w.link(sleeping)
	refused := func(local, code string, age time.Duration) {
		w.logged(c.place, func(s *store.SignIn) {
			s.Code, s.UserID, s.FinishedAt = code, ptr(c.by[local].ID), store.At(noon().Add(-age))
		})
	}
	refused("maya", "credentials_invalid", store.RefusedLately)
	refused("lena", "credentials_invalid", store.RefusedLately+time.Microsecond)
	refused("gita", "link_required", 0)
	refused("omar", "", 0)
	return c
}

// locals lists who a query finds, by pages of so many.
func (c *crowd) locals(q store.UserQuery, size int) []string {
	c.t.Helper()
	q.Now = noon()
	found, after := []string{}, store.UserPlace(nil)
	for {
		lines, err := c.db.UserLines(c.t.Context(), c.ID, q, after, size)
		c.must(err)
		for _, l := range lines {
			found = append(found, l.EmailLower[:len(l.EmailLower)-len("@acme.example")])
		}
		if len(lines) < size {
			break
		}
		after = q.Sort.PlaceOf(lines[size-1])
		same(c.t, "fits", q.Sort.Fits(after), true)
	}
	total, err := c.db.CountUsers(c.t.Context(), c.ID, q, 100)
	c.must(err)
	same(c.t, fmt.Sprintf("total of %+v", q), int(total), len(found))
	return found
}

func userList(t *testing.T, w *world) {
	ctx, c := t.Context(), w.newCrowd()
	everybody := []string{"ana", "ben", "gita", "lena", "maya", "omar", "sofia"}
	for name, test := range map[string]struct {
		query store.UserQuery
		want  []string
	}{
		"everybody":           {store.UserQuery{}, everybody},
		"active":              {store.UserQuery{Filter: store.UsersActive}, []string{"ana", "ben", "gita", "lena", "maya", "sofia"}},
		"inactive":            {store.UserQuery{Filter: store.UsersInactive}, []string{"omar"}},
		"not connected":       {store.UserQuery{Filter: store.UsersNotConnected}, []string{"ana", "gita", "omar", "sofia"}},
		"different e-mail":    {store.UserQuery{Filter: store.UsersDifferentEmail}, []string{"lena"}},
		"never signed in":     {store.UserQuery{Filter: store.UsersNeverSignedIn}, []string{"ana", "ben", "omar"}},
		"refused lately":      {store.UserQuery{Filter: store.UsersRefusedLately}, []string{"maya"}},
		"super admins":        {store.UserQuery{Filter: store.UsersSuperAdmins}, []string{"sofia"}},
		"exempt":              {store.UserQuery{Filter: store.UsersExempt}, []string{"sofia"}},
		"deactivated agents":  {store.UserQuery{Active: ptr(false), Role: store.Agent}, []string{"omar"}},
		"of a role":           {store.UserQuery{Active: ptr(true), Role: store.SuperAdmin}, []string{"sofia"}},
		"at a connection":     {store.UserQuery{Connection: c.google.ID}, []string{"ben", "lena", "maya"}},
		"at one that sleeps":  {store.UserQuery{Connection: c.sleeping.ID}, []string{}},
		"at none that is":     {store.UserQuery{Connection: "con_nobody"}, []string{}},
		"by an address":       {store.UserQuery{Search: "MAYA@"}, []string{"maya"}},
		"by a name":           {store.UserQuery{Search: "maya o"}, []string{"ben", "maya"}},
		"by a last name":      {store.UserQuery{Search: " reyes "}, []string{"omar", "sofia"}},
		"search and filter":   {store.UserQuery{Search: "reyes", Filter: store.UsersActive}, []string{"sofia"}},
		"not inside a word":   {store.UserQuery{Search: "eyes"}, []string{}},
		"signs are no wild":   {store.UserQuery{Search: "lena_50%"}, []string{"lena"}},
		"a sign alone":        {store.UserQuery{Search: "%"}, []string{}},
		"an underscore alone": {store.UserQuery{Search: "_"}, []string{}},
	} {
		for _, size := range []int{1, 2, 100} {
			for _, sort := range orders() {
				test.query.Sort = sort
				found := c.locals(test.query, size)
				slices.Sort(found)
				same(t, fmt.Sprint(name, " ", sort, " ", size), found, test.want)
			}
		}
	}
	for _, sort := range orders() {
		up := c.locals(store.UserQuery{Sort: sort}, 3)
		down := c.locals(store.UserQuery{Sort: sort.Down()}, 2)
		slices.Reverse(down)
		same(t, "turned round: "+string(sort), down, up)
	}
	same(t, "by e-mail", c.locals(store.UserQuery{Sort: store.ByEmail}, 3), everybody)
	same(t, "the name before the rest", c.locals(store.UserQuery{Sort: store.ByName}, 2)[1:3], []string{"gita", "lena"})
	same(t, "deactivated people first", c.locals(store.UserQuery{Sort: store.ByState}, 2)[0], "omar")
	same(t, "super admins last", c.locals(store.UserQuery{Sort: store.ByRole}, 2)[6], "sofia")
	read(t, "counted no further", int64(3))(w.db.CountUsers(ctx, c.ID, store.UserQuery{Now: noon()}, 3))
	for name, wrong := range map[string]struct {
		sort  store.UserSort
		place store.UserPlace
	}{
		"of another order": {store.ByName, store.UserPlace{"ana@acme.example"}},
		"no time":          {store.ByLastSignIn, store.UserPlace{"noon", "usr_1"}},
		"no text":          {store.ByName, store.UserPlace{"Ana\x00", "usr_1"}},
		"no state":         {store.ByState, store.UserPlace{"perhaps", "Ana", "usr_1"}},
	} {
		_, err := w.db.UserLines(ctx, c.ID, store.UserQuery{Sort: wrong.sort, Now: noon()}, wrong.place, 3)
		wants(t, name, err, store.ErrPlace)
		same(t, name, wrong.sort.Fits(wrong.place), false)
	}

	t.Run("the last sign-in is the latest use, and whoever never did comes first", func(t *testing.T) {
		w.must(w.db.RecordPasswordUse(ctx, c.by["sofia"], noon().Add(time.Minute)))
		order := c.locals(store.UserQuery{Sort: store.ByLastSignIn.Down()}, 2)
		same(t, "order", []string{order[0], order[6]}, []string{"sofia", c.locals(store.UserQuery{Sort: store.ByLastSignIn}, 7)[0]})
		lines, err := w.db.UserLines(ctx, c.ID, store.UserQuery{Sort: store.ByLastSignIn.Down(), Now: noon()}, nil, 2)
		w.must(err)
		same(t, "at", []any{lines[0].LastSignInAt, lines[0].LastSignInWith, lines[1].LastSignInAt}, []any{store.At(noon().Add(time.Minute)), store.WithPassword, store.At(noon())})
		touched := w.identity(c.place, c.ana, "sub-ana")
		w.link(touched)
		w.must(w.db.InTx(ctx, func(rows store.Rows) error {
			return rows.TouchIdentity(ctx, store.IdentityUse{
				OrganizationID: c.ID, IdentityID: touched.ID, UserID: touched.UserID, OldSubject: "sub-ana", Subject: "sub-ana", At: noon().Add(time.Hour),
			})
		}))
		ana, err := w.db.UserLine(ctx, c.ID, touched.UserID, noon())
		same(t, "by an account", []any{ana.LastSignInAt, ana.LastSignInWith, err}, []any{store.At(noon().Add(time.Hour)), "google", error(nil)})
	})
	t.Run("a search finds names in any case, of any language", func(t *testing.T) {
		p := w.newPlace("cases")
		for address, name := range map[string]string{
			"angel": "Ángel Óscar Núñez", "mueller": "JÜRGEN MÜLLER", "eleni": "Ελένη Νικολάου", "eric": "Jean-Éric ÇELİK", "olga": "ольга",
		} {
			w.must(w.db.AddUser(ctx, store.NewUser(p.ID, address+"@acme.example", name, store.Agent, noon())))
		}
		all := &crowd{world: w, place: p}
		for typed, want := range map[string][]string{
			"ángel óscar": {"angel"}, "ÁNGEL": {"angel"}, "núñ": {"angel"}, "NÚÑEZ": {"angel"}, "müller": {"mueller"}, "Müller": {"mueller"}, "jürgen mü": {"mueller"},
			"ελέ": {"eleni"}, "ΝΙΚΟ": {"eleni"}, "jean-éric": {"eric"}, "JEAN-ÉRIC": {"eric"}, "Ольга": {"olga"}, "ОЛЬГА": {"olga"}, "angel": {"angel"}, "ñez": {}, "é": {"eric"}, "Éric ç": {"eric"},
		} {
			same(t, typed, all.locals(store.UserQuery{Search: typed}, 2), want)
			same(t, typed+" among the active", all.locals(store.UserQuery{Search: typed, Filter: store.UsersActive}, 2), want)
		}
	})
	t.Run("a line has the running sessions and who changed it", func(t *testing.T) {
		omar := c.by["omar"]
		for _, edit := range []func(*store.Session){
			nil, nil,
			func(s *store.Session) { s.EndedAt = store.At(noon()) },
			func(s *store.Session) { s.IdleExpiresAt = store.At(noon()) },
			func(s *store.Session) { s.ExpiresAt = store.At(noon()) },
		} {
			s := w.session(c.place, omar)
			if edit != nil {
				edit(&s)
			}
			w.begin(s)
		}
		want := store.UserLine{User: omar, ChangedByName: "Sofia Reyes", RoleName: "Agent", Sessions: 2}
		read(t, "one", want)(w.db.UserLine(ctx, c.ID, omar.ID, noon()))
		lines, err := w.db.UserLines(ctx, c.ID, store.UserQuery{Search: "omar", Now: noon()}, nil, 5)
		same(t, "in the list", []any{lines, err}, []any{[]store.UserLine{want}, error(nil)})
		absent[store.UserLine](t, "nobody")(w.db.UserLine(ctx, c.ID, "usr_nobody", noon()))
	})
	t.Run("whoever is invited is so once at a time, and nobody of another organization", func(t *testing.T) {
		omar, maya := c.by["omar"], c.by["maya"]
		at := func(u store.User) store.Time {
			line, err := w.db.UserLine(ctx, c.ID, u.ID, noon())
			w.must(err)
			return line.InvitedAt
		}
		wants(t, "deactivated", w.db.TakeInvitation(ctx, c.ID, omar.ID, noon(), noon()), store.ErrNotFound)
		wants(t, "elsewhere", w.db.TakeInvitation(ctx, w.globex.ID, maya.ID, noon(), noon()), store.ErrNotFound)
		w.must(w.db.NoteInvitations(ctx, w.globex.ID, []string{maya.ID}, noon()))
		same(t, "not invited", []store.Time{at(omar), at(maya)}, []store.Time{{}, {}})
		w.must(w.db.TakeInvitation(ctx, c.ID, maya.ID, noon().Add(-time.Minute), noon()))
		wants(t, "again at once", w.db.TakeInvitation(ctx, c.ID, maya.ID, noon().Add(-time.Minute), noon()), store.ErrNotFound)
		wants(t, "who has signed in", w.db.TakeFirstInvitation(ctx, c.ID, maya.ID, noon().Add(store.InvitationLife)), store.ErrNotFound)
		same(t, "invited", at(maya), store.At(noon()))
		w.must(w.db.NoteInvitations(ctx, c.ID, []string{omar.ID, maya.ID}, noon().Add(time.Hour)))
		same(t, "many", []store.Time{at(omar), at(maya)}, []store.Time{store.At(noon().Add(time.Hour)), store.At(noon().Add(time.Hour))})
	})
	t.Run("links come with their connection, without those that sleep", func(t *testing.T) {
		links, err := w.db.LinksOf(ctx, c.ID, []string{c.by["maya"].ID, c.by["gita"].ID, c.by["lena"].ID, "usr_nobody"})
		w.must(err)
		same(t, "how many", len(links), 2)
		for _, l := range links {
			same(t, "connection", []any{l.Provider, l.State, l.Used()}, []any{"google", store.Enabled, true})
		}
		read(t, "of nobody", []store.Link(nil))(w.db.LinksOf(ctx, c.ID, nil))
	})
}
