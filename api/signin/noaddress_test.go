package signin_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// F45: without an address of the provider people type their own. The user name is
// a suggestion where it may be an address of the organization, and never fixed.
func TestF45WithoutAnAddressPeopleTypeTheirOwn(t *testing.T) {
	onBoth(t, func(r *rig) {
		names := map[string]string{ // user name -> what is suggested
			"ana@acme.example":                      "ana@acme.example",
			"nobody@acme.example":                   "nobody@acme.example", // whose it is is not looked at
			"Ana@Acme.Example":                      "Ana@Acme.Example",
			"ana@other.example":                     "",
			"ana@me.example":                        "",
			"ana@example":                           "",
			"ana@sub.acme.example":                  "",
			"ana_partner.example#EXT#@acme.example": "",
			"+49 170 1234567":                       "",
			"ana":                                   "",
			"ana@acme%example":                      "",
			"ana@globex.example":                    "", // another organization's
		}
		r.must(r.db.AddUser(r.t.Context(), store.NewUser(r.globex.ID, "hank@globex.example", "Hank", store.Agent, r.clock.now())))
		for name, want := range names {
			r.idp.Script(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { delete(c, "email"); c["preferred_username"] = name }
			})
			id := r.asked("microsoft", "m-ana")
			page, err := r.flow.PendingLink(r.t.Context(), id)
			r.must(err)
			if page.Email != want || !page.EmailEditable || page.ProviderEmail != "" || len(page.Proofs) == 0 {
				r.t.Errorf("%s: %+v", name, page)
			}
		}
		id := r.asked("microsoft", "m-ana")
		f := r.failed(r.prove(id, "", secretWord))(fault.ValidationFailed, "no_address")
		if len(f.Fields) != 1 || f.Fields[0].Pointer != "/email" {
			r.t.Errorf("fields %+v", f.Fields)
		}
		page, err := r.flow.PendingLink(r.t.Context(), id)
		if r.must(err); page.TriesLeft != signin.MaxLinkProofs {
			r.t.Errorf("a try was spent: %+v", page)
		}
		out, err := r.prove(id, "ana@acme.example", secretWord)
		r.must(err)
		if h := r.holder(out); h.UserID != r.users["ana"].ID || len(r.identities("ana")) != 1 {
			r.t.Errorf("%s entered", h.Email)
		}
	})
}

// F45: what no user name could do so far, it cannot do now.
func TestF45ASuggestionProvesNothing(t *testing.T) {
	r := onOne(t)
	r.idp.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) { delete(c, "email"); c["preferred_username"] = "bob@acme.example" }
	})
	id := r.asked("microsoft", "m-ana")
	r.failed(r.prove(id, "bob@acme.example", "wrong"))(fault.LinkProofFailed, "wrong_password")
	if len(r.identities("bob")) != 0 {
		t.Error("linked")
	}
}
