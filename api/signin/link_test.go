package signin_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// asked ends a sign-in at the link page and gives the pending link's id.
func (r *rig) asked(provider, who string) string {
	r.t.Helper()
	back := r.away(provider, who)
	out, err := r.complete(back)
	r.must(err)
	if out.PendingLink == "" || out.Session != "" || out.Organization != "acme" || back.Attempts[out.SpentCookie] == "" {
		r.t.Fatalf("outcome %+v", out)
	}
	rows := r.rows(back.Visitor.Reference)
	if len(rows) != 1 || rows[0].Code != "link_required" {
		r.t.Errorf("rows %+v", rows)
	}
	return out.PendingLink
}

func (r *rig) prove(id, email, word string) (signin.Outcome, error) {
	return r.proveAs(r.visitor(), id, email, word)
}

func (r *rig) proveAs(v signin.Visitor, id, email, word string) (signin.Outcome, error) {
	out, err := r.flow.ProveLink(r.t.Context(), signin.LinkProof{ID: id, Email: email, Password: word, Visitor: v})
	r.log.keep(out.Session, out.Known)
	return out, err
}

// A41 to A43, D22, D23: the account is proven, then linked; sessions from
// before the link end.
func TestProvenLink(t *testing.T) {
	onBoth(t, func(r *rig) {
		before, err := r.password(r.visitor(), "gita@acme.example", secretWord)
		r.must(err)
		id := r.asked("microsoft", "m-gita")
		if len(r.identities("gita")) != 0 {
			r.t.Fatal("linked before the proof")
		}
		v := r.visitor()
		out, err := r.proveAs(v, id, "", secretWord)
		r.must(err)
		h := r.holder(out)
		ids := r.identities("gita")
		if h.UserID != r.users["gita"].ID || h.Method != "sso" || len(ids) != 1 || ids[0].Subject != "m-gita" || *ids[0].ObjectID != "o-gita" {
			r.t.Errorf("%s entered, links %+v", h.Email, ids)
		}
		if out.ReturnTo != "/profile" || out.Known == "" || out.Organization != "acme" {
			r.t.Errorf("outcome %+v", out)
		}
		if old := r.holder(before); old.EndReason != "linked" {
			r.t.Errorf("the session from before ended by %q", old.EndReason)
		}
		rows := r.rows(v.Reference)
		if len(rows) != 1 || rows[0].Purpose != "link_page" || rows[0].Code != "" || *rows[0].UserID != h.UserID || r.audited("identity.linked") != 1 {
			r.t.Errorf("rows %+v", rows)
		}
		r.failed(r.prove(id, "", secretWord))(fault.LinkTicketExpired, "gone")
		if again := r.holder(r.enters("microsoft", "m-gita")); again.UserID != h.UserID { // B25
			r.t.Errorf("%s entered by the link", again.Email)
		}
	})
}

// A super admin is never linked silently, and keeps the choice.
func TestSuperAdminIsAsked(t *testing.T) {
	r := onOne(t)
	id := r.asked("google", "boss@acme.example")
	out, err := r.prove(id, "", secretWord)
	r.must(err)
	if h := r.holder(out); h.UserID != r.users["boss"].ID {
		t.Errorf("%s entered", h.Email)
	}
	if ids := r.identities("boss"); len(ids) != 1 || ids[0].HostedDomain != "acme.example" { // a lock looks at it later
		t.Errorf("links %+v", ids)
	}
}

