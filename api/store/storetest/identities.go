package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// identity is a link of a user at a place's Google connection.
func (w *world) identity(p place, u store.User, subject string) store.Identity {
	return store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: p.ID, UserID: u.ID, ConnectionID: p.google.ID,
		Issuer: "https://idp.example", Subject: subject, ClientID: "client-1", Email: u.Email,
		LinkedAt: store.At(noon()), LastUsedAt: store.At(noon()),
	}
}

func (w *world) link(i store.Identity) store.Identity {
	w.t.Helper()
	w.must(w.db.AddIdentity(w.t.Context(), i))
	return i
}

func identities(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	bob, cy := w.newUser(p.Organization, "bob@acme.example"), w.newUser(p.Organization, "cy@acme.example")
	first := w.identity(p, p.ana, "sub-1")
	first.TenantID, first.ObjectID, first.HostedDomain = ptr("tid"), ptr("oid"), "acme.example"
	w.link(first)
	read(t, "links", []store.Identity{first})(w.db.IdentitiesOf(ctx, p.ID, p.ana.ID))
	read(t, "no links", []store.Identity(nil))(w.db.IdentitiesOf(ctx, p.ID, bob.ID))

	t.Run("a second link is refused and writes nothing (D02, D18)", func(t *testing.T) {
		object := w.identity(p, bob, "sub-2")
		object.TenantID, object.ObjectID = first.TenantID, first.ObjectID
		for name, i := range map[string]store.Identity{
			"one account to two users":        w.identity(p, bob, "sub-1"),
			"one user to two accounts":        w.identity(p, p.ana, "sub-2"),
			"one tid and oid to two users":    object,
			"the same user and account again": w.identity(p, p.ana, "sub-1"),
		} {
			wants(t, name, w.db.AddIdentity(ctx, i), store.ErrConflict)
		}
		read(t, "ana's", []store.Identity{first})(w.db.IdentitiesOf(ctx, p.ID, p.ana.ID))
		read(t, "bob's", []store.Identity(nil))(w.db.IdentitiesOf(ctx, p.ID, bob.ID))
	})
	t.Run("subjects are compared byte by byte (C13)", func(t *testing.T) {
		for _, subject := range []string{"SUB-1", "sub-1 ", " sub-1", "sub-1\x01", "süb-1"} {
			i := w.link(w.identity(p, w.newUser(p.Organization, secret.NewID()+"@acme.example"), subject))
			got, err := w.db.FindForSignIn(ctx, store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: subject})
			if err != nil || len(got) != 1 || got[0].UserID != i.UserID {
				t.Errorf("%q: %+v, %v", subject, got, err)
			}
		}
	})
	t.Run("an issuer or a connection is part of the key", func(t *testing.T) {
		i := w.identity(p, bob, "sub-1")
		i.Issuer += "/other"
		wants(t, "another issuer", w.db.AddIdentity(ctx, i), nil)
		wants(t, "another organization's connection (E04)",
			w.db.AddIdentity(ctx, w.identity(w.globex, w.globex.ana, "sub-1")), nil)
	})
	t.Run("of many first sign-ins one links", func(t *testing.T) {
		oneWinner(t, "link", store.ErrConflict, func(int) error { return w.db.AddIdentity(ctx, w.identity(p, cy, "sub-cy")) })
	})
	t.Run("a use is recorded on what was read, or not at all", func(t *testing.T) {
		seen := store.IdentityUse{
			OrganizationID: p.ID, IdentityID: first.ID, UserID: p.ana.ID, OldSubject: "sub-1", Subject: "sub-healed",
			TenantID: ptr("other"), ObjectID: ptr("other"), ClientID: "client-2", Email: "new@acme.example",
			HostedDomain: "new.example", At: noon().Add(time.Hour),
		}
		for name, change := range map[string]func(*store.IdentityUse){
			"another user":         func(s *store.IdentityUse) { s.UserID = bob.ID },
			"another subject":      func(s *store.IdentityUse) { s.OldSubject = "SUB-1" },
			"another organization": func(s *store.IdentityUse) { s.OrganizationID = w.globex.ID },
			"another identity":     func(s *store.IdentityUse) { s.IdentityID = "idn_x" },
		} {
			wrong := seen
			change(&wrong)
			wants(t, name, w.db.TouchIdentity(ctx, wrong), store.ErrNotFound)
		}
		read(t, "untouched", []store.Identity{first})(w.db.IdentitiesOf(ctx, p.ID, p.ana.ID))
		w.must(w.db.TouchIdentity(ctx, seen))
		want := first // tid and oid are kept once they are known
		want.HostedDomain = "new.example"
		want.Subject, want.ClientID, want.Email, want.LastUsedAt = "sub-healed", "client-2", "new@acme.example", store.At(seen.At)
		read(t, "seen", []store.Identity{want})(w.db.IdentitiesOf(ctx, p.ID, p.ana.ID))

		late := w.identity(p, w.newUser(p.Organization, "late@acme.example"), "sub-late")
		w.link(late)
		seen.IdentityID, seen.UserID, seen.OldSubject, seen.Subject = late.ID, late.UserID, "sub-late", "sub-late"
		seen.TenantID, seen.ObjectID = ptr("tid-2"), ptr("oid-2")
		w.must(w.db.TouchIdentity(ctx, seen))
		got, err := w.db.IdentitiesOf(ctx, p.ID, late.UserID)
		w.must(err)
		same(t, "tid and oid are filled in", *got[0].TenantID+*got[0].ObjectID, "tid-2oid-2")
		seen.OldSubject, seen.Subject = "sub-late", "sub-healed"
		wants(t, "a subject that is taken", w.db.TouchIdentity(ctx, seen), store.ErrConflict)
	})
	t.Run("a link is taken away once, whole, and can be made anew", func(t *testing.T) {
		dan := w.newUser(p.Organization, "dan@acme.example")
		i := w.identity(p, dan, "sub-dan")
		i.TenantID, i.ObjectID, i.HostedDomain = ptr("tid-dan"), ptr("oid-dan"), "acme.example"
		w.link(i)
		absent[store.Identity](t, "another user's")(w.db.Unlink(ctx, p.ID, bob.ID, i.ID, noon()))
		absent[store.Identity](t, "no id")(w.db.Unlink(ctx, p.ID, dan.ID, "", noon()))
		oneWinner(t, "unlink", store.ErrNotFound, func(int) error {
			got, err := w.db.Unlink(ctx, p.ID, dan.ID, i.ID, noon())
			if err == nil {
				same(t, "what was linked", got, i)
			}
			return err
		})
		read(t, "no link", []store.Identity(nil))(w.db.IdentitiesOf(ctx, p.ID, dan.ID))
		w.link(i)
	})
}

