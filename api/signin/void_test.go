package signin_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// takenBack are the events that make void what ana began before.
func takenBack() map[string]func(r *rig) {
	user := func(edit func(*store.User)) func(r *rig) {
		return func(r *rig) {
			r.inTx(func(rows store.Rows) error {
				u := r.users["ana"]
				edit(&u)
				if !u.EndsBegun(r.users["ana"]) {
					r.t.Error("the change ends nothing")
				}
				if err := rows.ChangeUser(r.t.Context(), u); err != nil {
					return err
				}
				return rows.VoidBegun(r.t.Context(), r.acme.ID, u.ID)
			})
		}
	}
	application := func(edit, back func(*store.Connection)) func(r *rig) {
		return func(r *rig) { r.change("google", edit); r.change("google", back) }
	}
	nothing := func(*store.Connection) {}
	return map[string]func(r *rig){
		"an account at another application is disconnected": func(r *rig) { r.unlink("ana", 0) },
		"their sessions are ended": func(r *rig) {
			r.inTx(func(rows store.Rows) error { return rows.VoidBegun(r.t.Context(), r.acme.ID, r.users["ana"].ID) })
		},
		"deactivated, and active again": func(r *rig) {
			user(func(u *store.User) { u.Active = false })(r)
			r.inTx(func(rows store.Rows) error { return rows.ChangeUser(r.t.Context(), r.users["ana"]) })
		},
		"another e-mail, and the old one again": func(r *rig) {
			user(func(u *store.User) { u.Email = "other@acme.example" })(r)
			r.inTx(func(rows store.Rows) error { return rows.ChangeUser(r.t.Context(), r.users["ana"]) })
		},
		"another role": user(func(u *store.User) { u.Role = store.SuperAdmin }),
		"the organization was suspended, and is active again": func(r *rig) {
			r.inTx(func(rows store.Rows) error { return rows.VoidAllBegun(r.t.Context(), r.acme.ID) })
		},
		"turned off, and on again":     application(func(c *store.Connection) { c.State = store.Disabled }, func(c *store.Connection) { c.State = store.Enabled }),
		"removed, and set up again":    application(func(c *store.Connection) { c.State = store.Removed }, func(c *store.Connection) { c.State = store.Enabled }),
		"linked in the profile only":   application(func(c *store.Connection) { c.Linking = store.LinkProfileOnly }, nothing),
		"weak proof is refused now":    application(func(c *store.Connection) { c.WeakProof = store.WeakRefuse }, nothing),
		"the lock is narrower now":     application(func(c *store.Connection) { c.LockedTo = store.Strings{"globex.example"} }, nothing),
		"each first link is confirmed": application(func(c *store.Connection) { c.Linking = store.LinkConfirm }, nothing),
	}
}

func (r *rig) inTx(work func(rows store.Rows) error) {
	r.t.Helper()
	r.must(r.db.InTx(r.t.Context(), work))
}

// S2: every event, and every kind of thing that was begun before it.
func TestS2WhatWasBegunBeforeIsVoid(t *testing.T) {
	begun := map[string]func(r *rig) (finish func() error){
		"a link page, and the password": func(r *rig) func() error {
			id := r.asked("google", "7001")
			return func() error { _, err := r.prove(id, "", secretWord); return err }
		},
		"a link page, and the code that was mailed": func(r *rig) func() error {
			id := r.asked("google", "7001")
			code := r.codeFor(id, "ana")
			return func() error { _, err := r.proveBy(id, "", code); return err }
		},
		"connecting": func(r *rig) func() error {
			back := r.goes((*signin.Flow).StartLink, r.self("ana", "google"), "7001")
			return func() error { _, err := r.complete(back); return err }
		},
	}
	ended := map[fault.Code]bool{
		fault.LinkTicketExpired: true, fault.LinkProofFailed: true, fault.AttemptSessionChanged: true,
		fault.SSOConfigChanged: true, fault.WrongHostedDomain: true,
	}
	onBoth(t, func(r *rig) {
		r.must(r.idp.AddPerson(googlePerson("7001", "ana@acme.example")))
		for what, begin := range begun {
			r.clock.add(time.Minute)
			r.change("google", func(c *store.Connection) {
				c.Linking, c.WeakProof, c.LockedTo, c.DifferentEmail = store.LinkConfirm, store.WeakAsk, store.Strings{}, true
			})
			if err := begin(r)(); err != nil || len(r.identities("ana")) != 1 {
				r.t.Fatalf("%s, nothing happened: %v", what, err)
			}
			r.unlinkAll("ana")
			for event, happens := range takenBack() {
				r.change("google", func(c *store.Connection) {
					c.Linking, c.WeakProof, c.LockedTo = store.LinkConfirm, store.WeakAsk, store.Strings{}
				})
				r.connected("ana", r.entra)
				r.clock.add(time.Minute) // wrong tries of before pause nobody
				finish := begin(r)
				happens(r)
				err := finish()
				if !ended[fault.Of(err).Code] || err == nil {
					r.t.Errorf("%s, %s: %v", what, event, err)
				}
				for _, i := range r.identities("ana") {
					if i.ConnectionID == r.google.ID {
						r.t.Errorf("%s, %s: linked", what, event)
					}
				}
				r.unlinkAll("ana")
				r.changeUser("ana", func(u *store.User) { u.Role = store.Agent })
			}
		}
	})
}

