package signin_test

import (
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// requireSSO requires SSO from a time on.
func (r *rig) requireSSO(from time.Time) {
	r.t.Helper()
	r.acme.SSORequiredAt = store.At(from)
	r.must(r.db.UpdateOrganization(r.t.Context(), r.acme))
}

// Message 42: where SSO is required, passwords are refused alike, after the same work; the
// right password of an exempt user signs in.
func TestPasswordsWhereSSOIsRequired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.requireSSO(r.clock.now())
		r.changeUser("gita", func(u *store.User) { u.Exempt = true })
		r.changeUser("omar", func(u *store.User) { u.Exempt = true })
		r.changeUser("bob", func(u *store.User) { u.PasswordHash = nil })
		for name, c := range map[string]struct{ email, word, reason string }{
			"a right password":              {"ana@acme.example", secretWord, "not_exempt"},
			"a super admin's":               {"boss@acme.example", secretWord, "not_exempt"},
			"a wrong password":              {"ana@acme.example", "canary-wrong", "wrong_password"},
			"an exempt one's wrong one":     {"gita@acme.example", "canary-wrong", "wrong_password"},
			"no user":                       {"nobody@acme.example", secretWord, "no_user"},
			"another organization's user":   {"only-globex@acme.example", secretWord, "no_user"},
			"exempt, but deactivated (B32)": {"omar@acme.example", secretWord, "user_inactive"},
			"a user without a password":     {"bob@acme.example", secretWord, "no_password"},
		} {
			v := r.visitor()
			f := r.failed(r.password(v, c.email, c.word))(fault.PasswordLoginDisabled, c.reason)
			if f.RetryAfter != 0 || f.Fields != nil || f.Expected != "" || f.Received != "" {
				t.Errorf("%s: told apart by %+v", name, f)
			}
			rows := r.rows(v.Reference)
			if len(rows) != 1 || rows[0].Code != "password_login_disabled" || rows[0].Reason != c.reason || rows[0].Account != "" {
				t.Errorf("%s: rows %+v", name, rows)
			}
		}
		out, err := r.password(r.visitor(), "gita@acme.example", secretWord)
		r.must(err)
		if h := r.holder(out); h.UserID != r.users["gita"].ID || h.Method != "password" {
			t.Errorf("session %+v", h)
		}
	})
}

// Tries count where the door is closed as where it is open, whoever they are for.
func TestClosedDoorCountsTries(t *testing.T) {
	r := onOne(t)
	r.requireSSO(r.clock.now())
	for _, email := range []string{"ana@acme.example", "nobody@acme.example"} {
		for range 4 {
			r.failed(r.password(r.visitor(), email, secretWord))(fault.PasswordLoginDisabled, map[bool]string{true: "not_exempt", false: "no_user"}[email[0] == 'a'])
		}
		if f := r.failed(r.password(r.visitor(), email, secretWord))(fault.RateLimited, "password_pause"); f.RetryAfter != time.Second {
			t.Errorf("%s waits %v", email, f.RetryAfter)
		}
	}
}

// The time that a better hash takes would show that a password was right.
func TestClosedDoorUpgradesNoHash(t *testing.T) {
	r := onOne(t)
	imported, err := bcrypt.GenerateFromPassword([]byte(secretWord), bcrypt.MinCost)
	r.must(err)
	hash := string(imported)
	r.changeUser("ana", func(u *store.User) { u.PasswordHash = &hash })
	r.requireSSO(r.clock.now())
	r.failed(r.password(r.visitor(), "ana@acme.example", secretWord))(fault.PasswordLoginDisabled, "not_exempt")
	u, err := r.db.UserByID(t.Context(), r.acme.ID, r.users["ana"].ID)
	r.must(err)
	if *u.PasswordHash != hash || !u.PasswordUsedAt.IsZero() {
		t.Errorf("hash %.10s, used %v", *u.PasswordHash, u.PasswordUsedAt)
	}
}

// A date closes the door when it comes, on the sign-in page and on the link page.
func TestTheDateFromWhichSSOIsRequired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
		r.requireSSO(r.clock.now().Add(time.Minute))
		page := func(id string) signin.LinkPage {
			p, err := r.flow.PendingLink(t.Context(), id)
			r.must(err)
			return p
		}
		_, err := r.password(r.visitor(), "ana@acme.example", secretWord)
		r.must(err)
		weak, other := r.asked("microsoft", "m-gita"), r.asked("microsoft", "m-gita")
		if p := page(weak); !p.EmailEditable || len(p.Proofs) != 1 {
			t.Errorf("before: %+v", p)
		}
		r.must(func() error { _, err := r.prove(other, "ana@acme.example", secretWord); return err }())
		r.clock.add(time.Minute)
		if p := page(weak); p.EmailEditable || len(p.Proofs) != 0 {
			t.Errorf("afterwards: %+v", p)
		}
		r.failed(r.prove(weak, "", secretWord))(fault.LinkProofFailed, "password_is_no_proof_here")
		r.failed(r.password(r.visitor(), "ana@acme.example", secretWord))(fault.PasswordLoginDisabled, "not_exempt")
		_, err = r.prove(r.asked("google", "boss@acme.example"), "", secretWord)
		r.must(err) // strong, with the same e-mail
	})
}

