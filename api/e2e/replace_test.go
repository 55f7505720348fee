package e2e_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/profile"
	"latchkey/api/store"
)

const (
	replacement = "/replacement"
	mayaAgain   = "100000000000000000092" // another account of maya's, with her address
)

// withAnother is maya with google connected, and another account there.
func (w *world) withAnother() person {
	w.t.Helper()
	must(w.t, w.provider.AddPerson(idptest.Person{
		Provider: idptest.Google, Subject: mayaAgain, Email: "maya@acme.example", HostedDomain: "acme.example", EmailVerified: true,
	}))
	maya := w.person("maya@acme.example")
	maya.connects("google", "100000000000000000001").wantSecurity(connected("google"))
	return maya
}

func (p person) replaces(provider, who string) answer {
	p.w.t.Helper()
	return p.navigate(p.atProvider(p.begins(identities+"/"+provider+replacement), who))
}

// subjectOf is the google account of a user of acme.
func (w *world) subjectOf(email string) string {
	w.t.Helper()
	var subjects []string
	must(w.t, w.raw.SelectContext(w.t.Context(), &subjects, w.raw.Rebind(`SELECT i.subject FROM identities i
		JOIN users u ON u.id = i.user_id JOIN organizations o ON o.id = u.organization_id
		JOIN connections c ON c.id = i.connection_id WHERE o.code = 'acme' AND c.provider = 'google' AND u.email_lower = ?`), email))
	if len(subjects) != 1 {
		return ""
	}
	return subjects[0]
}

// "Replace an account in one guarded step": the new one signs in, the old one
// does not, other sessions end (D23) and the person is told.
func TestReplaceAccount(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		maya := w.withAnother()
		phone := w.person("maya@acme.example")
		maya.replaces("google", mayaAgain).wantSecurity(connected("google"))
		if got := w.subjectOf("maya@acme.example"); got != mayaAgain || w.audited("identity.replaced") != 1 || w.audited("identity.unlinked") != 0 {
			t.Errorf("%q is connected", got)
		}
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "") // this session stays
		w.clock.add(time.Second)
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		if w.sent("replaced", "maya@acme.example") != 1 {
			t.Error("maya is not told")
		}
		w.browser().signIn("acme", "google", mayaAgain).wantSignedIn()
		w.browser().signIn("acme", "google", "100000000000000000001").wantRefused("user_not_authorized") // D02
		// The same account once more is merely seen.
		other := w.person("maya@acme.example")
		maya.replaces("google", mayaAgain).wantSecurity(connected("google"))
		w.clock.add(time.Second)
		other.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		if w.audited("identity.replaced") != 1 || w.subjectOf("maya@acme.example") != mayaAgain {
			t.Error("the same account counts as another")
		}
		if last := maya.items("/sign-ins")[0]; last["purpose"] != "link" || last["result"] != "signed_in" {
			t.Errorf("the latest attempt: %v", last)
		}
	})
}

// The rules of connecting hold (D12, D18, D21), and whoever is refused keeps the
// account that they had.
func TestReplaceRefused(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		ben := w.person("ben@acme.example")
		ben.ask(http.MethodPost, identities+"/google"+replacement, nil).want(http.StatusNotFound, "not_found")
		ben.ask(http.MethodPost, identities+"/okta"+replacement, nil).want(http.StatusConflict, "sso_not_configured")
		person{w.browser(), ""}.ask(http.MethodPost, identities+"/google"+replacement, nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()

		maya := w.withAnother()
		had := w.subjectOf("maya@acme.example")
		for who, code := range map[string]string{
			"lena@acme.example":     "already_linked_other_user", // D18
			"stranger@acme.example": "email_mismatch",
			"someone@gmail.com":     "wrong_hosted_domain",
		} {
			maya.replaces("google", who).wantSecurity(refusedAs(code, "google"))
		}
		// D12: another session finishes it.
		back := maya.atProvider(maya.begins(identities+"/google"+replacement), mayaAgain)
		for _, name := range maya.attempts() {
			ben.cookies[name] = maya.cookies[name]
		}
		ben.navigate(back).wantSecurity(refusedAs("attempt_session_changed", "google"))
		// D14: an attempt that connects replaces nothing.
		maya.connects("google", mayaAgain).wantSecurity(refusedAs("already_linked_other", "google"))
		// Disconnected while they were away: nothing is connected by surprise.
		back = maya.atProvider(maya.begins(identities+"/google"+replacement), mayaAgain)
		if got := w.subjectOf("maya@acme.example"); got != had {
			t.Errorf("%q is connected, before %q", got, had)
		}
		maya.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusOK, "")
		maya.navigate(back).wantSecurity(refusedAs("attempt_session_changed", "google")) // S2
		if w.identitiesOf("maya@acme.example") != 0 || w.audited("identity.replaced") != 0 || w.unsent("replaced") != 0 {
			t.Error("something was replaced")
		}
		w.clock.add(profile.Recent)
		maya.token = maya.browser.token()
		maya.ask(http.MethodPost, identities+"/google"+replacement, nil).want(http.StatusUnauthorized, "reauth_required")
	})
}

// D20: who has no other sign-in method replaces it and is never without one, also the
// last super admin where SSO is required.
func TestReplaceTheLastSignInMethod(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		const another = "100000000000000000093"
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Google, Subject: another, Email: "sofia@acme.example", HostedDomain: "acme.example", EmailVerified: true,
		}))
		sofia := w.person("sofia@acme.example")
		sofia.connects("google", "100000000000000000003").wantSecurity(connected("google"))
		_, err := w.raw.ExecContext(t.Context(), "UPDATE users SET password_hash = NULL WHERE email_lower = 'sofia@acme.example'")
		must(t, err)
		o, err := w.store.OrganizationByCode(t.Context(), "acme")
		must(t, err)
		o.SSORequiredAt = store.At(w.clock.now())
		must(t, w.store.UpdateOrganization(t.Context(), o))
		sofia.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusConflict, "sso_required")
		sofia.replaces("google", another).wantSecurity(connected("google"))
		if can, err := w.store.SuperAdminCanSignIn(t.Context(), o.ID); err != nil || !can || w.subjectOf("sofia@acme.example") != another {
			t.Errorf("can get in: %v, %v", can, err)
		}
		b := w.browser()
		b.signIn("acme", "google", another).wantSignedIn()
	})
}

// Disconnecting against replacing: whoever comes second finds what the first
// left, and no old account comes back.
func TestReplaceAgainstUnlink(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		maya := w.withAnother()
		back := maya.atProvider(maya.begins(identities+"/google"+replacement), mayaAgain)
		start := make(chan struct{})
		var all sync.WaitGroup
		var came, cut answer
		all.Go(func() { <-start; came = maya.navigate(back) })
		tab := person{w.browser(), maya.token}
		all.Go(func() { <-start; cut = tab.ask(http.MethodDelete, identities+"/google", nil) })
		close(start)
		all.Wait()
		cut.want(http.StatusOK, "")
		if n := w.audited("identity.replaced"); n == 1 {
			came.wantSecurity(connected("google"))
		} else {
			came.wantSecurity(refusedAs("attempt_session_changed", "google")) // S2
		}
		if n := w.identitiesOf("maya@acme.example"); n != 0 {
			t.Errorf("%d links", n)
		}
	})
}
