package signin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// mailing has the flow send mail.
func (r *rig) mailing() {
	r.options.Mail = mail.Outbox{On: true, Now: r.clock.now}
	r.flow = signin.New(r.options)
}

// asksCode asks for a code and gives the letter that waits.
func (r *rig) asksCode(id, email string) store.Mail {
	r.t.Helper()
	r.must(r.flow.SendLinkCode(r.t.Context(), signin.LinkCodeRequest{ID: id, Email: email}))
	due, err := r.db.TakeMails(r.t.Context(), r.clock.now(), r.clock.now().Add(time.Hour), 10)
	r.must(err)
	if len(due) != 1 || due[0].Kind != string(mail.LinkCode) || strings.Contains(due[0].Detail, id) {
		r.t.Fatalf("letters %+v", due)
	}
	return due[0].Mail
}

// makes runs the maker, as when the letter is sent.
func (r *rig) makes(m store.Mail) (made mail.Made, wanted bool) {
	r.t.Helper()
	r.must(r.db.InTx(r.t.Context(), func(rows store.Rows) (err error) {
		made, wanted, err = r.flow.MakeLinkCode(r.t.Context(), rows, m)
		return err
	}))
	if code := made.Values["code"]; code != "" {
		r.log.keep(code)
	}
	return made, wanted
}

func (r *rig) proveBy(id, email, code string) (signin.Outcome, error) {
	out, err := r.flow.ProveLink(r.t.Context(), signin.LinkProof{ID: id, Email: email, Code: code, Visitor: r.visitor()})
	r.log.keep(out.Session, out.Known)
	return out, err
}

// A code is offered by facts of the organization alone: where mail is sent and
// there is an address.
func TestCodeIsOffered(t *testing.T) {
	r := onOne(t)
	proofs := func(provider, who string) []string {
		page, err := r.flow.PendingLink(t.Context(), r.asked(provider, who))
		r.must(err)
		return page.Proofs
	}
	if got := proofs("google", "boss@acme.example"); !slices.Equal(got, []string{"password"}) {
		t.Errorf("without mail: %v", got)
	}
	r.mailing()
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
		r.acme.PasswordSignIn = c.passwords
		r.must(r.db.UpdateOrganization(t.Context(), r.acme))
		if got := proofs(c.provider, c.who); !slices.Equal(got, c.want) {
			t.Errorf("%s, passwords %v: %v", c.who, c.passwords, got)
		}
	}
}

// The row keeps no code that could be read or found by trying, and each way to
// be wrong is known to the log alone.
func TestMailedCode(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		id := r.asked("microsoft", "m-gita")
		m := r.asksCode(id, "")
		r.failed(r.proveBy(id, "", "00000000"))(fault.LinkProofFailed, "no_code")
		made, wanted := r.makes(m)
		code := made.Values["code"]
		if !wanted || len(code) != 8 || strings.Trim(code, "0123456789") != "" || made.To != "gita@acme.example" || made.UserID != r.users["gita"].ID ||
			made.Values["account"] != "g••••@acme.example" || made.Values["link"] != "" {
			r.t.Fatalf("made %+v", made)
		}
		row, err := r.db.PendingLinkByID(r.t.Context(), secret.Hash(id))
		r.must(err)
		if strings.Contains(row.CodeSealed, code) || row.CodeSealed == secret.Hash(code) {
			r.t.Errorf("the row shows the code: %s", row.CodeSealed)
		}
		if _, err := r.ring.OpenRow(store.CodePlace(row.OrganizationID, secret.NewID(), row.CodeUserID), row.CodeSealed); err == nil {
			r.t.Error("the code opens for another link")
		}
		wrong := []byte(code)
		wrong[0] = '0' + (wrong[0]-'0'+1)%10
		r.failed(r.proveBy(id, "", string(wrong)))(fault.LinkProofFailed, "wrong_code")
		r.clock.add(signin.CodeLife - time.Second)
		r.changeUser("gita", func(u *store.User) { u.Active = false })
		r.failed(r.proveBy(id, "", code))(fault.LinkProofFailed, "user_inactive")
		r.changeUser("gita", func(u *store.User) { u.Active = true })
		out, err := r.proveBy(id, "", " "+code[:3]+"-"+code[3:])
		r.must(err)
		if h := r.holder(out); h.UserID != r.users["gita"].ID || len(r.identities("gita")) != 1 {
			r.t.Errorf("%s entered", h.Email)
		}
		r.failed(r.proveBy(id, "", code))(fault.LinkTicketExpired, "gone")
	})
}

// Nobody is sent a code who is no active user of that organization, or whose link
// step is over; nothing is kept then.
func TestCodesForNobody(t *testing.T) {
	r := onOne(t)
	r.mailing()
	r.change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
	id := r.asked("microsoft", "m-gita")
	m := r.asksCode(id, "gita@acme.example")
	for name, to := range map[string]string{"a stranger": "nobody@acme.example", "deactivated": "omar@acme.example", "elsewhere": "only-globex@acme.example"} {
		theirs := m
		theirs.Recipient = to
		if made, wanted := r.makes(theirs); wanted || made.To != "" {
			t.Errorf("%s: %+v", name, made)
		}
	}
	foreign := m
	foreign.OrganizationID, foreign.Recipient = r.globex.ID, "only-globex@acme.example"
	if made, wanted := r.makes(foreign); wanted {
		t.Errorf("another organization's link: %+v", made)
	}
	if row, err := r.db.PendingLinkByID(t.Context(), secret.Hash(id)); err != nil || row.CodeSealed != "" || row.CodeUserID != "" {
		t.Errorf("kept %+v, %v", row, err)
	}
	r.clock.add(signin.PendingLife)
	if made, wanted := r.makes(m); wanted {
		t.Errorf("the link step is over: %+v", made)
	}
}
