package passwords_test

import (
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"latchkey/api/fault"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// Message 42: where SSO is required, passwords are refused alike, after the same work; the
// right password of an exempt user signs in.
func TestPasswordsWhereSSOIsRequired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.RequireSSO(r.Clock.Now())
		r.ChangeUser("gita", func(u *store.User) { u.Exempt = true })
		r.ChangeUser("omar", func(u *store.User) { u.Exempt = true })
		r.ChangeUser("bob", func(u *store.User) { u.PasswordHash = nil })
		for name, c := range map[string]struct{ email, word, reason string }{
			"a right password":              {"ana@acme.example", signintest.SecretWord, "not_exempt"},
			"a super admin's":               {"boss@acme.example", signintest.SecretWord, "not_exempt"},
			"a wrong password":              {"ana@acme.example", "canary-wrong", "wrong_password"},
			"an exempt one's wrong one":     {"gita@acme.example", "canary-wrong", "wrong_password"},
			"no user":                       {"nobody@acme.example", signintest.SecretWord, "no_user"},
			"another organization's user":   {"only-globex@acme.example", signintest.SecretWord, "no_user"},
			"exempt, but deactivated (B32)": {"omar@acme.example", signintest.SecretWord, "user_inactive"},
			"a user without a password":     {"bob@acme.example", signintest.SecretWord, "no_password"},
		} {
			v := r.Visitor()
			f := r.Failed(r.Password(v, c.email, c.word))(fault.PasswordLoginDisabled, c.reason)
			if f.RetryAfter != 0 || f.Fields != nil || f.Expected != "" || f.Received != "" {
				t.Errorf("%s: told apart by %+v", name, f)
			}
			rows := r.Rows(v.Reference)
			if len(rows) != 1 || rows[0].Code != "password_login_disabled" || rows[0].Reason != c.reason || rows[0].Account != "" {
				t.Errorf("%s: rows %+v", name, rows)
			}
		}
		out, err := r.Password(r.Visitor(), "gita@acme.example", signintest.SecretWord)
		r.Must(err)
		if h := r.PrincipalOf(out); h.UserID != r.Users["gita"].ID || h.Method != "password" {
			t.Errorf("session %+v", h)
		}
	})
}

// Tries count where sign-in by password is off as where it is on, whoever they are for.
func TestPasswordsOffCountTries(t *testing.T) {
	r := onOne(t)
	r.RequireSSO(r.Clock.Now())
	for _, email := range []string{"ana@acme.example", "nobody@acme.example"} {
		for range 4 {
			r.Failed(r.Password(r.Visitor(), email, signintest.SecretWord))(fault.PasswordLoginDisabled, map[bool]string{true: "not_exempt", false: "no_user"}[email[0] == 'a'])
		}
		if f := r.Failed(r.Password(r.Visitor(), email, signintest.SecretWord))(fault.RateLimited, "password_pause"); f.RetryAfter != time.Second {
			t.Errorf("%s waits %v", email, f.RetryAfter)
		}
	}
}

// The time that a better hash takes would show that a password was right.
func TestPasswordsOffUpgradeNoHash(t *testing.T) {
	r := onOne(t)
	imported, err := bcrypt.GenerateFromPassword([]byte(signintest.SecretWord), bcrypt.MinCost)
	r.Must(err)
	hash := string(imported)
	r.ChangeUser("ana", func(u *store.User) { u.PasswordHash = &hash })
	r.RequireSSO(r.Clock.Now())
	r.Failed(r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord))(fault.PasswordLoginDisabled, "not_exempt")
	u, err := r.DB.UserByID(t.Context(), r.Acme.ID, r.Users["ana"].ID)
	r.Must(err)
	if *u.PasswordHash != hash || !u.PasswordUsedAt.IsZero() {
		t.Errorf("hash %.10s, used %v", *u.PasswordHash, u.PasswordUsedAt)
	}
}

// A date ends sign-in by password when it comes, on the sign-in page and on the link page.
func TestTheDateFromWhichSSOIsRequired(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Change("microsoft", func(c *store.Connection) { c.DifferentEmail = true })
		r.RequireSSO(r.Clock.Now().Add(time.Minute))
		page := func(id string) linking.Page {
			p, err := r.LinkPages.Read(t.Context(), id)
			r.Must(err)
			return p
		}
		_, err := r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord)
		r.Must(err)
		weak, other := r.Asked("microsoft", "m-gita"), r.Asked("microsoft", "m-gita")
		if p := page(weak); !p.EmailEditable || len(p.Proofs) != 1 {
			t.Errorf("before: %+v", p)
		}
		r.Must(func() error { _, err := r.Prove(other, "ana@acme.example", signintest.SecretWord); return err }())
		r.Clock.Add(time.Minute)
		if p := page(weak); p.EmailEditable || len(p.Proofs) != 0 {
			t.Errorf("afterwards: %+v", p)
		}
		r.Failed(r.Prove(weak, "", signintest.SecretWord))(fault.LinkProofFailed, "password_is_no_proof_here")
		r.Failed(r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord))(fault.PasswordLoginDisabled, "not_exempt")
		_, err = r.Prove(r.Asked("google", "boss@acme.example"), "", signintest.SecretWord)
		r.Must(err) // strong, with the same e-mail
	})
}

