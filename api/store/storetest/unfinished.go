package storetest

import (
	"testing"

	"latchkey/api/store"
)

// begun: what was begun before an event is void, what is begun after it is not.
func begun(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	bob := w.newUser(p.Organization, "bob@acme.example")
	counted := func() int64 {
		t.Helper()
		l, err := w.db.LiveByID(ctx, p.ID, p.google.ID)
		w.must(err)
		return l.Voids
	}
	before := counted()
	read(t, "at first", true)(w.db.MayFinish(ctx, p.ID, p.ana.ID, before))
	w.must(w.db.VoidUnfinished(ctx, p.ID, p.ana.ID))
	after := counted()
	read(t, "begun before", false)(w.db.MayFinish(ctx, p.ID, p.ana.ID, before))
	read(t, "begun after", true)(w.db.MayFinish(ctx, p.ID, p.ana.ID, after))
	read(t, "another one's, begun before", true)(w.db.MayFinish(ctx, p.ID, bob.ID, before))
	read(t, "another organization's", false)(w.db.MayFinish(ctx, w.globex.ID, p.ana.ID, after))
	w.must(w.db.VoidUnfinished(ctx, w.globex.ID, bob.ID))
	read(t, "another organization's event", true)(w.db.MayFinish(ctx, p.ID, bob.ID, before))

	w.must(w.db.VoidAllUnfinished(ctx, p.ID))
	read(t, "everybody's, begun before", false)(w.db.MayFinish(ctx, p.ID, bob.ID, after))
	read(t, "everybody's, begun after", true)(w.db.MayFinish(ctx, p.ID, bob.ID, counted()))

	page := w.pending(p)
	page.Begun = after
	w.must(w.db.AddPendingLink(ctx, page))
	w.must(w.db.VoidUnfinished(ctx, p.ID, p.ana.ID))
	code := store.LinkCode{OrganizationID: p.ID, IDHash: page.IDHash, UserID: p.ana.ID, Sealed: "x", Until: noon()}
	wants(t, "a code for a page that is void", w.db.SetLinkCode(ctx, code, noon()), store.ErrNotFound)
	code.UserID = w.newUser(p.Organization, "cy@acme.example").ID
	wants(t, "a code for somebody else", w.db.SetLinkCode(ctx, code, noon()), nil)
	bob.Active = false
	w.must(w.db.ChangeUser(ctx, bob))
	read(t, "deactivated", false)(w.db.MayFinish(ctx, p.ID, bob.ID, counted()))
}

// unlinked: what was disconnected is remembered with its account and its person.
func unlinked(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	i := w.identity(p, p.ana, "sub-1")
	i.TenantID, i.ObjectID = ptr("tid"), ptr("oid")
	w.link(i)
	page, other := w.pending(p), w.pending(p)
	page.Subject = i.Subject
	w.must(w.db.AddPendingLink(ctx, page))
	w.must(w.db.AddPendingLink(ctx, other))
	read(t, "unlinked", i)(w.db.Unlink(ctx, p.ID, p.ana.ID, i.ID, noon()))
	absent[store.PendingLink](t, "its link page")(w.db.PendingLinkByID(ctx, page.IDHash))
	read(t, "another link page", other)(w.db.PendingLinkByID(ctx, other.IDHash))

	account := store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: "new"}
	find := func(change func(*store.ProviderAccount)) map[string]store.Match {
		t.Helper()
		a := account
		change(&a)
		found, err := w.db.FindForSignIn(ctx, a)
		w.must(err)
		return byHow(found)
	}
	mark := store.Match{How: "unlinked", UserID: p.ana.ID, Email: p.ana.Email, Name: p.ana.Name, Role: p.ana.Role, Active: true, Unlinked: true}
	owner := mark
	owner.How = "email"
	none := map[string]store.Match{}
	same(t, "the account", find(func(a *store.ProviderAccount) { a.Subject = i.Subject }), map[string]store.Match{"unlinked": mark})
	same(t, "its object", find(func(a *store.ProviderAccount) { a.TenantID, a.ObjectID = "tid", "oid" }), map[string]store.Match{"unlinked": mark})
	same(t, "the person", find(func(a *store.ProviderAccount) { a.Email = p.ana.Email }), map[string]store.Match{"email": owner})
	same(t, "another account", find(func(*store.ProviderAccount) {}), none)
	same(t, "another issuer", find(func(a *store.ProviderAccount) { a.Subject, a.Issuer = i.Subject, "x" }), none)
	foreign := find(func(a *store.ProviderAccount) {
		a.OrganizationID, a.ConnectionID, a.Subject, a.Email = w.globex.ID, w.globex.google.ID, i.Subject, p.ana.Email
	})
	same(t, "another organization (E09)", foreign["email"].Unlinked, false)
	owners, err := w.db.OwnersOf(ctx, store.ProviderAccount{OrganizationID: p.ID, ConnectionID: p.google.ID, Issuer: i.Issuer, Subject: i.Subject})
	same(t, "nobody has it", []any{len(owners), err}, []any{0, error(nil)})

	i.Subject, i.TenantID, i.ObjectID = "sub-3", nil, nil
	w.link(i)
	read(t, "and again", i)(w.db.Unlink(ctx, p.ID, p.ana.ID, i.ID, noon()))
}
