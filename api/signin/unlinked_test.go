package signin_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// disconnected signs ana in with Google and takes the account away again; another
// account of hers comes to be.
func (r *rig) disconnected() {
	r.t.Helper()
	r.enters("google", "ana@acme.example")
	r.unlink("ana", 0)
	r.must(r.idp.AddPerson(googlePerson("7001", "ana@acme.example")))
}

func (r *rig) unlink(name string, which int) {
	r.t.Helper()
	r.must(r.db.InTx(r.t.Context(), func(rows store.Rows) error {
		_, err := rows.Unlink(r.t.Context(), r.acme.ID, r.users[name].ID, r.identities(name)[which].ID, r.clock.now())
		return err
	}))
}

// S12: a disconnect lasts until a proof links the account again, for the account
// and for another one of that person, and it is asked as others are asked.
func TestS12ADisconnectLasts(t *testing.T) {
	for name, who := range map[string]string{"the same account": "1001", "another one of that person": "7001"} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.disconnected()
				for range 2 { // however often they come
					if len(r.identities("ana")) != 0 || r.asked("google", who) == "" {
						r.t.Fatalf("links %+v", r.identities("ana"))
					}
				}
				id := r.asked("google", who)
				r.failed(r.prove(id, "", "wrong"))(fault.LinkProofFailed, "wrong_password")
				out, err := r.prove(id, "", secretWord)
				r.must(err)
				if h := r.holder(out); h.UserID != r.users["ana"].ID || len(r.identities("ana")) != 1 {
					r.t.Errorf("%s entered", h.Email)
				}
				if again := r.holder(r.enters("google", who)); again.UserID != r.users["ana"].ID {
					r.t.Errorf("%s entered by the link", again.Email)
				}
				r.unlink("ana", 0)
				r.asked("google", who)
			})
		})
	}
}

// S12: Entra's account is known by its object, too, when the registration changed.
func TestS12TheObjectIsRemembered(t *testing.T) {
	r := onOne(t)
	r.enters("microsoft", "m-ana")
	r.unlink("ana", 0)
	r.must(r.idp.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-new", Email: "renamed@acme.example", TenantID: tenantA, ObjectID: anaOID}))
	r.addUser(r.acme, "renamed")
	r.asked("microsoft", "m-new")
}

// S12: another application, and another person, are as they were.
func TestS12OthersAreNotAsked(t *testing.T) {
	r := onOne(t)
	r.disconnected()
	r.enters("microsoft", "m-ana")
	r.enters("google", "bob@acme.example")
	r.turnedAway(r.away("google", "stranger@acme.example"), fault.UserNotAuthorized, "no_user")
}

// S12: an account that was replaced is refused while there is another, and asked
// when that is disconnected.
func TestS12AReplacedAccount(t *testing.T) {
	r := onOne(t)
	r.enters("google", "ana@acme.example")
	r.must(r.idp.AddPerson(googlePerson("7001", "ana@acme.example")))
	r.comesBack(r.goes((*signin.Flow).StartReplacement, r.self("ana", "google"), "7001"), "/profile/security?connected=google")
	r.turnedAway(r.away("google", "1001"), fault.UserNotAuthorized, "already_linked_other")
	r.unlink("ana", 0)
	r.asked("google", "1001")
}

// S12: the page of a disconnected account says nothing that others do not.
func TestS12TheLinkPageIsAlike(t *testing.T) {
	r := onOne(t)
	r.disconnected()
	page := func(id string) signin.LinkPage {
		t.Helper()
		got, err := r.flow.PendingLink(t.Context(), id)
		r.must(err)
		return got
	}
	mine := page(r.asked("google", "1001"))
	r.change("google", func(c *store.Connection) { c.Linking = store.LinkConfirm })
	if confirmed := page(r.asked("google", "1001")); !same(mine, confirmed) {
		t.Errorf("got %+v, others see %+v", mine, confirmed)
	}
}
