package linking_test

import (
	"context"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// self is somebody who is signed in with a password, as the edge sees them.
func (r *rig) self(name, provider string) linking.Request {
	r.T.Helper()
	id, token := r.Enter(name)
	h, err := r.DB.SessionPrincipal(r.T.Context(), id)
	r.Must(err)
	v := r.Visitor()
	v.Session = token
	return linking.Request{Principal: h, Provider: provider, Visitor: v}
}

// begin is a way to begin self-service.
type begin func(*linking.SelfService, context.Context, linking.Request) (signin.Started, error)

// goes begins self-service and comes back from the provider as somebody.
func (r *rig) goes(start begin, o linking.Request, who string) signin.Return {
	r.T.Helper()
	s, err := start(r.SelfService, r.T.Context(), o)
	r.Must(err)
	r.NoteAttempt(s)
	query, err := r.Visit(s.AuthorizationURL, who)
	r.Must(err)
	r.Log.Keep(query.Get("code"))
	c, err := r.DB.ConnectionAt(r.T.Context(), r.Acme.ID, o.Provider)
	r.Must(err)
	return signin.Return{ConnectionID: c.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: o.Visitor}
}

// comesBack wants it to end well, without a session.
func (r *rig) comesBack(back signin.Return, to string) {
	r.T.Helper()
	out, err := r.Complete(back)
	want := signin.Outcome{ReturnTo: to, Organization: "acme", SpentCookie: out.SpentCookie}
	if err != nil || out != want || back.Attempts[out.SpentCookie] == "" {
		r.T.Fatalf("got %+v, %v", out, err)
	}
}

// turnedBack wants a refusal that is written once as the person's, and nothing
// beside it: no link, and no session that became recent.
func (r *rig) turnedBack(o linking.Request, back signin.Return, code fault.Code, reason string) *signin.Refusal {
	r.T.Helper()
	links := r.Links()
	refusal := r.TurnedAway(back, code, reason)
	rows := r.Rows(back.Visitor.Reference)
	if len(rows) != 1 || rows[0].Code != string(code) || rows[0].Reason != reason || rows[0].UserID == nil || *rows[0].UserID != o.Principal.UserID {
		r.T.Errorf("rows %+v", rows)
	}
	if r.Links() != links || !r.principalOf(o).AuthenticatedAt.Equal(o.Principal.AuthenticatedAt.Time) {
		r.T.Errorf("%d links, before %d", r.Links(), links)
	}
	again := r.TurnedAway(back, fault.AttemptReplayed, string(code))
	if again.SignedIn != refusal.SignedIn {
		r.T.Errorf("a replay leads to another page: %+v", again)
	}
	return refusal
}

func (r *rig) principalOf(o linking.Request) store.Principal {
	r.T.Helper()
	h, err := r.DB.SessionPrincipal(r.T.Context(), o.Principal.ID)
	r.Must(err)
	return h
}

// Both are refused at their start what a sign-in is refused, and who has
// connected nothing has nothing to confirm through.
func TestSelfServiceRefusedAtTheStart(t *testing.T) {
	for name, c := range map[string]struct {
		provider string
		before   func(r *rig)
		code     fault.Code
	}{
		"nothing set up (A44)":         {"okta", func(*rig) {}, fault.SSONotConfigured},
		"turned off":                   {"google", func(r *rig) { r.Change("google", func(c *store.Connection) { c.State = store.Disabled }) }, fault.SSOProviderDisabled},
		"removed":                      {"google", func(r *rig) { r.Change("google", func(c *store.Connection) { c.State = store.Removed }) }, fault.SSONotConfigured},
		"an invalid application (A45)": {"google", (*rig).Degrade, fault.SSOAppInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			o := r.self("ana", c.provider)
			c.before(r)
			for _, start := range []begin{(*linking.SelfService).StartLink, (*linking.SelfService).StartStepUp} {
				s, err := start(r.SelfService, t.Context(), o)
				if fault.Of(err).Code != c.code || err == nil || s.Cookie.Value != "" || s.AuthorizationURL != "" {
					t.Errorf("got %+v, %v, want %s", s, err, c.code)
				}
			}
		})
	}
	r := onOne(t)
	if _, err := r.SelfService.StartStepUp(t.Context(), r.self("ana", "google")); fault.Of(err).Code != fault.NotFound || fault.Of(err).Reason != "not_connected" {
		t.Errorf("nothing connected: %v", err)
	}
}

