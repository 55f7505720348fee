package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// passwordResets: a link sets a password once, in its time, in its organization,
// and only the newest of a user's does.
func passwordResets(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	of := func(u store.User, until time.Time) store.PasswordReset {
		return store.PasswordReset{TokenHash: secret.NewID(), OrganizationID: u.OrganizationID, UserID: u.ID, ExpiresAt: store.At(until)}
	}
	add := func(r store.PasswordReset) store.PasswordReset {
		w.must(w.db.ReplacePasswordReset(ctx, r))
		return r
	}
	later := noon().Add(30 * time.Minute)
	bob := w.newUser(p.Organization, "bob@acme.example")
	older, bobs := add(of(p.ana, later)), add(of(bob, later))
	r := add(of(p.ana, later))
	absent[store.PasswordReset](t, "the one before")(w.db.TakePasswordReset(ctx, p.ID, older.TokenHash, noon()))
	absent[store.PasswordReset](t, "another organization")(w.db.TakePasswordReset(ctx, w.globex.ID, r.TokenHash, noon()))
	absent[store.PasswordReset](t, "another organization reads")(w.db.PasswordResetBy(ctx, w.globex.ID, r.TokenHash, noon()))
	absent[store.PasswordReset](t, "too late")(w.db.TakePasswordReset(ctx, p.ID, r.TokenHash, later))
	absent[store.PasswordReset](t, "too late to read")(w.db.PasswordResetBy(ctx, p.ID, r.TokenHash, later))
	read(t, "a look", r)(w.db.PasswordResetBy(ctx, p.ID, r.TokenHash, noon()))
	read(t, "does not spend it", r)(w.db.PasswordResetBy(ctx, p.ID, r.TokenHash, later.Add(-time.Microsecond)))
	oneWinner(t, "spend a link", store.ErrNotFound, func(int) error {
		_, err := w.db.TakePasswordReset(ctx, p.ID, r.TokenHash, noon())
		return err
	})
	w.must(w.db.DropPasswordResets(ctx, w.globex.ID, bob.ID))
	read(t, "another's is not dropped", bobs)(w.db.PasswordResetBy(ctx, p.ID, bobs.TokenHash, noon()))
	w.must(w.db.DropPasswordResets(ctx, p.ID, bob.ID))
	absent[store.PasswordReset](t, "dropped")(w.db.PasswordResetBy(ctx, p.ID, bobs.TokenHash, noon()))
	foreign := of(p.ana, later)
	foreign.OrganizationID = w.globex.ID
	if err := w.db.ReplacePasswordReset(ctx, foreign); err == nil {
		t.Error("a link for another organization's user")
	}
	over := add(of(p.ana, noon()))
	w.must(w.db.Prune(ctx, noon()))
	absent[store.PasswordReset](t, "pruned")(w.db.PasswordResetBy(ctx, p.ID, over.TokenHash, noon().Add(-time.Hour)))
}

// linkCodes: so many are asked for, one in a while; the newest counts, and only
// its organization writes it.
func linkCodes(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	link := w.pending(p)
	w.must(w.db.AddPendingLink(ctx, link))
	ask := func(at time.Time) error { return w.db.AskLinkCode(ctx, link.IDHash, 3, time.Minute, at) }
	oneWinner(t, "ask for a code", store.ErrNotFound, func(int) error { return ask(noon()) })
	wants(t, "too soon", ask(noon().Add(time.Minute-time.Microsecond)), store.ErrNotFound)
	wants(t, "the second", ask(noon().Add(time.Minute)), nil)
	wants(t, "the third", ask(noon().Add(2*time.Minute)), nil)
	wants(t, "one more", ask(noon().Add(5*time.Minute)), store.ErrNotFound)
	link.CodesAsked, link.CodeAskedAt = 3, store.At(noon().Add(2*time.Minute))
	read(t, "counted", link)(w.db.PendingLinkByID(ctx, link.IDHash))

	code := store.LinkCode{OrganizationID: p.ID, IDHash: link.IDHash, UserID: p.ana.ID, Sealed: "k1.one", Until: noon().Add(10 * time.Minute)}
	w.must(w.db.SetLinkCode(ctx, code, noon()))
	code.Sealed = "k1.two"
	w.must(w.db.SetLinkCode(ctx, code, noon()))
	link.CodeUserID, link.CodeSealed, link.CodeUntil = p.ana.ID, "k1.two", store.At(code.Until)
	read(t, "the newest", link)(w.db.PendingLinkByID(ctx, link.IDHash))
	theirs := code
	theirs.OrganizationID, theirs.Sealed = w.globex.ID, "k1.theirs"
	wants(t, "another organization's", w.db.SetLinkCode(ctx, theirs, noon()), store.ErrNotFound)
	wants(t, "of a link that ran out", w.db.SetLinkCode(ctx, code, link.ExpiresAt.Time), store.ErrNotFound)
	link.Tries = 1
	read(t, "a try brings it", link)(w.db.TryPendingLink(ctx, link.IDHash, 5, noon()))

	late := w.pending(p)
	w.must(w.db.AddPendingLink(ctx, late))
	wants(t, "ask too late", w.db.AskLinkCode(ctx, late.IDHash, 3, time.Minute, late.ExpiresAt.Time), store.ErrNotFound)
	wants(t, "ask for nothing", w.db.AskLinkCode(ctx, "", 3, time.Minute, noon()), store.ErrNotFound)
}

// mailsAsked: what was asked for is known by kind and address, whatever its case.
func mailsAsked(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	mail := func(o store.Organization, kind, to string) store.Mail {
		m := store.Mail{
			ID: "mail_" + secret.NewID(), OrganizationID: o.ID, Kind: kind, Recipient: to, Detail: "{}", State: store.MailWaiting,
			CreatedAt: store.At(noon()), DueAt: store.At(noon().AddDate(9, 0, 0)), ExpiresAt: store.At(noon().Add(time.Hour)),
		}
		w.must(w.db.AddMail(ctx, m))
		return m
	}
	sent := mail(p.Organization, "password_reset", "Ana@Acme.example")
	mail(p.Organization, "password_reset", "ana@acme.example")
	mail(p.Organization, "bypass_link", "ana@acme.example")
	w.must(w.db.FinishMail(ctx, sent, store.MailSent, "", true, noon()))
	before := noon().Add(-time.Microsecond)
	for _, c := range []struct {
		organization, kind, to string
		since                  time.Time
		asked                  bool
		sent                   int64
	}{
		{p.ID, "password_reset", "ANA@acme.example", before, true, 1},
		{p.ID, "password_reset", "ana@acme.example", noon(), false, 0},
		{p.ID, "bypass_link", "ana@acme.example", before, true, 0},
		{p.ID, "link_code", "ana@acme.example", before, false, 0},
		{p.ID, "password_reset", "bob@acme.example", before, false, 0},
		{w.globex.ID, "password_reset", "ana@acme.example", before, false, 0},
	} {
		read(t, c.kind+" asked", c.asked)(w.db.MailRequested(ctx, c.organization, c.kind, c.to, c.since))
		read(t, c.kind+" sent", c.sent)(w.db.MailsSent(ctx, c.organization, c.kind, c.to, c.since))
	}
}
