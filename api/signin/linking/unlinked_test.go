package linking_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// S12: a disconnect lasts until a proof links the account again, for the account
// and for another one of that person, and it is asked as others are asked.
func TestS12ADisconnectLasts(t *testing.T) {
	for name, who := range map[string]string{"the same account": "1001", "another one of that person": "7001"} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.Disconnected()
				for range 2 { // however often they come
					if len(r.Identities("ana")) != 0 || r.Asked("google", who) == "" {
						r.T.Fatalf("links %+v", r.Identities("ana"))
					}
				}
				id := r.Asked("google", who)
				r.Failed(r.Prove(id, "", "wrong"))(fault.LinkProofFailed, "wrong_password")
				out, err := r.Prove(id, "", signintest.SecretWord)
				r.Must(err)
				if h := r.PrincipalOf(out); h.UserID != r.Users["ana"].ID || len(r.Identities("ana")) != 1 {
					r.T.Errorf("%s entered", h.Email)
				}
				if again := r.PrincipalOf(r.Enters("google", who)); again.UserID != r.Users["ana"].ID {
					r.T.Errorf("%s entered by the link", again.Email)
				}
				r.Unlink("ana", 0)
				r.Asked("google", who)
			})
		})
	}
}

// S12: Entra's account is known by its object, too, when the registration changed.
func TestS12TheObjectIsRemembered(t *testing.T) {
	r := onOne(t)
	r.Enters("microsoft", "m-ana")
	r.Unlink("ana", 0)
	r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-new", Email: "renamed@acme.example", TenantID: signintest.TenantA, ObjectID: signintest.AnaOID}))
	r.AddUser(r.Acme, "renamed")
	r.Asked("microsoft", "m-new")
}

// S12: another application, and another person, are as they were.
func TestS12OthersAreNotAsked(t *testing.T) {
	r := onOne(t)
	r.Disconnected()
	r.Enters("microsoft", "m-ana")
	r.Enters("google", "bob@acme.example")
	r.TurnedAway(r.Away("google", "stranger@acme.example"), fault.UserNotAuthorized, "no_user")
}

// S12: an account that was replaced is refused while there is another, and asked
// when that is disconnected.
func TestS12AReplacedAccount(t *testing.T) {
	r := onOne(t)
	r.Enters("google", "ana@acme.example")
	r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
	r.comesBack(r.goes((*linking.SelfService).StartReplacement, r.self("ana", "google"), "7001"), "/profile/security?connected=google")
	r.TurnedAway(r.Away("google", "1001"), fault.UserNotAuthorized, "already_linked_other")
	r.Unlink("ana", 0)
	r.Asked("google", "1001")
}

// S12: the page of a disconnected account says nothing that others do not.
func TestS12TheLinkPageIsAlike(t *testing.T) {
	r := onOne(t)
	r.Disconnected()
	page := func(id string) linking.Page {
		t.Helper()
		got, err := r.LinkPages.Read(t.Context(), id)
		r.Must(err)
		return got
	}
	mine := page(r.Asked("google", "1001"))
	r.Change("google", func(c *store.Connection) { c.Linking = store.LinkConfirm })
	if confirmed := page(r.Asked("google", "1001")); !same(mine, confirmed) {
		t.Errorf("got %+v, others see %+v", mine, confirmed)
	}
}
