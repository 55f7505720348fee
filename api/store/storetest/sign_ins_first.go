package storetest

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// firstOf is what is written of the first sign-in of a user with an account.
func (w *world) firstOf(p place, i store.Identity) store.FirstSignIn {
	mail, session := w.mail(p, 0), w.session(p, p.ana)
	mail.UserID, session.UserID = &i.UserID, i.UserID
	return store.FirstSignIn{
		Linked: i, Mail: &mail, Session: session,
		Event: AuditEvent(p.ID, i.UserID, "identity.linked", i.ID, noon()),
	}
}

// comesFirst writes such a sign-in, all of it or nothing.
func (w *world) comesFirst(in store.FirstSignIn, proves string) error {
	w.t.Helper()
	ctx := w.t.Context()
	return w.db.InTx(ctx, func(rows store.Rows) error {
		if err := rows.LinkAtSignIn(ctx, in.Linked, "google", proves); err != nil {
			return err
		}
		return rows.AddFirstSignIn(ctx, in)
	})
}

// first sign-ins: the link is noted with its user, and what goes with it is written or nothing is.
func first(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("first")
	t.Run("all of it", func(t *testing.T) {
		bob := w.newUser(p.Organization, "bob@acme.example")
		in := w.firstOf(p, w.identity(p, bob, "sub-bob"))
		w.must(w.comesFirst(in, "BOB@acme.example"))
		read(t, "the account", []store.Identity{in.Linked})(w.db.IdentitiesOf(ctx, p.ID, bob.ID))
		h, err := w.db.SessionPrincipal(ctx, in.Session.ID)
		w.must(err)
		same(t, "the session", []any{h.Session, h.EmailProven}, []any{in.Session, true})
		line, err := w.db.UserLine(ctx, p.ID, bob.ID, noon())
		same(t, "the person", []any{line.LastSignInAt, line.LastSignInWith, line.Revision, err}, []any{in.Linked.LastUsedAt, "google", int64(1), error(nil)})
		log, err := w.db.AuditLog(ctx, p.ID, store.Cursor{}, 10)
		w.must(err)
		same(t, "the event", []any{len(log), log[0].ID, log[0].ActorName, log[0].SubjectName}, []any{1, in.Event.ID, bob.Name, bob.Name})
		mails, err := w.db.MailsOf(ctx, p.ID, "")
		w.must(err)
		same(t, "the mail", []any{len(mails), mails[0].ID, mails[0].Recipient}, []any{1, in.Mail.ID, bob.Email})
	})
	t.Run("another address proves nothing, a newer sign-in stays, and no mail is none", func(t *testing.T) {
		cy := store.NewUser(p.ID, "cy@acme.example", "Cy", store.Agent, noon())
		cy.PasswordHash = ptr("h")
		w.must(w.db.AddUser(ctx, cy))
		w.must(w.db.RecordPasswordUse(ctx, cy, noon().Add(time.Hour)))
		in := w.firstOf(p, w.identity(p, cy, "sub-cy"))
		in.Mail = nil
		w.must(w.comesFirst(in, "other@acme.example"))
		h, err := w.db.SessionPrincipal(ctx, in.Session.ID)
		same(t, "its address", []any{h.EmailProven, err}, []any{false, error(nil)})
		line, err := w.db.UserLine(ctx, p.ID, cy.ID, noon())
		same(t, "the person", []any{line.LastSignInAt, line.LastSignInWith, err}, []any{store.At(noon().Add(time.Hour)), store.WithPassword, error(nil)})
		mails, err := w.db.MailsOf(ctx, p.ID, "")
		same(t, "mails", []any{len(mails), err}, []any{1, error(nil)})
	})
	t.Run("a second link is refused (D02, D18)", func(t *testing.T) {
		eve := w.newUser(p.Organization, "eve@acme.example")
		wants(t, "an account that is another's", w.comesFirst(w.firstOf(p, w.identity(p, eve, "sub-bob")), ""), store.ErrConflict)
		w.nothingOf(t, p, eve)
	})
	t.Run("who is deactivated meanwhile is not linked (D08)", func(t *testing.T) {
		for what, comes := range map[string]func(in store.FirstSignIn) error{
			"for the first time": func(in store.FirstSignIn) error { return w.comesFirst(in, "") },
			"with an account that is linked": func(in store.FirstSignIn) error {
				i := in.Linked
				return w.db.InTx(ctx, func(rows store.Rows) error {
					return rows.TouchIdentity(ctx, store.IdentityUse{
						OrganizationID: p.ID, IdentityID: i.ID, UserID: i.UserID, OldSubject: i.Subject, Subject: i.Subject, ClientID: i.ClientID, Email: i.Email, At: noon(),
					})
				})
			},
		} {
			gus := w.newUser(p.Organization, secret.NewID()+"@acme.example")
			i := w.identity(p, gus, secret.NewID())
			if what != "for the first time" {
				i.LastUsedAt = store.At(noon().Add(-time.Hour)) // by a super admin
				w.link(i)
			}
			ended := make(chan error, 1)
			w.must(w.db.InTx(ctx, func(rows store.Rows) error { // not committed yet when they come
				gus.Active = false
				err := rows.ChangeUser(ctx, gus)
				begun := make(chan struct{})
				go func() { close(begun); ended <- comes(w.firstOf(p, i)) }()
				<-begun
				return err
			}))
			if err := <-ended; !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v", what, err)
			}
			line, err := w.db.UserLine(ctx, p.ID, gus.ID, noon())
			same(t, what, []any{line.LastSignInAt, err}, []any{store.Time{}, error(nil)})
		}
	})
	t.Run("what was disconnected is linked by a proof alone", func(t *testing.T) {
		dan, fay := w.newUser(p.Organization, "dan@acme.example"), w.newUser(p.Organization, "fay@acme.example")
		once := w.identity(p, dan, "sub-dan")
		once.TenantID, once.ObjectID = ptr("tid"), ptr("oid")
		made := once // by a super admin: nobody has signed in with it
		made.LastUsedAt = store.At(noon().Add(-time.Hour))
		w.link(made)
		read(t, "disconnected", made)(w.db.Unlink(ctx, p.ID, dan.ID, once.ID, noon()))
		of := func(u store.User, subject string, change func(*store.Identity)) store.Identity {
			i := w.identity(p, u, subject)
			change(&i)
			return i
		}
		for what, i := range map[string]store.Identity{
			"the user's other account":  of(dan, "sub-2", func(*store.Identity) {}),
			"the account, of another":   of(fay, "sub-dan", func(*store.Identity) {}),
			"its object, of another":    of(fay, "sub-3", func(i *store.Identity) { i.TenantID, i.ObjectID = ptr("tid"), ptr("oid") }),
			"the same user and account": once,
		} {
			i.ID = "idn_" + secret.NewID()
			wants(t, what, w.comesFirst(w.firstOf(p, i), ""), store.ErrConflict)
			w.nothingOf(t, p, dan)
			w.nothingOf(t, p, fay)
		}
		w.must(w.comesFirst(w.firstOf(p, of(fay, "sub-4", func(*store.Identity) {})), ""))
		g := w.globex
		w.must(w.comesFirst(w.firstOf(g, w.identity(g, g.ana, "sub-dan")), "")) // another organization's (E09)
	})
}

// nothingOf holds that nothing of a sign-in of a user was written.
func (w *world) nothingOf(t *testing.T, p place, u store.User) {
	t.Helper()
	read(t, "accounts", []store.Identity(nil))(w.db.IdentitiesOf(t.Context(), p.ID, u.ID))
	line, err := w.db.UserLine(t.Context(), p.ID, u.ID, noon())
	same(t, "signed in", []any{line.LastSignInAt, err}, []any{store.Time{}, error(nil)})
	sessions, err := w.db.SessionsOf(t.Context(), p.ID, u.ID, "", noon(), 10)
	same(t, "sessions", []any{len(sessions), err}, []any{0, error(nil)})
}
