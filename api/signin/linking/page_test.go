package linking_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A41 to A43, D22, D23: the account is proven, then linked; sessions from
// before the link end.
func TestProvenLink(t *testing.T) {
	onBoth(t, func(r *rig) {
		before, err := r.Password(r.Visitor(), "gita@acme.example", signintest.SecretWord)
		r.Must(err)
		id := r.Asked("microsoft", "m-gita")
		if len(r.Identities("gita")) != 0 {
			r.T.Fatal("linked before the proof")
		}
		v := r.Visitor()
		out, err := r.ProveAs(v, id, "", signintest.SecretWord)
		r.Must(err)
		h := r.PrincipalOf(out)
		ids := r.Identities("gita")
		if h.UserID != r.Users["gita"].ID || h.Method != "sso" || len(ids) != 1 || ids[0].Subject != "m-gita" || *ids[0].ObjectID != "o-gita" {
			r.T.Errorf("%s entered, links %+v", h.Email, ids)
		}
		if out.ReturnTo != "/profile" || out.Known == "" || out.Organization != "acme" {
			r.T.Errorf("outcome %+v", out)
		}
		if old := r.PrincipalOf(before); old.EndReason != "linked" {
			r.T.Errorf("the session from before ended by %q", old.EndReason)
		}
		rows := r.Rows(v.Reference)
		if len(rows) != 1 || rows[0].Purpose != "link_page" || rows[0].Code != "" || *rows[0].UserID != h.UserID || r.Audited("identity.linked") != 1 {
			r.T.Errorf("rows %+v", rows)
		}
		r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.LinkTicketExpired, "gone")
		if again := r.PrincipalOf(r.Enters("microsoft", "m-gita")); again.UserID != h.UserID { // B25
			r.T.Errorf("%s entered by the link", again.Email)
		}
	})
}

// A super admin is never linked silently, and keeps the choice.
func TestSuperAdminIsAsked(t *testing.T) {
	r := onOne(t)
	id := r.Asked("google", "boss@acme.example")
	out, err := r.Prove(id, "", signintest.SecretWord)
	r.Must(err)
	if h := r.PrincipalOf(out); h.UserID != r.Users["boss"].ID {
		t.Errorf("%s entered", h.Email)
	}
	if ids := r.Identities("boss"); len(ids) != 1 || ids[0].HostedDomain != "acme.example" { // a lock looks at it later
		t.Errorf("links %+v", ids)
	}
}

// B23: the page is the same with an account and without one, and weak proof
// shows no whole address.
func TestLinkPage(t *testing.T) {
	r := onOne(t)
	page := func(id string) linking.Page {
		t.Helper()
		got, err := r.LinkPages.Read(t.Context(), id)
		r.Must(err)
		got.ExpiresAt = got.ExpiresAt.Add(-linking.PendingLife)
		return got
	}
	strong := linking.Page{
		Organization: "acme", Name: "Acme", Provider: "google", ProviderEmail: "boss@acme.example", Email: "boss@acme.example",
		Proofs: []string{"password"}, TriesLeft: linking.MaxProofs, ExpiresAt: r.Clock.Now(),
	}
	if got := page(r.Asked("google", "boss@acme.example")); !same(got, strong) {
		t.Errorf("strong: %+v", got)
	}
	weak := strong
	weak.Provider, weak.ProviderEmail, weak.Email = "microsoft", "g••••@acme.example", ""
	if got := page(r.Asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("weak: %+v", got)
	}
	r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-nobody", Email: "gina@acme.example", TenantID: signintest.TenantA, Guest: true}))
	if got := page(r.Asked("microsoft", "m-nobody")); !same(got, weak) {
		t.Errorf("without an account: %+v", got)
	}
	r.Change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
	weak.EmailEditable = true
	if got := page(r.Asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("another address allowed: %+v", got)
	}
	r.Acme.PasswordSignIn = false
	r.Must(r.DB.UpdateOrganization(t.Context(), r.Acme))
	weak.EmailEditable, weak.Proofs = false, nil
	if got := page(r.Asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("passwords off: %+v", got)
	}
	if got := page(r.Asked("google", "boss@acme.example")); !same(got, strong) {
		t.Errorf("passwords off, strong: %+v", got)
	}
	if _, err := r.LinkPages.Read(t.Context(), ""); fault.Of(err).Code != fault.LinkTicketExpired {
		t.Errorf("no id: %v", err)
	}
}