// When somebody last signed in by the present password: what proves break-glass.
func TestUseOfAPasswordIsNoted(t *testing.T) {
	onBoth(t, func(r *rig) {
		used := func(name string) time.Time {
			u, err := r.DB.UserByID(t.Context(), r.Acme.ID, r.Users[name].ID)
			r.Must(err)
			return u.PasswordUsedAt.Time
		}
		r.Failed(r.Password(r.Visitor(), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
		if !used("ana").IsZero() {
			t.Errorf("a wrong password counts: %v", used("ana"))
		}
		_, err := r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord)
		r.Must(err)
		_, err = r.Prove(r.Asked("google", "boss@acme.example"), "", signintest.SecretWord)
		r.Must(err)
		if now := r.Clock.Now(); !used("ana").Equal(now) || !used("boss").Equal(now) || !used("gita").IsZero() {
			t.Errorf("ana %v, boss %v, gita %v", used("ana"), used("boss"), used("gita"))
		}
	})
}

func TestConfirmPassword(t *testing.T) {
	onBoth(t, func(r *rig) {
		confirm := func(email, word string) (store.User, error) {
			return r.Passwords.Confirm(t.Context(), r.Acme.ID, email, word, r.Visitor())
		}
		u, err := confirm("BOSS@acme.example", signintest.SecretWord)
		r.Must(err)
		if u.ID != r.Users["boss"].ID || r.EndSessions() != 0 {
			t.Errorf("confirmed %+v", u)
		}
		r.RequireSSO(r.Clock.Now())
		for reason, c := range map[string][2]string{
			"no_user": {"nobody@acme.example", signintest.SecretWord}, "user_inactive": {"omar@acme.example", signintest.SecretWord}, "wrong_password": {"boss@acme.example", "canary-wrong"},
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
		if _, err = confirm("boss@acme.example", signintest.SecretWord); fault.Of(err).Code != fault.RateLimited { // one counter with the sign-in page (H05)
			t.Errorf("after four failures: %v", err)
		}
		r.Failed(r.Password(r.Visitor(), "boss@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
	})
}

// What a super admin may connect later: the account of an attempt that was
// refused though it was proven, and of no other.
func TestRefusedAccountsAreKept(t *testing.T) {
	onBoth(t, func(r *rig) {
		kept := func(reference string) (store.RefusedAccount, string) {
			rows := r.Rows(reference)
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
			return kept(r.Refused(r.Away(provider, who), code, reason).Reference)
		}
		a, user := refused("google", "stranger@acme.example", fault.UserNotAuthorized, "no_user")
		want := store.RefusedAccount{
			Issuer: r.IDP.GoogleIssuer(), Subject: "1005", HostedDomain: "acme.example", ClientID: signintest.ClientID + "-google", Email: "stranger@acme.example",
		}
		a.Issuer, want.Issuer = "", "" // Google's is kept in one form
		if a != want || user != "" {
			t.Errorf("an unknown user: %+v %s", a, user)
		}
		if a, user = refused("google", "omar@acme.example", fault.UserNotAuthorized, "user_inactive"); a.Subject != "1004" || user != r.Users["omar"].ID {
			t.Errorf("somebody deactivated: %+v %s", a, user)
		}
		rows := r.Rows(r.Refused(r.Away("microsoft", "m-other"), fault.WrongTenant, "other_tenant").Reference)
		if a, ok := rows[0].RefusedAccount(); !ok || a.Subject != "m-other" || a.TenantID != signintest.TenantB || a.ObjectID != "o-other" {
			t.Errorf("outside of the lock: %+v", a)
		}
		v := r.Visitor()
		r.Failed(r.ProveAs(v, r.Asked("microsoft", "m-gita"), "", "canary-wrong"))(fault.LinkProofFailed, "wrong_password")
		if a, user = kept(v.Reference); a.Subject != "m-gita" || a.ObjectID != "o-gita" || user != r.Users["gita"].ID {
			t.Errorf("not proven on the link page: %+v %s", a, user)
		}
		back := r.Away("google", "ana@acme.example")
		r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		if a, _ = kept(r.Refused(back, fault.SSOProviderDisabled, "disabled").Reference); a != (store.RefusedAccount{}) {
			t.Errorf("before anything was proven: %+v", a)
		}
	})
}