// B23: the page is the same with an account and without one, and weak proof
// shows no whole address.
func TestLinkPage(t *testing.T) {
	r := onOne(t)
	page := func(id string) signin.LinkPage {
		t.Helper()
		got, err := r.flow.PendingLink(t.Context(), id)
		r.must(err)
		got.ExpiresAt = got.ExpiresAt.Add(-signin.PendingLife)
		return got
	}
	strong := signin.LinkPage{
		Organization: "acme", Name: "Acme", Provider: "google", ProviderEmail: "boss@acme.example", Email: "boss@acme.example",
		Proofs: []string{"password"}, TriesLeft: signin.MaxLinkProofs, ExpiresAt: r.clock.now(),
	}
	if got := page(r.asked("google", "boss@acme.example")); !same(got, strong) {
		t.Errorf("strong: %+v", got)
	}
	weak := strong
	weak.Provider, weak.ProviderEmail, weak.Email = "microsoft", "g••••@acme.example", ""
	if got := page(r.asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("weak: %+v", got)
	}
	r.must(r.idp.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-nobody", Email: "gina@acme.example", TenantID: tenantA, Guest: true}))
	if got := page(r.asked("microsoft", "m-nobody")); !same(got, weak) {
		t.Errorf("without an account: %+v", got)
	}
	r.change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
	weak.EmailEditable = true
	if got := page(r.asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("another address allowed: %+v", got)
	}
	r.acme.PasswordSignIn = false
	r.must(r.db.UpdateOrganization(t.Context(), r.acme))
	weak.EmailEditable, weak.Proofs = false, nil
	if got := page(r.asked("microsoft", "m-gita")); !same(got, weak) {
		t.Errorf("passwords off: %+v", got)
	}
	if got := page(r.asked("google", "boss@acme.example")); !same(got, strong) {
		t.Errorf("passwords off, strong: %+v", got)
	}
	if _, err := r.flow.PendingLink(t.Context(), ""); fault.Of(err).Code != fault.LinkTicketExpired {
		t.Errorf("no id: %v", err)
	}
}

func same(a, b signin.LinkPage) bool {
	proofs := slices.Equal(a.Proofs, b.Proofs) && a.ExpiresAt.Equal(b.ExpiresAt)
	a.Proofs, b.Proofs, a.ExpiresAt, b.ExpiresAt = nil, nil, time.Time{}, time.Time{}
	return proofs && a.Organization == b.Organization && a.Name == b.Name && a.Provider == b.Provider && a.ProviderEmail == b.ProviderEmail &&
		a.Email == b.Email && a.EmailEditable == b.EmailEditable && a.TriesLeft == b.TriesLeft
}

// D15, D17, D18: whatever is wrong with a proof, it fails with one code.
func TestProofsThatFail(t *testing.T) {
	typed := func(r *rig) { r.change("microsoft", func(c *store.Connection) { c.DifferentEmail = true }) }
	for name, c := range map[string]struct {
		before      func(r *rig)
		email, word string
		reason      string
	}{
		"a wrong password":              {nil, "", "canary-wrong", "wrong_password"},
		"no password":                   {nil, "", "", "wrong_password"},
		"no user":                       {typed, "nobody@acme.example", secretWord, "no_user"},
		"another organization's user":   {typed, "only-globex@acme.example", secretWord, "no_user"},
		"a deactivated user":            {typed, "omar@acme.example", secretWord, "user_inactive"},
		"a user without a password":     {func(r *rig) { r.changeUser("gita", func(u *store.User) { u.PasswordHash = nil }) }, "", secretWord, "no_password"},
		"a user who is linked already":  {func(r *rig) { typed(r); r.enters("microsoft", "m-ana"); r.liveSessions() }, "ana@acme.example", secretWord, "already_linked_other"},
		"typed where it is not allowed": {nil, "ana@acme.example", "canary-wrong", "wrong_password"},
		"passwords are off": {func(r *rig) {
			r.acme.PasswordSignIn = false
			r.must(r.db.UpdateOrganization(r.t.Context(), r.acme))
		}, "", secretWord, "password_is_no_proof_here"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			if c.before != nil {
				c.before(r)
			}
			id, links, v := r.asked("microsoft", "m-gita"), r.links(), r.visitor()
			r.failed(r.proveAs(v, id, c.email, c.word))(fault.LinkProofFailed, c.reason)
			rows := r.rows(v.Reference)
			if len(rows) != 1 || rows[0].Code != "link_proof_failed" || rows[0].Reason != c.reason || rows[0].Purpose != "link_page" {
				t.Errorf("rows %+v", rows)
			}
			if r.links() != links || r.liveSessions() != 0 {
				t.Errorf("%d links, before %d", r.links(), links)
			}
			if page, err := r.flow.PendingLink(t.Context(), id); err != nil || page.TriesLeft != signin.MaxLinkProofs-1 {
				t.Errorf("%d tries left, %v", page.TriesLeft, err)
			}
		})
	}
}

// Where passwords do not open the door they prove a strong identity's own user.
func TestStrongProofWherePasswordsAreOff(t *testing.T) {
	r := onOne(t)
	r.acme.PasswordSignIn = false
	r.must(r.db.UpdateOrganization(t.Context(), r.acme))
	out, err := r.prove(r.asked("google", "boss@acme.example"), "ana@acme.example", secretWord)
	r.must(err)
	if h := r.holder(out); h.UserID != r.users["boss"].ID {
		t.Errorf("%s entered", h.Email)
	}
}

