package linking_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A40, D23: connecting links, ends the other sessions and keeps this one as it is.
func TestConnect(t *testing.T) {
	onBoth(t, func(r *rig) {
		phone, o := r.self("ana", ""), r.self("ana", "google")
		r.Clock.Add(time.Minute)
		back := r.goes((*linking.SelfService).StartLink, o, "ana@acme.example")
		r.comesBack(back, "/profile/security?connected=google")
		ids := r.Identities("ana")
		if len(ids) != 1 || ids[0].Subject != "1001" || ids[0].Email != "ana@acme.example" || ids[0].HostedDomain != "acme.example" || !ids[0].LinkedAt.Equal(r.Clock.Now()) {
			t.Fatalf("links %+v", ids)
		}
		if h := r.principalOf(o); h.Session != o.Principal.Session {
			t.Errorf("this session became %+v", h.Session)
		}
		if h := r.principalOf(phone); h.EndReason != "linked" {
			t.Errorf("the other session: %q", h.EndReason)
		}
		rows := r.Rows(o.Visitor.Reference)
		if len(rows) != 1 || rows[0].Purpose != "link" || rows[0].Code != "" || rows[0].Step != "commit" || *rows[0].UserID != o.Principal.UserID {
			t.Errorf("rows %+v", rows)
		}
		events, err := r.DB.AuditEvents(t.Context(), r.Acme.ID, 10)
		r.Must(err)
		if len(events) != 1 || events[0].Action != "identity.linked" || events[0].Actor != o.Principal.UserID || !strings.Contains(events[0].Detail, `"how":"profile"`) {
			t.Errorf("audited %+v", events)
		}
		r.comesBack(back, "/profile/security?connected=google") // the page loaded again
		if len(r.Identities("ana")) != 1 || len(r.Rows(o.Visitor.Reference)) != 1 || r.principalOf(o).EndReason != "" {
			t.Error("a replay wrote something")
		}
		r.Must(r.Flow.Counts.Flush(t.Context()))
		n, err := r.DB.StartCounted(t.Context(), store.StartCount{OrganizationID: r.Acme.ID, Provider: "google", Quarter: store.Quarter(r.Clock.Now()), Outcome: "started"})
		if n != 0 || err != nil {
			t.Errorf("counted as %d sign-ins, %v", n, err)
		}
		if h := r.PrincipalOf(r.Enters("google", "ana@acme.example")); *h.IdentityID != ids[0].ID {
			t.Errorf("signed in through %v", h.IdentityID)
		}
	})
}

// The same account once more is harmless: it is seen, and no session ends for it.
func TestConnectTheSameAgain(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("1001", "renamed@acme.example"))) // the e-mail rule is for new links
		phone, o := r.self("ana", ""), r.self("ana", "google")
		r.Clock.Add(time.Minute)
		r.comesBack(r.goes((*linking.SelfService).StartLink, o, "1001"), "/profile/security?connected=google")
		ids := r.Identities("ana")
		if len(ids) != 1 || ids[0].Email != "renamed@acme.example" || !ids[0].LastUsedAt.Equal(r.Clock.Now()) || r.Audited("identity.linked") != 1 {
			t.Errorf("links %+v", ids)
		}
		if h := r.principalOf(phone); h.EndReason != "" {
			t.Errorf("the other session ended: %s", h.EndReason)
		}
	})
}

// Entra's sub changes with the app registration: connecting heals as a sign-in does.
func TestConnectHeals(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("microsoft", "m-ana")
		r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-ana-2", Email: "ana@acme.example", TenantID: signintest.TenantA, ObjectID: signintest.AnaOID}))
		o := r.self("ana", "microsoft")
		r.turnedBack(o, r.goes((*linking.SelfService).StartLink, o, "m-ana-2"), fault.AlreadyLinkedOther, "")
		r.Entra = r.GoLive(r.Entra, "client-2")
		o = r.self("ana", "microsoft")
		r.comesBack(r.goes((*linking.SelfService).StartLink, o, "m-ana-2"), "/profile/security?connected=microsoft")
		if ids := r.Identities("ana"); len(ids) != 1 || ids[0].Subject != "m-ana-2" || r.Audited("identity.healed") != 1 {
			t.Errorf("links %+v", ids)
		}
	})
}

