package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// guestLinks: a link opens in its time until it is signed off or revoked, each once.
func guestLinks(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	add := func(n int) store.GuestLink {
		l := store.GuestLink{
			ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, TokenHash: secret.NewID(), Guest: "Ines", CreatedBy: p.ana.ID,
			CreatedAt: store.At(noon().Add(time.Duration(n) * time.Second)), ExpiresAt: store.At(noon().Add(time.Hour)),
		}
		w.must(w.db.AddGuestLink(ctx, l))
		return l
	}
	l := add(0)
	read(t, "in time", l)(w.db.GuestLinkBy(ctx, l.TokenHash, noon()))
	absent[store.GuestLink](t, "too late")(w.db.GuestLinkBy(ctx, l.TokenHash, noon().Add(time.Hour)))
	absent[store.GuestLink](t, "of nobody")(w.db.GuestLinkBy(ctx, "", noon()))
	mailed, again := secret.NewID(), secret.NewID()
	absent[store.GuestLink](t, "mailed elsewhere")(w.db.MailGuestLink(ctx, w.globex.ID, l.ID, mailed, noon()))
	absent[store.GuestLink](t, "mailed too late")(w.db.MailGuestLink(ctx, p.ID, l.ID, mailed, noon().Add(time.Hour)))
	absent[store.GuestLink](t, "never mailed")(w.db.GuestLinkBy(ctx, mailed, noon()))
	l.MailedTokenHash = &mailed
	read(t, "mailed", l)(w.db.MailGuestLink(ctx, p.ID, l.ID, mailed, noon()))
	read(t, "by the mailed one", l)(w.db.GuestLinkBy(ctx, mailed, noon()))
	l.MailedTokenHash = &again
	read(t, "mailed again", l)(w.db.MailGuestLink(ctx, p.ID, l.ID, again, noon()))
	absent[store.GuestLink](t, "by the mail before")(w.db.GuestLinkBy(ctx, mailed, noon()))
	read(t, "by the one that was shown", l)(w.db.GuestLinkBy(ctx, l.TokenHash, noon()))
	read(t, "opened first", true)(w.db.OpenGuestLink(ctx, l.ID, noon()))
	read(t, "opened again", false)(w.db.OpenGuestLink(ctx, l.ID, noon()))
	read(t, "revoked elsewhere", false)(w.db.RevokeGuestLink(ctx, w.globex.ID, p.google.ID, l.ID, noon()))
	read(t, "revoked at another connection", false)(w.db.RevokeGuestLink(ctx, p.ID, w.globex.google.ID, l.ID, noon()))
	oneWinner(t, "sign a link off", store.ErrNotFound, func(int) error {
		spent, err := w.db.SignOffGuestLink(ctx, l.ID, noon())
		if err == nil && !spent {
			return store.ErrNotFound
		}
		return err
	})
	absent[store.GuestLink](t, "signed off")(w.db.GuestLinkBy(ctx, l.TokenHash, noon()))
	absent[store.GuestLink](t, "signed off, by the mailed one")(w.db.GuestLinkBy(ctx, again, noon()))
	absent[store.GuestLink](t, "mailed after")(w.db.MailGuestLink(ctx, p.ID, l.ID, mailed, noon()))
	read(t, "revoked after", false)(w.db.RevokeGuestLink(ctx, p.ID, p.google.ID, l.ID, noon()))
	second := add(1)
	read(t, "revoked", true)(w.db.RevokeGuestLink(ctx, p.ID, p.google.ID, second.ID, noon()))
	absent[store.GuestLink](t, "revoked")(w.db.GuestLinkBy(ctx, second.TokenHash, noon()))

	for n := range 10 {
		add(2 + n)
	}
	add(12)
	list, err := w.db.GuestLinksOf(ctx, p.ID, p.google.ID, noon()) // all that work, however many came after them
	w.must(err)
	if len(list) != 11 || !list[0].CreatedAt.After(list[10].CreatedAt.Time) || list[0].CreatedByName != p.ana.Name {
		t.Errorf("listed: %+v", list)
	}
	list, err = w.db.GuestLinksOf(ctx, p.ID, p.google.ID, noon().Add(time.Hour))
	w.must(err)
	if len(list) != 10 {
		t.Errorf("listed when all are over: %d", len(list))
	}
	withdrawnLinks(t, w)
}

// withdrawnLinks: the links of somebody end, the ones that work, when they are no active super
// admin any more, and stay ended when they are one again.
func withdrawnLinks(t *testing.T, w *world) {
	ctx, p := t.Context(), w.globex
	ana := p.ana
	link := func(creator string, expires time.Duration) store.GuestLink {
		l := store.GuestLink{
			ID: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, TokenHash: secret.NewID(), CreatedBy: creator,
			CreatedAt: store.At(noon()), ExpiresAt: store.At(noon().Add(expires)),
		}
		w.must(w.db.AddGuestLink(ctx, l))
		return l
	}
	works, old, revoked := link(ana.ID, time.Hour), link(ana.ID, -time.Hour), link(ana.ID, time.Hour)
	read(t, "revoked before", true)(w.db.RevokeGuestLink(ctx, p.ID, p.google.ID, revoked.ID, noon()))
	ana.Role, ana.Active = store.SuperAdmin, true
	w.must(w.db.ChangeUser(ctx, ana))
	read(t, "of who may", []store.GuestLink(nil))(w.db.WithdrawGuestLinks(ctx, p.ID, []string{ana.ID}, noon()))
	for what, lose := range map[string]func(*store.User){
		"deactivated": func(u *store.User) { u.Active = false }, "another role": func(u *store.User) { u.Role = store.Agent },
	} {
		lost := ana
		lose(&lost)
		w.must(w.db.ChangeUser(ctx, lost))
		read(t, what+", elsewhere", []store.GuestLink(nil))(w.db.WithdrawGuestLinks(ctx, w.acme.ID, []string{ana.ID}, noon()))
		read(t, what+", others", []store.GuestLink(nil))(w.db.WithdrawGuestLinks(ctx, p.ID, []string{"usr_other"}, noon()))
		works.WithdrawnAt = store.At(noon())
		read(t, what, []store.GuestLink{works})(w.db.WithdrawGuestLinks(ctx, p.ID, []string{"usr_other", ana.ID}, noon()))
		w.must(w.db.ChangeUser(ctx, ana))
		absent[store.GuestLink](t, what+", and again as before")(w.db.GuestLinkBy(ctx, works.TokenHash, noon()))
		works = link(ana.ID, time.Hour)
	}
	list, err := w.db.GuestLinksOf(ctx, p.ID, p.google.ID, noon())
	w.must(err)
	for _, l := range list {
		if (l.ID == old.ID || l.ID == revoked.ID || l.ID == works.ID) && !l.WithdrawnAt.IsZero() {
			t.Errorf("withdrawn, too: %+v", l)
		}
	}
}