// Tries count on the link; a pause of the account spends none of them.
func TestLinkLocksAfterFiveWrongProofs(t *testing.T) {
	onBoth(t, func(r *rig) {
		id := r.asked("microsoft", "m-gita")
		for n := range signin.MaxLinkProofs {
			r.failed(r.prove(id, "", "canary-wrong"))(fault.LinkProofFailed, "wrong_password")
			if n == 3 { // the account's pause of one second has begun
				f := r.failed(r.prove(id, "", secretWord))(fault.LinkLocked, "password_pause")
				if f.RetryAfter != time.Second {
					r.t.Errorf("wait %v", f.RetryAfter)
				}
				r.clock.add(f.RetryAfter)
			}
		}
		r.clock.add(time.Minute)
		f := r.failed(r.prove(id, "", secretWord))(fault.LinkLocked, "tries_used_up")
		if f.RetryAfter <= 0 || f.RetryAfter > signin.PendingLife {
			r.t.Errorf("wait %v", f.RetryAfter)
		}
		if page, err := r.flow.PendingLink(r.t.Context(), id); err != nil || page.TriesLeft != 0 {
			r.t.Errorf("%d tries left, %v", page.TriesLeft, err)
		}
		if len(r.identities("gita")) != 0 || r.liveSessions() != 0 {
			r.t.Error("linked all the same")
		}
	})
}

// D15: one pending link is one link, whoever comes at the same time.
func TestPendingLinkIsSpentOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		id := r.asked("microsoft", "m-gita")
		var all sync.WaitGroup
		outs, errs := make([]signin.Outcome, 2), make([]error, 2)
		for n := range errs {
			all.Go(func() { outs[n], errs[n] = r.prove(id, "", secretWord) })
		}
		all.Wait()
		won := 0
		for n, err := range errs {
			switch f := fault.Of(err); {
			case err == nil:
				won++
			case f.Code != fault.LinkTicketExpired || outs[n] != (signin.Outcome{}):
				r.t.Errorf("got %+v, %v", outs[n], err)
			}
		}
		if won != 1 || len(r.identities("gita")) != 1 {
			r.t.Errorf("%d won, links %+v", won, r.identities("gita"))
		}
		if n := r.liveSessions(); n != 1 {
			r.t.Errorf("%d sessions", n)
		}
	})
}

// D09, D15: what was turned off, changed or ran out meanwhile links nobody.
func TestPendingLinkThatIsOver(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(r *rig)
		reason    string
	}{
		"it ran out":                       {func(r *rig) { r.clock.add(signin.PendingLife) }, "gone"},
		"the connection was turned off":    {func(r *rig) { r.change("microsoft", func(c *store.Connection) { c.State = store.Disabled }) }, "connection_changed"},
		"the application was changed":      {func(r *rig) { r.goLive(r.entra, "client-2") }, "connection_changed"},
		"links are made in the profile":    {func(r *rig) { r.change("microsoft", func(c *store.Connection) { c.Linking = store.LinkProfileOnly }) }, "connection_changed"},
		"there is no application any more": {func(r *rig) { r.change("microsoft", func(c *store.Connection) { c.LiveVersionID = nil }) }, "connection_gone"},
		"the organization was suspended": {func(r *rig) {
			r.acme.Active = false
			r.must(r.db.UpdateOrganization(r.t.Context(), r.acme))
		}, "connection_changed"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			id := r.asked("microsoft", "m-gita")
			c.meanwhile(r)
			r.failed(r.prove(id, "", secretWord))(fault.LinkTicketExpired, c.reason)
			if _, err := r.flow.PendingLink(t.Context(), id); fault.Of(err).Code != fault.LinkTicketExpired {
				t.Errorf("the page: %v", err)
			}
			if len(r.identities("gita")) != 0 || r.liveSessions() != 0 {
				t.Error("linked all the same")
			}
		})
	}
	r := onOne(t)
	for _, id := range []string{"", "x", secret.NewToken()} {
		if _, err := r.prove(id, "", secretWord); fault.Of(err).Code != fault.LinkTicketExpired {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Microsoft's sign-in name may stand in for a missing e-mail: it proves nothing.
func TestSignInNameOnlyFillsThePage(t *testing.T) {
	r := onOne(t)
	r.must(r.idp.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-upn", TenantID: tenantA, ObjectID: "o-upn", Extra: map[string]any{"preferred_username": "bob@acme.example"}}))
	id := r.asked("microsoft", "m-upn") // no e-mail claim, though the name is bob's (D06)
	if len(r.identities("bob")) != 0 {
		t.Fatal("linked by a sign-in name")
	}
	out, err := r.prove(id, "bob@acme.example", secretWord) // typed: it was only suggested
	r.must(err)
	if h := r.holder(out); h.UserID != r.users["bob"].ID {
		t.Errorf("%s entered", h.Email)
	}
}