func same(a, b linking.Page) bool {
	proofs := slices.Equal(a.Proofs, b.Proofs) && a.ExpiresAt.Equal(b.ExpiresAt)
	a.Proofs, b.Proofs, a.ExpiresAt, b.ExpiresAt = nil, nil, time.Time{}, time.Time{}
	return proofs && a.Organization == b.Organization && a.Name == b.Name && a.Provider == b.Provider && a.ProviderEmail == b.ProviderEmail &&
		a.Email == b.Email && a.EmailEditable == b.EmailEditable && a.TriesLeft == b.TriesLeft
}

// D15, D17, D18: whatever is wrong with a proof, it fails with one code.
func TestProofsThatFail(t *testing.T) {
	typed := func(r *rig) { r.Change("microsoft", func(c *store.Connection) { c.DifferentEmail = true }) }
	for name, c := range map[string]struct {
		before      func(r *rig)
		email, word string
		reason      string
	}{
		"a wrong password":              {nil, "", "canary-wrong", "wrong_password"},
		"no password":                   {nil, "", "", "wrong_password"},
		"no user":                       {typed, "nobody@acme.example", signintest.SecretWord, "no_user"},
		"another organization's user":   {typed, "only-globex@acme.example", signintest.SecretWord, "no_user"},
		"a deactivated user":            {typed, "omar@acme.example", signintest.SecretWord, "user_inactive"},
		"a user without a password":     {func(r *rig) { r.ChangeUser("gita", func(u *store.User) { u.PasswordHash = nil }) }, "", signintest.SecretWord, "no_password"},
		"a user who is linked already":  {func(r *rig) { typed(r); r.Enters("microsoft", "m-ana"); r.EndSessions() }, "ana@acme.example", signintest.SecretWord, "already_linked_other"},
		"typed where it is not allowed": {nil, "ana@acme.example", "canary-wrong", "wrong_password"},
		"passwords are off": {func(r *rig) {
			r.Acme.PasswordSignIn = false
			r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
		}, "", signintest.SecretWord, "password_is_no_proof_here"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			if c.before != nil {
				c.before(r)
			}
			id, links, v := r.Asked("microsoft", "m-gita"), r.Links(), r.Visitor()
			r.Failed(r.ProveAs(v, id, c.email, c.word))(fault.LinkProofFailed, c.reason)
			rows := r.Rows(v.Reference)
			if len(rows) != 1 || rows[0].Code != "link_proof_failed" || rows[0].Reason != c.reason || rows[0].Purpose != "link_page" {
				t.Errorf("rows %+v", rows)
			}
			if r.Links() != links || r.EndSessions() != 0 {
				t.Errorf("%d links, before %d", r.Links(), links)
			}
			if page, err := r.LinkPages.Read(t.Context(), id); err != nil || page.TriesLeft != linking.MaxProofs-1 {
				t.Errorf("%d tries left, %v", page.TriesLeft, err)
			}
		})
	}
}

// Where nobody may sign in by password, one proves a strong identity's own user.
func TestStrongProofWherePasswordsAreOff(t *testing.T) {
	r := onOne(t)
	r.Acme.PasswordSignIn = false
	r.Must(r.DB.UpdateOrganization(t.Context(), r.Acme))
	out, err := r.Prove(r.Asked("google", "boss@acme.example"), "ana@acme.example", signintest.SecretWord)
	r.Must(err)
	if h := r.PrincipalOf(out); h.UserID != r.Users["boss"].ID {
		t.Errorf("%s entered", h.Email)
	}
}

