package signin_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A39, B24, B25: the first sign-in links, silently, and writes all of it.
func TestFirstSignInLinksSilently(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		out, err := r.Complete(back)
		r.Must(err)
		want := signin.Outcome{
			ReturnTo: "/profile", Session: out.Session, SessionUntil: r.Clock.Now().Add(store.DefaultSessionIdle),
			Known: out.Known, Organization: "acme", SpentCookie: out.SpentCookie,
		}
		if out != want || out.Known == "" || back.Attempts[out.SpentCookie] == "" {
			r.T.Errorf("outcome %+v", out)
		}
		ids := r.Identities("ana")
		if len(ids) != 1 {
			r.T.Fatalf("links %+v", ids)
		}
		wantLink := store.Identity{
			ID: ids[0].ID, OrganizationID: r.Acme.ID, UserID: r.Users["ana"].ID, ConnectionID: r.Google.ID, Issuer: r.IDP.GoogleIssuer(),
			Subject: "1001", ClientID: signintest.ClientID + "-google", Email: "ana@acme.example", HostedDomain: "acme.example",
			LinkedAt: store.At(r.Clock.Now()), LastUsedAt: store.At(r.Clock.Now()),
		}
		if ids[0] != wantLink {
			r.T.Errorf("link %+v", ids[0])
		}
		h := r.PrincipalOf(out)
		if h.UserID != r.Users["ana"].ID || h.Method != "sso" || h.Provider != "google" || *h.ConnectionID != r.Google.ID || *h.IdentityID != ids[0].ID || h.Address != "192.0.2.7" {
			r.T.Errorf("session %+v", h.Session)
		}
		rows := r.Rows(back.Visitor.Reference)
		if len(rows) != 1 || rows[0].Code != "" || rows[0].Proof != "strong" || rows[0].Step != "commit" || *rows[0].UserID != h.UserID || *rows[0].VersionID != *r.Google.LiveVersionID {
			r.T.Errorf("rows %+v", rows)
		}
		var timings map[string]int64
		if err := json.Unmarshal([]byte(rows[0].Timings), &timings); err != nil || len(timings) != 8 {
			r.T.Errorf("timings %s, %v", rows[0].Timings, err)
		}
		if r.Audited("identity.linked") != 1 {
			r.T.Error("the link was not audited")
		}
	})
}

// B26, B27, D25: from then on the link decides, whatever happens to the e-mails.
func TestSecondSignInGoesByTheLink(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		r.ChangeUser("ana", func(u *store.User) { u.Email = "ana.new@acme.example" })
		r.ChangeUser("bob", func(u *store.User) { u.Email = "renamed@acme.example" }) // the provider's new one
		r.Must(r.IDP.AddPerson(idptest.Person{Provider: "google", Subject: "1001", Email: "renamed@acme.example", HostedDomain: "ACME.example"}))
		r.Clock.Add(time.Hour)
		h := r.PrincipalOf(r.Enters("google", "1001"))
		ids := r.Identities("ana")
		if h.UserID != r.Users["ana"].ID || h.Email != "ana.new@acme.example" || len(ids) != 1 || len(r.Identities("bob")) != 0 {
			r.T.Errorf("%s entered, links %+v", h.Email, ids)
		}
		if ids[0].Email != "renamed@acme.example" || ids[0].HostedDomain != "ACME.example" || !ids[0].LastUsedAt.Equal(r.Clock.Now()) {
			r.T.Errorf("link %+v", ids[0])
		}
		if r.Audited("identity.linked") != 1 {
			r.T.Error("linked again")
		}
	})
}

// Entra's sub changes with the app registration; tid and oid do not.
func TestMicrosoftLinkHeals(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("microsoft", "m-ana")
		person := idptest.Person{Provider: "microsoft", Subject: "m-ana-2", Email: "other@acme.example", TenantID: signintest.TenantA, ObjectID: signintest.AnaOID}
		r.Must(r.IDP.AddPerson(person))
		r.EndSessions()
		r.Refused(r.Away("microsoft", "m-ana-2"), fault.UserNotAuthorized, "already_linked_other") // the same registration
		r.Entra = r.GoLive(r.Entra, "client-2")
		h := r.PrincipalOf(r.Enters("microsoft", "m-ana-2"))
		ids := r.Identities("ana")
		if h.UserID != r.Users["ana"].ID || len(ids) != 1 || ids[0].Subject != "m-ana-2" || ids[0].ClientID != "client-2" {
			r.T.Errorf("%s entered, links %+v", h.Email, ids)
		}
		if r.Audited("identity.healed") != 1 {
			r.T.Error("healing was not audited")
		}
	})
}

