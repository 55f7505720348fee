package linking_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// takenBack are the events that make void what ana began before.
func takenBack() map[string]func(r *rig) {
	user := func(edit func(*store.User)) func(r *rig) {
		return func(r *rig) {
			r.InTx(func(rows store.Rows) error {
				u := r.Users["ana"]
				edit(&u)
				if !u.VoidsUnfinished(r.Users["ana"]) {
					r.T.Error("the change ends nothing")
				}
				if err := rows.ChangeUser(r.T.Context(), u); err != nil {
					return err
				}
				return rows.VoidUnfinished(r.T.Context(), r.Acme.ID, u.ID)
			})
		}
	}
	application := func(edit, back func(*store.Connection)) func(r *rig) {
		return func(r *rig) { r.Change("google", edit); r.Change("google", back) }
	}
	nothing := func(*store.Connection) {}
	return map[string]func(r *rig){
		"an account at another application is disconnected": func(r *rig) { r.Unlink("ana", 0) },
		"their sessions are ended": func(r *rig) {
			r.InTx(func(rows store.Rows) error { return rows.VoidUnfinished(r.T.Context(), r.Acme.ID, r.Users["ana"].ID) })
		},
		"deactivated, and active again": func(r *rig) {
			user(func(u *store.User) { u.Active = false })(r)
			r.InTx(func(rows store.Rows) error { return rows.ChangeUser(r.T.Context(), r.Users["ana"]) })
		},
		"another e-mail, and the old one again": func(r *rig) {
			user(func(u *store.User) { u.Email = "other@acme.example" })(r)
			r.InTx(func(rows store.Rows) error { return rows.ChangeUser(r.T.Context(), r.Users["ana"]) })
		},
		"another role": user(func(u *store.User) { u.Role = store.SuperAdmin }),
		"the organization was suspended, and is active again": func(r *rig) {
			r.InTx(func(rows store.Rows) error { return rows.VoidAllUnfinished(r.T.Context(), r.Acme.ID) })
		},
		"turned off, and on again":     application(func(c *store.Connection) { c.State = store.Disabled }, func(c *store.Connection) { c.State = store.Enabled }),
		"removed, and set up again":    application(func(c *store.Connection) { c.State = store.Removed }, func(c *store.Connection) { c.State = store.Enabled }),
		"linked in the profile only":   application(func(c *store.Connection) { c.Linking = store.LinkProfileOnly }, nothing),
		"weak proof is refused now":    application(func(c *store.Connection) { c.WeakProof = store.WeakRefuse }, nothing),
		"the lock is narrower now":     application(func(c *store.Connection) { c.LockedTo = store.Strings{"globex.example"} }, nothing),
		"each first link is confirmed": application(func(c *store.Connection) { c.Linking = store.LinkConfirm }, nothing),
	}
}

// S2: every event, and every kind of thing that was begun before it.
func TestS2WhatWasBegunBeforeIsVoid(t *testing.T) {
	begun := map[string]func(r *rig) (finish func() error){
		"a link page, and the password": func(r *rig) func() error {
			id := r.Asked("google", "7001")
			return func() error { _, err := r.Prove(id, "", signintest.SecretWord); return err }
		},
		"a link page, and the code that was mailed": func(r *rig) func() error {
			id := r.Asked("google", "7001")
			code := r.codeFor(id, "ana")
			return func() error { _, err := r.ProveBy(id, "", code); return err }
		},
		"connecting": func(r *rig) func() error {
			back := r.goes((*linking.SelfService).StartLink, r.self("ana", "google"), "7001")
			return func() error { _, err := r.Complete(back); return err }
		},
	}
	ended := map[fault.Code]bool{
		fault.LinkTicketExpired: true, fault.LinkProofFailed: true, fault.AttemptSessionChanged: true,
		fault.SSOConfigChanged: true, fault.WrongHostedDomain: true,
	}
	onBoth(t, func(r *rig) {
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
		for what, begin := range begun {
			r.Clock.Add(time.Minute)
			r.Change("google", func(c *store.Connection) {
				c.Linking, c.WeakProof, c.LockedTo, c.DifferentEmail = store.LinkConfirm, store.WeakAsk, store.Strings{}, true
			})
			if err := begin(r)(); err != nil || len(r.Identities("ana")) != 1 {
				r.T.Fatalf("%s, nothing happened: %v", what, err)
			}
			r.unlinkAll("ana")
			for event, happens := range takenBack() {
				r.Change("google", func(c *store.Connection) {
					c.Linking, c.WeakProof, c.LockedTo = store.LinkConfirm, store.WeakAsk, store.Strings{}
				})
				r.connected("ana", r.Entra)
				r.Clock.Add(time.Minute) // wrong tries of before pause nobody
				finish := begin(r)
				happens(r)
				err := finish()
				if !ended[fault.Of(err).Code] || err == nil {
					r.T.Errorf("%s, %s: %v", what, event, err)
				}
				for _, i := range r.Identities("ana") {
					if i.ConnectionID == r.Google.ID {
						r.T.Errorf("%s, %s: linked", what, event)
					}
				}
				r.unlinkAll("ana")
				r.ChangeUser("ana", func(u *store.User) { u.Role = store.Agent })
			}
		}
	})
}

