package passwords_test

import (
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/signin/passwords"
	"latchkey/api/store"
)

// bypass makes a link for a user of acme that works for five minutes.
func (r *rig) bypass(name string) string {
	r.T.Helper()
	token := secret.NewToken()
	r.Log.Keep(token)
	r.Must(r.DB.AddBypassLink(r.T.Context(), store.BypassLink{
		TokenHash: secret.Hash(token), OrganizationID: r.Acme.ID, UserID: r.Users[name].ID, ExpiresAt: store.At(r.Clock.Now().Add(5 * time.Minute)),
	}))
	return token
}

func (r *rig) enterBy(v signin.Visitor, organization, token string) (signin.Outcome, error) {
	out, err := r.Passwords.UseBypass(r.T.Context(), passwords.Bypass{Organization: organization, Token: token, Visitor: v})
	r.Log.Keep(out.Session)
	return out, err
}

// S15: whatever the policy says, once, with a row in the log and an audit event.
func TestBypassLinkOpensOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		old, v := r.Enters("google", "bob@acme.example"), r.Visitor()
		v.Session = old.Session
		r.RequireSSO(r.Clock.Now())
		token := r.bypass("boss")
		r.Clock.Add(5*time.Minute - time.Microsecond)
		out, err := r.enterBy(v, "acme", token)
		r.Must(err)
		h := r.PrincipalOf(out)
		if !h.Bypass || h.Method != "password" || h.UserID != r.Users["boss"].ID || out.ReturnTo != signin.Home || out.Known != "" {
			t.Errorf("session %+v, outcome %+v", h, out)
		}
		rows := r.Rows(v.Reference)
		if len(rows) != 1 || rows[0].Purpose != "bypass" || rows[0].Code != "" || *rows[0].UserID != h.UserID || r.Audited("bypass.used") != 1 {
			t.Errorf("rows %+v", rows)
		}
		if h := r.PrincipalOf(old); h.EndReason != "replaced" { // B16
			t.Errorf("the browser's old session ended by %q", h.EndReason)
		}
		if u, err := r.DB.UserByID(t.Context(), r.Acme.ID, h.UserID); err != nil || !u.PasswordUsedAt.IsZero() {
			t.Errorf("a link is no password: %v %v", u.PasswordUsedAt, err)
		}
		r.Failed(r.enterBy(r.Visitor(), "acme", token))(fault.BypassClosed, "no_link")
	})
}

func TestBypassLinksThatOpenNothing(t *testing.T) {
	for name, c := range map[string]struct {
		organization string
		before       func(r *rig)
		reason       string
	}{
		"too late":                     {"acme", func(r *rig) { r.Clock.Add(5 * time.Minute) }, "no_link"},
		"another organization":         {"globex", nil, "no_link"},
		"an unknown one":               {"nobody", nil, "no_organization"},
		"a suspended one":              {"acme", func(r *rig) { r.Acme.Active = false; r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme)) }, "no_organization"},
		"somebody deactivated":         {"acme", func(r *rig) { r.ChangeUser("boss", func(u *store.User) { u.Active = false }) }, "no_super_admin"},
		"somebody who was super admin": {"acme", func(r *rig) { r.ChangeUser("boss", func(u *store.User) { u.Role = store.Agent }) }, "no_super_admin"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			token := r.bypass("boss")
			if c.before != nil {
				c.before(r)
			}
			v := r.Visitor()
			r.Failed(r.enterBy(v, c.organization, token))(fault.BypassClosed, c.reason)
			if rows := r.Rows(v.Reference); len(rows) != 0 || r.EndSessions() != 0 || r.Audited("bypass.used") != 0 {
				t.Errorf("rows %+v", rows)
			}
		})
	}
}

func TestOneOfManyUsesABypassLink(t *testing.T) {
	onBoth(t, func(r *rig) {
		token, won := r.bypass("boss"), make([]bool, 12)
		var all sync.WaitGroup
		for n := range won {
			all.Go(func() {
				_, err := r.enterBy(r.Visitor(), "acme", token)
				won[n] = err == nil
				if err != nil && fault.Of(err).Code != fault.BypassClosed {
					t.Errorf("lost by %v", err)
				}
			})
		}
		all.Wait()
		winners := 0
		for _, w := range won {
			if w {
				winners++
			}
		}
		if winners != 1 || r.EndSessions() != 1 {
			t.Errorf("%d entered", winners)
		}
	})
}
