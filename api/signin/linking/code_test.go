package linking_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin/linking"
	"latchkey/api/store"
)

// A code is offered by facts of the organization alone: where mail is sent and
// there is an address.
func TestCodeIsOffered(t *testing.T) {
	r := onOne(t)
	proofs := func(provider, who string) []string {
		page, err := r.LinkPages.Read(t.Context(), r.Asked(provider, who))
		r.Must(err)
		return page.Proofs
	}
	if got := proofs("google", "boss@acme.example"); !slices.Equal(got, []string{"password"}) {
		t.Errorf("without mail: %v", got)
	}
	r.Mailing()
	for _, c := range []struct {
		passwords     bool
		provider, who string
		want          []string
	}{
		{true, "google", "boss@acme.example", []string{"password", "code"}},
		{true, "microsoft", "m-gita", []string{"password", "code"}},
		{false, "google", "boss@acme.example", []string{"password", "code"}},
		{false, "microsoft", "m-gita", []string{"code"}},
	} {
		r.Acme.PasswordSignIn = c.passwords
		r.Must(r.DB.UpdateOrganization(t.Context(), r.Acme))
		if got := proofs(c.provider, c.who); !slices.Equal(got, c.want) {
			t.Errorf("%s, passwords %v: %v", c.who, c.passwords, got)
		}
	}
}

// The row keeps no code that could be read or found by trying, and each way to
// be wrong is known to the log alone.
func TestMailedCode(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Mailing()
		id := r.Asked("microsoft", "m-gita")
		m := r.AsksCode(id, "")
		r.Failed(r.ProveBy(id, "", "00000000"))(fault.LinkProofFailed, "no_code")
		made, wanted := r.MakesCode(m)
		code := made.Values["code"]
		if !wanted || len(code) != 8 || strings.Trim(code, "0123456789") != "" || made.To != "gita@acme.example" || made.UserID != r.Users["gita"].ID ||
			made.Values["account"] != "g••••@acme.example" || made.Values["link"] != "" {
			r.T.Fatalf("made %+v", made)
		}
		row, err := r.DB.PendingLinkByID(r.T.Context(), secret.Hash(id))
		r.Must(err)
		if strings.Contains(row.CodeSealed, code) || row.CodeSealed == secret.Hash(code) {
			r.T.Errorf("the row shows the code: %s", row.CodeSealed)
		}
		if _, err := r.Ring.OpenRow(store.CodePlace(row.OrganizationID, secret.NewID(), row.CodeUserID), row.CodeSealed); err == nil {
			r.T.Error("the code opens for another link")
		}
		wrong := []byte(code)
		wrong[0] = '0' + (wrong[0]-'0'+1)%10
		r.Failed(r.ProveBy(id, "", string(wrong)))(fault.LinkProofFailed, "wrong_code")
		r.Clock.Add(linking.CodeLife - time.Second)
		r.ChangeUser("gita", func(u *store.User) { u.Active = false })
		r.Failed(r.ProveBy(id, "", code))(fault.LinkProofFailed, "user_inactive")
		r.ChangeUser("gita", func(u *store.User) { u.Active = true })
		out, err := r.ProveBy(id, "", " "+code[:3]+"-"+code[3:])
		r.Must(err)
		if h := r.PrincipalOf(out); h.UserID != r.Users["gita"].ID || len(r.Identities("gita")) != 1 {
			r.T.Errorf("%s entered", h.Email)
		}
		r.Failed(r.ProveBy(id, "", code))(fault.LinkTicketExpired, "gone")
	})
}

// Nobody is sent a code who is no active user of that organization, or whose link
// step is over; nothing is kept then.
func TestCodesForNobody(t *testing.T) {
	r := onOne(t)
	r.Mailing()
	r.Change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
	id := r.Asked("microsoft", "m-gita")
	m := r.AsksCode(id, "gita@acme.example")
	for name, to := range map[string]string{"unknown": "nobody@acme.example", "deactivated": "omar@acme.example", "elsewhere": "only-globex@acme.example"} {
		theirs := m
		theirs.Recipient = to
		if made, wanted := r.MakesCode(theirs); wanted || made.To != "" {
			t.Errorf("%s: %+v", name, made)
		}
	}
	foreign := m
	foreign.OrganizationID, foreign.Recipient = r.Globex.ID, "only-globex@acme.example"
	if made, wanted := r.MakesCode(foreign); wanted {
		t.Errorf("another organization's link: %+v", made)
	}
	if row, err := r.DB.PendingLinkByID(t.Context(), secret.Hash(id)); err != nil || row.CodeSealed != "" || row.CodeUserID != "" {
		t.Errorf("kept %+v, %v", row, err)
	}
	r.Clock.Add(linking.PendingLife)
	if made, wanted := r.MakesCode(m); wanted {
		t.Errorf("the link step is over: %+v", made)
	}
}
