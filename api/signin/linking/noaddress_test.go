package linking_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
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
		r.Must(r.DB.AddUser(r.T.Context(), store.NewUser(r.Globex.ID, "hank@globex.example", "Hank", store.Agent, r.Clock.Now())))
		for name, want := range names {
			r.IDP.Script(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { delete(c, "email"); c["preferred_username"] = name }
			})
			id := r.Asked("microsoft", "m-ana")
			page, err := r.LinkPages.Read(r.T.Context(), id)
			r.Must(err)
			if page.Email != want || !page.EmailEditable || page.ProviderEmail != "" || len(page.Proofs) == 0 {
				r.T.Errorf("%s: %+v", name, page)
			}
		}
		id := r.Asked("microsoft", "m-ana")
		f := r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.ValidationFailed, "no_address")
		if len(f.Fields) != 1 || f.Fields[0].Pointer != "/email" {
			r.T.Errorf("fields %+v", f.Fields)
		}
		page, err := r.LinkPages.Read(r.T.Context(), id)
		if r.Must(err); page.TriesLeft != linking.MaxProofs {
			r.T.Errorf("a try was spent: %+v", page)
		}
		out, err := r.Prove(id, "ana@acme.example", signintest.SecretWord)
		r.Must(err)
		if h := r.PrincipalOf(out); h.UserID != r.Users["ana"].ID || len(r.Identities("ana")) != 1 {
			r.T.Errorf("%s entered", h.Email)
		}
	})
}

// F45: what no user name could do so far, it cannot do now.
func TestF45ASuggestionProvesNothing(t *testing.T) {
	r := onOne(t)
	r.IDP.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) { delete(c, "email"); c["preferred_username"] = "bob@acme.example" }
	})
	id := r.Asked("microsoft", "m-ana")
	r.Failed(r.Prove(id, "bob@acme.example", "wrong"))(fault.LinkProofFailed, "wrong_password")
	if len(r.Identities("bob")) != 0 {
		t.Error("linked")
	}
}