// Tries count on the link; a pause of the account spends none of them.
func TestLinkLocksAfterFiveWrongProofs(t *testing.T) {
	onBoth(t, func(r *rig) {
		id := r.Asked("microsoft", "m-gita")
		for n := range linking.MaxProofs {
			r.Failed(r.Prove(id, "", "canary-wrong"))(fault.LinkProofFailed, "wrong_password")
			if n == 3 { // the account's pause of one second has begun
				f := r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.LinkLocked, "password_pause")
				if f.RetryAfter != time.Second {
					r.T.Errorf("wait %v", f.RetryAfter)
				}
				r.Clock.Add(f.RetryAfter)
			}
		}
		r.Clock.Add(time.Minute)
		f := r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.LinkLocked, "tries_used_up")
		if f.RetryAfter <= 0 || f.RetryAfter > linking.PendingLife {
			r.T.Errorf("wait %v", f.RetryAfter)
		}
		if page, err := r.LinkPages.Read(r.T.Context(), id); err != nil || page.TriesLeft != 0 {
			r.T.Errorf("%d tries left, %v", page.TriesLeft, err)
		}
		if len(r.Identities("gita")) != 0 || r.EndSessions() != 0 {
			r.T.Error("linked all the same")
		}
	})
}

// D15: one pending link is one link, whoever comes at the same time.
func TestPendingLinkIsSpentOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		id := r.Asked("microsoft", "m-gita")
		var all sync.WaitGroup
		outs, errs := make([]signin.Outcome, 2), make([]error, 2)
		for n := range errs {
			all.Go(func() { outs[n], errs[n] = r.Prove(id, "", signintest.SecretWord) })
		}
		all.Wait()
		won := 0
		for n, err := range errs {
			switch f := fault.Of(err); {
			case err == nil:
				won++
			case f.Code != fault.LinkTicketExpired || outs[n] != (signin.Outcome{}):
				r.T.Errorf("got %+v, %v", outs[n], err)
			}
		}
		if won != 1 || len(r.Identities("gita")) != 1 {
			r.T.Errorf("%d won, links %+v", won, r.Identities("gita"))
		}
		if n := r.EndSessions(); n != 1 {
			r.T.Errorf("%d sessions", n)
		}
	})
}

// D09, D15: what was turned off, changed or ran out meanwhile links nobody.
func TestPendingLinkThatIsOver(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(r *rig)
		reason    string
	}{
		"it ran out":                       {func(r *rig) { r.Clock.Add(linking.PendingLife) }, "gone"},
		"the connection was turned off":    {func(r *rig) { r.Change("microsoft", func(c *store.Connection) { c.State = store.Disabled }) }, "connection_changed"},
		"the application was changed":      {func(r *rig) { r.GoLive(r.Entra, "client-2") }, "connection_changed"},
		"links are made in the profile":    {func(r *rig) { r.Change("microsoft", func(c *store.Connection) { c.Linking = store.LinkProfileOnly }) }, "connection_changed"},
		"there is no application any more": {func(r *rig) { r.Change("microsoft", func(c *store.Connection) { c.LiveVersionID = nil }) }, "connection_gone"},
		"the organization was suspended": {func(r *rig) {
			r.Acme.Active = false
			r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
		}, "connection_changed"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			id := r.Asked("microsoft", "m-gita")
			c.meanwhile(r)
			r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.LinkTicketExpired, c.reason)
			if _, err := r.LinkPages.Read(t.Context(), id); fault.Of(err).Code != fault.LinkTicketExpired {
				t.Errorf("the page: %v", err)
			}
			if len(r.Identities("gita")) != 0 || r.EndSessions() != 0 {
				t.Error("linked all the same")
			}
		})
	}
	r := onOne(t)
	for _, id := range []string{"", "x", secret.NewToken()} {
		if _, err := r.Prove(id, "", signintest.SecretWord); fault.Of(err).Code != fault.LinkTicketExpired {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Microsoft's sign-in name may stand in for a missing e-mail: it proves nothing.
func TestSignInNameOnlyFillsThePage(t *testing.T) {
	r := onOne(t)
	r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-upn", TenantID: signintest.TenantA, ObjectID: "o-upn", Extra: map[string]any{"preferred_username": "bob@acme.example"}}))
	id := r.Asked("microsoft", "m-upn") // no e-mail claim, though the name is bob's (D06)
	if len(r.Identities("bob")) != 0 {
		t.Fatal("linked by a sign-in name")
	}
	out, err := r.Prove(id, "bob@acme.example", signintest.SecretWord) // typed: it was only suggested
	r.Must(err)
	if h := r.PrincipalOf(out); h.UserID != r.Users["bob"].ID {
		t.Errorf("%s entered", h.Email)
	}
}
