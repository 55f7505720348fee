package passwords_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/signin/passwords"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A3: sign-in by password, beside SSO.
func TestPasswordSignIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		old, v := r.Enters("google", "bob@acme.example"), r.Visitor()
		v.Session = old.Session
		out, err := r.Password(v, "ANA@acme.example", signintest.SecretWord)
		r.Must(err)
		h := r.PrincipalOf(out)
		if h.UserID != r.Users["ana"].ID || h.Method != "password" || h.ConnectionID != nil || h.IdentityID != nil {
			r.T.Errorf("session %+v", h)
		}
		if out.ReturnTo != "/profile" || out.Known == "" || out.Organization != "acme" || !out.SessionUntil.Equal(h.IdleExpiresAt.Time) {
			r.T.Errorf("outcome %+v", out)
		}
		rows := r.Rows(v.Reference)
		if len(rows) != 1 || rows[0].Purpose != "password" || rows[0].Code != "" || *rows[0].UserID != h.UserID || rows[0].Email != "ANA@acme.example" {
			r.T.Errorf("rows %+v", rows)
		}
		if h := r.PrincipalOf(old); h.EndReason != "replaced" { // B16
			r.T.Errorf("the browser's old session ended by %q", h.EndReason)
		}
	})
}

// H: every way to be wrong looks alike, and leaves one row.
func TestPasswordsThatFail(t *testing.T) {
	r := onOne(t)
	r.ChangeUser("bob", func(u *store.User) { u.PasswordHash = nil })
	for name, c := range map[string]struct{ email, word, reason string }{
		"a wrong password":            {"ana@acme.example", "canary-wrong", "wrong_password"},
		"no password":                 {"boss@acme.example", "", "wrong_password"},
		"no user":                     {"nobody@acme.example", signintest.SecretWord, "no_user"},
		"another organization's user": {"only-globex@acme.example", signintest.SecretWord, "no_user"},
		"a deactivated user (B32)":    {"omar@acme.example", signintest.SecretWord, "user_inactive"},
		"a user without a password":   {"bob@acme.example", signintest.SecretWord, "no_password"},
	} {
		t.Run(name, func(t *testing.T) {
			v := r.Visitor()
			f := r.Failed(r.Password(v, c.email, c.word))(fault.CredentialsInvalid, c.reason)
			if f.RetryAfter != 0 || f.Fields != nil {
				t.Errorf("got apart by %+v", f)
			}
			rows := r.Rows(v.Reference)
			if len(rows) != 1 || rows[0].Code != "credentials_invalid" || rows[0].Reason != c.reason {
				t.Errorf("rows %+v", rows)
			}
		})
	}
	if n := r.EndSessions(); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

func TestPasswordSignInIsOff(t *testing.T) {
	r := onOne(t)
	ask := func(organization string) error {
		_, err := r.Passwords.SignIn(t.Context(), passwords.Request{Organization: organization, Email: "ana@acme.example", Password: signintest.SecretWord, Visitor: r.Visitor()})
		return err
	}
	if f := fault.Of(ask("nobody")); f.Code != fault.OrgNotResolved {
		t.Errorf("an unknown organization: %v", f)
	}
	r.Acme.PasswordSignIn = false
	r.Must(r.DB.UpdateOrganization(t.Context(), r.Acme))
	if f := fault.Of(ask("acme")); f.Code != fault.PasswordLoginDisabled {
		t.Errorf("passwords off: %v", f)
	}
	r.Acme.Active = false
	r.Must(r.DB.UpdateOrganization(t.Context(), r.Acme))
	if f := fault.Of(ask("acme")); f.Code != fault.OrgNotResolved {
		t.Errorf("suspended: %v", f)
	}
	if n := r.EndSessions(); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

// Spec "Limits": a growing pause per account and address, never a lock, and a
// browser that signed in before keeps its own counter.
func TestWrongPasswordsPause(t *testing.T) {
	onBoth(t, func(r *rig) {
		known, err := r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord)
		r.Must(err)
		for range 4 {
			r.Failed(r.Password(r.Visitor(), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
		}
		v := r.Visitor()
		f := r.Failed(r.Password(v, "Ana@ACME.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
		if f.RetryAfter != time.Second || len(r.Rows(v.Reference)) != 0 {
			r.T.Errorf("wait %v, rows %+v", f.RetryAfter, r.Rows(v.Reference))
		}
		for name, change := range map[string]func(v *signin.Visitor, email *string){
			"another account":                 func(_ *signin.Visitor, email *string) { *email = "boss@acme.example" },
			"another address":                 func(v *signin.Visitor, _ *string) { v.Address = "192.0.2.8" },
			"a browser that signed in before": func(v *signin.Visitor, _ *string) { v.Known = known.Known },
		} {
			v, email := r.Visitor(), "ana@acme.example"
			change(&v, &email)
			if _, err := r.Password(v, email, signintest.SecretWord); err != nil {
				r.T.Errorf("%s: %v", name, err)
			}
		}
		forged := r.Visitor()
		forged.Known = known.Known + "A"
		r.Failed(r.Password(forged, "ana@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
		r.Clock.Add(time.Second)
		_, err = r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord)
		r.Must(err) // never a lock; and the counter is cleared
		for range 3 {
			r.Failed(r.Password(r.Visitor(), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
		}
		if _, err = r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord); err != nil {
			r.T.Errorf("three failures after a success already pause: %v", err)
		}
	})
}

// J09: a hash that an import brought is verified and then made anew.
func TestImportedHashIsUpgraded(t *testing.T) {
	r := onOne(t)
	imported, err := bcrypt.GenerateFromPassword([]byte(signintest.SecretWord), bcrypt.MinCost)
	r.Must(err)
	hash := string(imported)
	r.ChangeUser("ana", func(u *store.User) { u.PasswordHash = &hash })
	r.Failed(r.Password(r.Visitor(), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
	if u, err := r.DB.UserByEmail(t.Context(), r.Acme.ID, "ana@acme.example"); err != nil || *u.PasswordHash != hash {
		t.Errorf("upgraded by a wrong password, %v", err)
	}
	for range 2 {
		_, err = r.Password(r.Visitor(), "ana@acme.example", signintest.SecretWord)
		r.Must(err)
	}
	u, err := r.DB.UserByEmail(t.Context(), r.Acme.ID, "ana@acme.example")
	r.Must(err)
	if (*u.PasswordHash)[:10] != "$argon2id$" {
		t.Errorf("hash %.10s", *u.PasswordHash)
	}
}

// F7: whoever knows what bcrypt reads of a password, and no more, is not let in
// and changes nothing.
func TestF7_ImportedHashStaysWhenMoreIsTyped(t *testing.T) {
	onBoth(t, func(r *rig) {
		long := strings.Repeat("canary sentence ", 5)[:72]
		imported, err := bcrypt.GenerateFromPassword([]byte(long), bcrypt.MinCost)
		r.Must(err)
		hash := string(imported)
		r.ChangeUser("ana", func(u *store.User) { u.PasswordHash = &hash })
		for _, typed := range []string{long + "x", long + long, long[:71]} {
			r.Failed(r.Password(r.Visitor(), "ana@acme.example", typed))(fault.CredentialsInvalid, "wrong_password")
		}
		for range 2 { // of the hash that was imported, and of ours
			_, err = r.Password(r.Visitor(), "ana@acme.example", long)
			r.Must(err)
		}
		r.Failed(r.Password(r.Visitor(), "ana@acme.example", long+"x"))(fault.CredentialsInvalid, "wrong_password")
	})
}

// S6: a hash over the limits, or of another kind, is no password: the log says so,
// the forecast does not count it, and to the person it is a wrong one.
func TestS6_AHashThatIsNotChecked(t *testing.T) {
	onBoth(t, func(r *rig) {
		for _, hash := range []string{
			"$2a$22$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "md5:canary",
			"$argon2id$v=19$m=65536,t=900,p=1$V8dYmXJDxBnazDzo63blTA$LUhC8/WCgQ9ctQ8PGnkJLeXwH9xCYDtEcbh/YgEITdk",
			storetest.Unusable,
		} {
			r.Clock.Add(time.Hour)
			r.ChangeUser("ana", func(u *store.User) { u.PasswordHash = &hash })
			v := r.Visitor()
			r.Failed(r.Password(v, "ana@acme.example", signintest.SecretWord))(fault.CredentialsInvalid, "password_unusable")
			if rows := r.Rows(v.Reference); len(rows) != 1 || rows[0].Reason != "password_unusable" {
				r.T.Errorf("rows %+v", rows)
			}
		}
		preview, err := r.Forecasts.Preview(r.T.Context(), r.Acme.ID, r.Google.ID)
		r.Must(err)
		for _, e := range preview.Entries { // as the database of tests is told, of the last hash
			if e.UserID == r.Users["ana"].ID && e.HasPassword {
				r.T.Error("the forecast counts it")
			}
		}
	})
}