// D11, D12: only the session that began it finishes, and the code of another is
// not even sent.
func TestSelfServiceIsOfItsSession(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(r *rig, o *linking.Request)
		signedIn  bool
	}{
		"nobody is signed in":           {func(_ *rig, o *linking.Request) { o.Visitor.Session = "" }, false},
		"another user signed in (D12)":  {func(r *rig, o *linking.Request) { o.Visitor.Session = r.self("bob", "").Visitor.Session }, true},
		"the same user signed in again": {func(r *rig, o *linking.Request) { o.Visitor.Session = r.self("ana", "").Visitor.Session }, true},
		"the session ended": {func(r *rig, o *linking.Request) {
			_, err := r.DB.EndSession(r.T.Context(), o.Principal.ID, "signed_out", r.Clock.Now())
			r.Must(err)
		}, false},
		"the person was deactivated": {func(r *rig, _ *linking.Request) {
			r.ChangeUser("ana", func(u *store.User) { u.Active = false })
		}, false},
		"a session that is made up": {func(_ *rig, o *linking.Request) { o.Visitor.Session = "x.1.y" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.Enters("google", "ana@acme.example")
			sent := r.IDP.Hits("/google/token")
			for provider, start := range map[string]begin{"microsoft": (*linking.SelfService).StartLink, "google": (*linking.SelfService).StartStepUp} {
				r.ChangeUser("ana", func(u *store.User) { u.Active = true })
				o := r.self("ana", provider)
				back := r.goes(start, o, map[string]string{"microsoft": "m-ana", "google": "ana@acme.example"}[provider])
				c.meanwhile(r, &o)
				back.Visitor.Session = o.Visitor.Session
				refusal := r.turnedBack(o, back, fault.AttemptSessionChanged, "other_session")
				if refusal.SignedIn != c.signedIn || r.IDP.Hits("/google/token") != sent {
					t.Errorf("%s: %+v, %d codes sent", provider, refusal, r.IDP.Hits("/google/token")-sent)
				}
			}
		})
	}
}

// D11: a callback with somebody else's code finds no attempt in this browser.
func TestLinkCSRF(t *testing.T) {
	onBoth(t, func(r *rig) {
		attacker, victim := r.self("bob", "google"), r.self("ana", "google")
		planted := r.goes((*linking.SelfService).StartLink, attacker, "bob@acme.example")
		own := r.goes((*linking.SelfService).StartLink, victim, "ana@acme.example")
		links := r.Links()
		planted.Visitor = victim.Visitor
		for name, cookies := range map[string]map[string]string{"no attempt": nil, "an attempt of the victim's": own.Attempts} {
			planted.Attempts = cookies
			if out, err := r.Complete(planted); err != nil || out != (signin.Outcome{ReturnTo: signin.Home}) { // they are signed in: home
				t.Errorf("%s: %+v, %v", name, out, err)
			}
		}
		if r.Links() != links || len(r.Rows(attacker.Visitor.Reference)) != 0 {
			t.Error("something was written")
		}
	})
}

// D14: no purpose ends as another.
func TestPurposesStayApart(t *testing.T) {
	onBoth(t, func(r *rig) {
		// A sign-in of somebody who is signed in links nothing to them.
		back := r.Away("google", "bob@acme.example")
		ana := r.self("ana", "google")
		back.Visitor.Session = ana.Visitor.Session
		out, err := r.Complete(back)
		r.Must(err)
		if h := r.PrincipalOf(out); h.UserID != r.Users["bob"].ID || len(r.Identities("ana")) != 0 || r.principalOf(ana).EndReason != "replaced" {
			t.Errorf("%s entered, links %+v", h.Email, r.Identities("ana"))
		}
		// A link opens no session and confirms nothing, however fresh.
		r.IDP.Script(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["auth_time"] = r.Clock.Now().Unix() }
		})
		ana = r.self("ana", "google")
		r.Clock.Add(time.Minute)
		r.comesBack(r.goes((*linking.SelfService).StartLink, ana, "ana@acme.example"), "/profile/security?connected=google")
		if !r.principalOf(ana).AuthenticatedAt.Equal(ana.Principal.AuthenticatedAt.Time) {
			t.Error("a link made the session recent")
		}
		// A step-up connects nothing, and lets nobody connect it afterwards.
		r.Must(r.IDP.AddPerson(idptest.Person{Provider: "microsoft", Subject: "m-ana-2", Email: "ana@acme.example", TenantID: signintest.TenantA, ObjectID: "o-2"}))
		r.Enters("microsoft", "m-ana")
		ana = r.self("ana", "microsoft")
		r.turnedBack(ana, r.goes((*linking.SelfService).StartStepUp, ana, "m-ana-2"), fault.UserNotAuthorized, "not_connected")
		if row := r.Rows(ana.Visitor.Reference)[0]; row.Account != "" || row.Purpose != "step_up" {
			t.Errorf("kept %+v", row)
		}
	})
}