// connected gives somebody an account at an application, without a sign-in.
func (r *rig) connected(name string, c store.Connection) {
	r.T.Helper()
	at := store.At(r.Clock.Now())
	r.Must(r.DB.AddIdentity(r.T.Context(), store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: c.OrganizationID, UserID: r.Users[name].ID, ConnectionID: c.ID,
		Issuer: "https://idp.example", Subject: secret.NewID(), LinkedAt: at, LastUsedAt: at,
	}))
}

// codeFor mails somebody a code for a pending link.
func (r *rig) codeFor(id, name string) string {
	r.T.Helper()
	const code = "13572468"
	link, user := secret.Hash(id), r.Users[name].ID
	r.Must(r.DB.SetLinkCode(r.T.Context(), store.LinkCode{
		OrganizationID: r.Acme.ID, IDHash: link, UserID: user, Until: r.Clock.Now().Add(linking.CodeLife),
		Sealed: r.Ring.SealRow(store.CodePlace(r.Acme.ID, link, user), []byte(code)),
	}, r.Clock.Now()))
	return code
}

func (r *rig) unlinkAll(name string) {
	r.T.Helper()
	for range r.Identities(name) {
		r.Unlink(name, 0)
	}
}

// S2: stepping up and replacing are void, too.
func TestS2ConfirmingAndReplacingAreVoid(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
		for _, c := range []struct {
			start begin
			who   string
		}{{(*linking.SelfService).StartStepUp, "1001"}, {(*linking.SelfService).StartReplacement, "7001"}} {
			o := r.self("ana", "google")
			back := r.goes(c.start, o, c.who)
			r.InTx(func(rows store.Rows) error { return rows.VoidUnfinished(r.T.Context(), r.Acme.ID, r.Users["ana"].ID) })
			r.turnedBack(o, back, fault.AttemptSessionChanged, "void")
			o = r.self("ana", "google")
			back = r.goes(c.start, o, c.who)
			r.Change("google", func(c *store.Connection) { c.Label = "Ours" })
			r.turnedBack(o, back, fault.SSOConfigChanged, "other_revision")
		}
	})
}

// S2: two link pages of one account; the first links, and it is disconnected. The
// second one is as void as the first, for that person and for everybody else.
func TestS2TheOtherLinkPageOfAnAccountIsGone(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Change("google", func(c *store.Connection) { c.Linking = store.LinkConfirm; c.DifferentEmail = true })
		first, second, third := r.Asked("google", "1001"), r.Asked("google", "1001"), r.Asked("google", "1002")
		_, err := r.Prove(first, "", signintest.SecretWord)
		r.Must(err)
		r.Unlink("ana", 0)
		r.Failed(r.Prove(second, "", signintest.SecretWord))(fault.LinkTicketExpired, "gone")
		r.Failed(r.Prove(second, "bob@acme.example", signintest.SecretWord))(fault.LinkTicketExpired, "gone")
		r.Failed(r.Prove(third, "ana@acme.example", signintest.SecretWord))(fault.LinkTicketExpired, "void")
		if _, err := r.Prove(third, "", signintest.SecretWord); err != nil { // bob's own page stands
			r.T.Error(err)
		}
	})
}

// S2: another person's events void nothing, and what is begun afterwards counts.
func TestS2OthersAndLaterOnesStand(t *testing.T) {
	r := onOne(t)
	r.Enters("google", "bob@acme.example")
	r.Change("microsoft", func(c *store.Connection) { c.Linking = store.LinkConfirm })
	id := r.Asked("microsoft", "m-ana")
	r.Unlink("bob", 0)
	_, err := r.Prove(id, "", signintest.SecretWord)
	r.Must(err)
	r.Unlink("ana", 0)
	_, err = r.Prove(r.Asked("microsoft", "m-ana"), "", signintest.SecretWord)
	r.Must(err)
	if len(r.Identities("ana")) != 1 {
		t.Errorf("links %+v", r.Identities("ana"))
	}
}