// The rows of "Back", each ended by its own refusal.
func TestRefusedAttempts(t *testing.T) {
	lie := func(edit func(s *idptest.Script)) func(*rig) { return func(r *rig) { r.IDP.Script(edit) } }
	for name, c := range map[string]struct {
		provider, who string
		before, away  func(r *rig) // before the start; while the person is away
		code          fault.Code
		reason        string
	}{
		"no user (B20)":                     {"google", "stranger@acme.example", nil, nil, fault.UserNotAuthorized, "no_user"},
		"a deactivated user (B22, D08)":     {"google", "omar@acme.example", nil, nil, fault.UserNotAuthorized, "user_inactive"},
		"another organization's (B18, E02)": {"google", "only-globex@acme.example", nil, nil, fault.UserNotAuthorized, "no_user"},
		"weak proof where it is refused": {"google", "weak@acme.example", func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.WeakProof = store.WeakRefuse })
		}, nil, fault.EmailNotVerified, ""},
		"links are made in the profile": {"google", "ana@acme.example", func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.Linking = store.LinkProfileOnly })
		}, nil, fault.LinkInProfileFirst, ""},
		"a private account (B6)":   {"google", "someone@gmail.com", nil, nil, fault.WrongHostedDomain, "no_hosted_domain"},
		"another tenant":           {"microsoft", "m-other", nil, nil, fault.WrongTenant, "other_tenant"},
		"the person refused (B11)": {"google", idptest.Refuse, nil, nil, fault.ProviderDenied, "provider_answer"},
		"another nonce (C, B06)":   {"google", "ana@acme.example", nil, lie(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["nonce"] = "x" } }), fault.TokenInvalid, "nonce"},
		"a wrong issuer in the answer": {"google", "ana@acme.example", lie(func(s *idptest.Script) {
			s.AuthzParams = func(q url.Values) { q.Set("iss", "https://evil.example") }
		}), nil, fault.TokenInvalid, "iss_mismatch"},
		"no issuer in the answer (B10)": {"google", "ana@acme.example", lie(func(s *idptest.Script) { s.AuthzParams = func(q url.Values) { q.Del("iss") } }), nil, fault.TokenInvalid, "iss_mismatch"},
		"a code that is not the provider's": {"google", "ana@acme.example", lie(func(s *idptest.Script) {
			s.AuthzParams = func(q url.Values) { q.Set("code", "canary-code") }
		}), nil, fault.CodeRejected, "token_answer"},
		"a provider that fails": {"google", "ana@acme.example", nil, lie(func(s *idptest.Script) { s.TokenAnswer = idptest.Body(502, "text/html", "canary") }), fault.ProviderUnreachable, "token_http_502"},
		"too late (B05)":        {"google", "ana@acme.example", nil, func(r *rig) { r.Clock.Add(attempt.Life + time.Second) }, fault.AttemptExpired, "too_late"},
		"the connection was turned off (D09)": {"google", "ana@acme.example", nil, func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		}, fault.SSOProviderDisabled, "disabled"},
		"the connection was removed (D09)": {"google", "ana@acme.example", nil, func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.State = store.Removed })
		}, fault.SSOProviderDisabled, "removed"},
		"the application was changed (D09)": {"google", "ana@acme.example", nil, func(r *rig) { r.GoLive(r.Google, "client-2") }, fault.SSOConfigChanged, "other_version"},
		"there is no application any more (D09)": {"google", "ana@acme.example", nil, func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.LiveVersionID = nil })
		}, fault.SSOConfigChanged, "connection_gone"},
		"the organization was suspended (D09)": {"google", "ana@acme.example", nil, func(r *rig) {
			r.Acme.Active = false
			r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
		}, fault.SSOProviderDisabled, "organization_suspended"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			if c.before != nil {
				c.before(r)
			}
			back := r.Away(c.provider, c.who)
			if c.away != nil {
				c.away(r)
			}
			r.Refused(back, c.code, c.reason)
			if said := strings.Contains(r.Log.Text(), `"reason":"other_org"`); said != (c.who == "only-globex@acme.example") {
				t.Errorf("the log names another organization: %v", said)
			}
		})
	}
}

// B21 to B23, D27: who is refused are shown the same.
func TestRefusalsLookAlike(t *testing.T) {
	r := onOne(t)
	r.Enters("google", "bob@acme.example")
	r.Must(r.IDP.AddPerson(idptest.Person{Provider: "google", Subject: "9999", Email: "bob@acme.example", HostedDomain: "acme.example", EmailVerified: true}))
	r.EndSessions()
	for who, reason := range map[string]string{
		"stranger@acme.example": "no_user", "omar@acme.example": "user_inactive", "only-globex@acme.example": "no_user",
		"9999": "already_linked_other", // a recycled mailbox (D02, D04)
	} {
		back := r.Away("google", who)
		got := r.Refused(back, fault.UserNotAuthorized, reason)
		if got.Provider != "google" || got.Fault.Fields != nil || got.Fault.RetryAfter != 0 || got.Fault.Expected != "" || got.Fault.Received != "" {
			t.Errorf("%s is told apart by %+v", who, got)
		}
	}
	if ids := r.Identities("bob"); len(ids) != 1 || ids[0].Subject != "1002" {
		t.Errorf("bob's link became %+v", ids)
	}
}

// B32: a link does not help a user who was deactivated.
func TestLinkedButDeactivated(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		r.ChangeUser("ana", func(u *store.User) { u.Active = false })
		r.EndSessions()
		r.Refused(r.Away("google", "ana@acme.example"), fault.UserNotAuthorized, "user_inactive")
	})
}

// B16: the session that this browser had, planted or not, ends.
func TestSignInReplacesTheBrowsersSession(t *testing.T) {
	onBoth(t, func(r *rig) {
		first := r.Enters("google", "bob@acme.example")
		back := r.Away("google", "ana@acme.example")
		back.Visitor.Session = first.Session
		second, err := r.Complete(back)
		r.Must(err)
		if old := r.PrincipalOf(first); old.EndReason != "replaced" {
			r.T.Errorf("the old session ended by %q", old.EndReason)
		}
		if h := r.PrincipalOf(second); h.ID == r.PrincipalOf(first).ID || !h.EndedAt.IsZero() {
			r.T.Errorf("new session %+v", h.Session)
		}
	})
}