// With the connection's leave another e-mail may be connected, or none.
func TestConnectAnotherEmail(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Change("google", func(c *store.Connection) { c.DifferentEmail = true })
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7002", "")))
		for name, who := range map[string]string{"ana": "stranger@acme.example", "bob": "7002"} {
			r.comesBack(r.goes((*linking.SelfService).StartLink, r.self(name, "google"), who), "/profile/security?connected=google")
			if len(r.Identities(name)) != 1 {
				t.Errorf("%s: links %+v", name, r.Identities(name))
			}
		}
	})
}

// D09, D18 and what else connects nothing.
func TestConnectRefused(t *testing.T) {
	for name, c := range map[string]struct {
		provider, who string
		before, away  func(r *rig)
		code          fault.Code
		reason        string
	}{
		"another user's account (D18)": {"google", "bob@acme.example", func(r *rig) { r.Enters("google", "bob@acme.example") }, nil, fault.AlreadyLinkedOtherUser, ""},
		"another user's object, as a new subject (D18)": {"microsoft", "m-new", func(r *rig) {
			r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-bob", Email: "bob@acme.example", TenantID: signintest.TenantA, ObjectID: "o-bob"}))
			r.Enters("microsoft", "m-bob")
			r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-new", Email: "ana@acme.example", TenantID: signintest.TenantA, ObjectID: "o-bob"}))
		}, nil, fault.AlreadyLinkedOtherUser, ""},
		"a second account": {"google", "7001", func(r *rig) { r.Enters("google", "ana@acme.example") }, nil, fault.AlreadyLinkedOther, ""},
		"another e-mail":   {"google", "stranger@acme.example", nil, nil, fault.EmailMismatch, "other_email"},
		"no e-mail":        {"google", "7002", nil, nil, fault.EmailMismatch, "no_email"},
		"outside the lock": {"google", "someone@gmail.com", nil, nil, fault.WrongHostedDomain, "no_hosted_domain"},
		"another tenant":   {"microsoft", "m-other", nil, nil, fault.WrongTenant, "other_tenant"},
		"they cancelled":   {"google", idptest.Refuse, nil, nil, fault.ProviderDenied, "provider_answer"},
		"too late":         {"google", "ana@acme.example", nil, func(r *rig) { r.Clock.Add(attempt.Life + time.Second) }, fault.AttemptExpired, "too_late"},
		"turned off meanwhile (D09)": {"google", "ana@acme.example", nil, func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		}, fault.SSOProviderDisabled, "disabled"},
		"changed meanwhile":          {"google", "ana@acme.example", nil, func(r *rig) { r.GoLive(r.Google, "client-2") }, fault.SSOConfigChanged, "other_version"},
		"a token of another attempt": {"google", "ana@acme.example", func(r *rig) { r.Lie("nonce", "x") }, nil, fault.TokenInvalid, "nonce"},
		"an answer of another one": {"google", "ana@acme.example", func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) { s.AuthzParams = func(v url.Values) { v.Set("iss", "https://evil.example") } })
		}, nil, fault.TokenInvalid, "iss_mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
			r.Must(r.IDP.AddPerson(signintest.GooglePerson("7002", "")))
			if c.before != nil {
				c.before(r)
			}
			o := r.self("ana", c.provider)
			back := r.goes((*linking.SelfService).StartLink, o, c.who)
			if c.away != nil {
				c.away(r)
			}
			if refusal := r.turnedBack(o, back, c.code, c.reason); !refusal.SignedIn || refusal.Provider != c.provider || refusal.SpentCookie == "" {
				t.Errorf("refused with %+v", refusal)
			}
		})
	}
}