func find(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	bob, cy := w.newUser(p.Organization, "bob@acme.example"), w.newUser(p.Organization, "Cy@acme.example")
	anas := w.link(w.identity(p, p.ana, "sub-ana"))
	bobs := w.identity(p, bob, "sub-bob")
	bobs.TenantID, bobs.ObjectID = ptr("tid"), ptr("oid")
	w.link(bobs)
	globexs := w.link(w.identity(w.globex, w.globex.ana, "sub-globex"))
	match := func(how string, u store.User, i *store.Identity) store.Match {
		m := store.Match{How: how, UserID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role, Active: u.Active}
		if i != nil {
			m.IdentityID, m.Subject, m.SeenClientID = &i.ID, &i.Subject, &i.ClientID
		}
		return m
	}
	account := func(subject, tid, oid, email string) store.ProviderAccount {
		return store.ProviderAccount{
			OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: anas.Issuer,
			Subject: subject, TenantID: tid, ObjectID: oid, Email: email,
		}
	}
	foreign := account("sub-ana", "tid", "oid", "ana@acme.example")
	foreign.OrganizationID, foreign.ConnectionID = w.globex.ID, w.globex.google.ID
	crossed := account("sub-globex", "", "", "")
	crossed.ConnectionID = w.globex.google.ID
	for name, c := range map[string]struct {
		account store.ProviderAccount
		want    []store.Match
	}{
		"by subject":                           {account("sub-ana", "", "", ""), []store.Match{match("subject", p.ana, &anas)}},
		"by object":                            {account("sub-new", "tid", "oid", ""), []store.Match{match("object", bob, &bobs)}},
		"by e-mail, not linked":                {account("sub-new", "", "", "cY@ACME.example"), []store.Match{match("email", cy, nil)}},
		"by e-mail, linked":                    {account("sub-new", "", "", "ana@acme.example"), []store.Match{match("email", p.ana, &anas)}},
		"three people by three ways":           {account("sub-ana", "tid", "oid", "cy@acme.example"), []store.Match{match("subject", p.ana, &anas), match("object", bob, &bobs), match("email", cy, nil)}},
		"a subject in another case":            {account("SUB-ANA", "", "", ""), nil},
		"an e-mail with a dot more":            {account("x", "", "", "c.y@acme.example"), nil},
		"an oid without a tid":                 {account("x", "", "oid", ""), nil},
		"a tid without an oid":                 {account("x", "tid", "", ""), nil},
		"nothing":                              {account("", "", "", ""), nil},
		"another organization (B18, E02)":      {foreign, []store.Match{match("email", w.globex.ana, &globexs)}},
		"another organization's link (E03)":    {crossed, nil},
		"a wildcard is a letter like another":  {account("sub-%", "", "", "%@acme.example"), nil},
		"an account that nobody knows (B19)":   {account("sub-new", "t", "o", "nobody@acme.example"), nil},
		"an address with something behind it":  {account("x", "", "", "cy@acme.example "), nil},
		"an address that only Unicode folds":   {account("x", "", "", "\u0441y@acme.example"), nil},
		"an address with the Kelvin sign in k": {account("x", "", "", "cy@acme.example\u212a"), nil},
	} {
		got, err := w.db.FindForSignIn(ctx, c.account)
		w.must(err)
		same(t, name, byHow(got), byHow(c.want))
	}

	blank := w.identity(p, w.newUser(p.Organization, "blank@acme.example"), "")
	w.link(blank)
	none, err := w.db.FindForSignIn(ctx, account("", "", "", ""))
	w.must(err)
	same(t, "an empty subject is nobody's, even where one is stored", len(none), 0)
}

// byHow, because the order of a UNION is nobody's promise.
func byHow(list []store.Match) map[string]store.Match {
	by := map[string]store.Match{}
	for _, m := range list {
		by[m.How] = m
	}
	return by
}