// When the present password last opened the door: what proves break-glass.
func TestUseOfAPasswordIsNoted(t *testing.T) {
	onBoth(t, func(r *rig) {
		used := func(name string) time.Time {
			u, err := r.db.UserByID(t.Context(), r.acme.ID, r.users[name].ID)
			r.must(err)
			return u.PasswordUsedAt.Time
		}
		r.failed(r.password(r.visitor(), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
		if !used("ana").IsZero() {
			t.Errorf("a wrong password counts: %v", used("ana"))
		}
		_, err := r.password(r.visitor(), "ana@acme.example", secretWord)
		r.must(err)
		_, err = r.prove(r.asked("google", "boss@acme.example"), "", secretWord)
		r.must(err)
		if now := r.clock.now(); !used("ana").Equal(now) || !used("boss").Equal(now) || !used("gita").IsZero() {
			t.Errorf("ana %v, boss %v, gita %v", used("ana"), used("boss"), used("gita"))
		}
	})
}

func TestConfirmPassword(t *testing.T) {
	onBoth(t, func(r *rig) {
		confirm := func(email, word string) (store.User, error) {
			return r.flow.ConfirmPassword(t.Context(), r.acme.ID, email, word, r.visitor())
		}
		u, err := confirm("BOSS@acme.example", secretWord)
		r.must(err)
		if u.ID != r.users["boss"].ID || r.liveSessions() != 0 {
			t.Errorf("confirmed %+v", u)
		}
		r.requireSSO(r.clock.now())
		for reason, c := range map[string][2]string{
			"no_user": {"nobody@acme.example", secretWord}, "user_inactive": {"omar@acme.example", secretWord}, "wrong_password": {"boss@acme.example", "canary-wrong"},
		} {
			if _, err := confirm(c[0], c[1]); fault.Of(err).Code != fault.CredentialsInvalid || fault.Of(err).Reason != reason {
				t.Errorf("%s: %v", reason, err)
			}
		}
		for range 3 {
			if _, err := confirm("boss@acme.example", "canary-wrong"); fault.Of(err).Code != fault.CredentialsInvalid {
				t.Errorf("a wrong password: %v", err)
			}
		}
		if _, err = confirm("boss@acme.example", secretWord); fault.Of(err).Code != fault.RateLimited { // one counter with the sign-in page (H05)
			t.Errorf("after four failures: %v", err)
		}
		r.failed(r.password(r.visitor(), "boss@acme.example", secretWord))(fault.RateLimited, "password_pause")
	})
}

// What a super admin may connect later: the account of an attempt that was
// refused though it was proven, and of no other.
func TestRefusedAccountsAreKept(t *testing.T) {
	onBoth(t, func(r *rig) {
		kept := func(reference string) (store.RefusedAccount, string) {
			rows := r.rows(reference)
			if len(rows) != 1 {
				t.Fatalf("rows %+v", rows)
			}
			a, _ := rows[0].RefusedAccount()
			user := ""
			if rows[0].UserID != nil {
				user = *rows[0].UserID
			}
			return a, user
		}
		refused := func(provider, who string, code fault.Code, reason string) (store.RefusedAccount, string) {
			return kept(r.refused(r.away(provider, who), code, reason).Reference)
		}
		a, user := refused("google", "stranger@acme.example", fault.UserNotAuthorized, "no_user")
		want := store.RefusedAccount{
			Issuer: r.idp.GoogleIssuer(), Subject: "1005", HostedDomain: "acme.example", ClientID: clientID + "-google", Email: "stranger@acme.example",
		}
		a.Issuer, want.Issuer = "", "" // Google's is kept in one form
		if a != want || user != "" {
			t.Errorf("a stranger: %+v %s", a, user)
		}
		if a, user = refused("google", "omar@acme.example", fault.UserNotAuthorized, "user_inactive"); a.Subject != "1004" || user != r.users["omar"].ID {
			t.Errorf("somebody deactivated: %+v %s", a, user)
		}
		rows := r.rows(r.refused(r.away("microsoft", "m-other"), fault.WrongTenant, "other_tenant").Reference)
		if a, ok := rows[0].RefusedAccount(); !ok || a.Subject != "m-other" || a.TenantID != tenantB || a.ObjectID != "o-other" {
			t.Errorf("outside of the lock: %+v", a)
		}
		v := r.visitor()
		r.failed(r.proveAs(v, r.asked("microsoft", "m-gita"), "", "canary-wrong"))(fault.LinkProofFailed, "wrong_password")
		if a, user = kept(v.Reference); a.Subject != "m-gita" || a.ObjectID != "o-gita" || user != r.users["gita"].ID {
			t.Errorf("not proven on the link page: %+v %s", a, user)
		}
		back := r.away("google", "ana@acme.example")
		r.change("google", func(c *store.Connection) { c.State = store.Disabled })
		if a, _ = kept(r.refused(back, fault.SSOProviderDisabled, "disabled").Reference); a != (store.RefusedAccount{}) {
			t.Errorf("before anything was proven: %+v", a)
		}
	})
}