// connected gives somebody an account at an application, without a sign-in.
func (r *rig) connected(name string, c store.Connection) {
	r.t.Helper()
	at := store.At(r.clock.now())
	r.must(r.db.AddIdentity(r.t.Context(), store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: c.OrganizationID, UserID: r.users[name].ID, ConnectionID: c.ID,
		Issuer: "https://idp.example", Subject: secret.NewID(), LinkedAt: at, LastUsedAt: at,
	}))
}

// codeFor mails somebody a code for a pending link.
func (r *rig) codeFor(id, name string) string {
	r.t.Helper()
	const code = "13572468"
	link, user := secret.Hash(id), r.users[name].ID
	r.must(r.db.SetLinkCode(r.t.Context(), store.LinkCode{
		OrganizationID: r.acme.ID, IDHash: link, UserID: user, Until: r.clock.now().Add(signin.CodeLife),
		Sealed: r.ring.SealRow(store.CodePlace(r.acme.ID, link, user), []byte(code)),
	}, r.clock.now()))
	return code
}

func (r *rig) unlinkAll(name string) {
	r.t.Helper()
	for range r.identities(name) {
		r.unlink(name, 0)
	}
}

// S2: stepping up and replacing are void, too.
func TestS2ConfirmingAndReplacingAreVoid(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.enters("google", "ana@acme.example")
		r.must(r.idp.AddPerson(googlePerson("7001", "ana@acme.example")))
		for _, c := range []struct {
			start starting
			who   string
		}{{(*signin.Flow).StartStepUp, "1001"}, {(*signin.Flow).StartReplacement, "7001"}} {
			o := r.self("ana", "google")
			back := r.goes(c.start, o, c.who)
			r.inTx(func(rows store.Rows) error { return rows.VoidBegun(r.t.Context(), r.acme.ID, r.users["ana"].ID) })
			r.turnedBack(o, back, fault.AttemptSessionChanged, "void")
			o = r.self("ana", "google")
			back = r.goes(c.start, o, c.who)
			r.change("google", func(c *store.Connection) { c.Label = "Ours" })
			r.turnedBack(o, back, fault.SSOConfigChanged, "other_revision")
		}
	})
}

// S2: two link pages of one account; the first links, and it is disconnected. The
// second one is as void as the first, for that person and for everybody else.
func TestS2TheOtherLinkPageOfAnAccountIsGone(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.change("google", func(c *store.Connection) { c.Linking = store.LinkConfirm; c.DifferentEmail = true })
		first, second, third := r.asked("google", "1001"), r.asked("google", "1001"), r.asked("google", "1002")
		_, err := r.prove(first, "", secretWord)
		r.must(err)
		r.unlink("ana", 0)
		r.failed(r.prove(second, "", secretWord))(fault.LinkTicketExpired, "gone")
		r.failed(r.prove(second, "bob@acme.example", secretWord))(fault.LinkTicketExpired, "gone")
		r.failed(r.prove(third, "ana@acme.example", secretWord))(fault.LinkTicketExpired, "void")
		if _, err := r.prove(third, "", secretWord); err != nil { // bob's own page stands
			r.t.Error(err)
		}
	})
}

// S2: another person's events void nothing, and what is begun afterwards counts.
func TestS2OthersAndLaterOnesStand(t *testing.T) {
	r := onOne(t)
	r.enters("google", "bob@acme.example")
	r.change("microsoft", func(c *store.Connection) { c.Linking = store.LinkConfirm })
	id := r.asked("microsoft", "m-ana")
	r.unlink("bob", 0)
	_, err := r.prove(id, "", secretWord)
	r.must(err)
	r.unlink("ana", 0)
	_, err = r.prove(r.asked("microsoft", "m-ana"), "", secretWord)
	r.must(err)
	if len(r.identities("ana")) != 1 {
		t.Errorf("links %+v", r.identities("ana"))
	}
}
