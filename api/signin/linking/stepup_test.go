package linking_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// G21: a fresh authentication at the provider makes the session recent, and
// changes nothing else of it.
func TestStepUp(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		link := r.Identities("ana")[0]
		phone, o := r.self("ana", ""), r.self("ana", "google")
		r.Clock.Add(10 * time.Minute)
		s, err := r.SelfService.StartStepUp(t.Context(), o)
		r.Must(err)
		u, err := url.Parse(s.AuthorizationURL)
		r.Must(err)
		if q := u.Query(); q.Get("prompt") != "login" || q.Get("max_age") != "0" || q.Get("login_hint") != "ana@acme.example" {
			t.Errorf("asked for %v", q)
		}
		back := r.goes((*linking.SelfService).StartStepUp, o, "ana@acme.example")
		r.comesBack(back, "/profile/security?confirmed=1")
		want := o.Principal.Session
		want.AuthenticatedAt = store.At(r.Clock.Now())
		if h := r.principalOf(o); h.Session != want {
			t.Errorf("the session became %+v", h.Session)
		}
		if h := r.principalOf(phone); h.EndReason != "" || !h.AuthenticatedAt.Equal(phone.Principal.AuthenticatedAt.Time) {
			t.Errorf("another session became %+v", h.Session)
		}
		link.LastUsedAt = store.At(r.Clock.Now())
		if ids := r.Identities("ana"); len(ids) != 1 || ids[0] != link {
			t.Errorf("links %+v", ids)
		}
		rows := r.Rows(o.Visitor.Reference)
		if len(rows) != 1 || rows[0].Purpose != "step_up" || rows[0].Code != "" || *rows[0].UserID != o.Principal.UserID {
			t.Errorf("rows %+v", rows)
		}
		r.Clock.Add(4 * time.Minute)
		r.comesBack(back, "/profile/security?confirmed=1") // a replay proves nothing
		if h := r.principalOf(o); h.Session != want {
			t.Error("a replay made the session recent")
		}
	})
}

func TestStepUpRefused(t *testing.T) {
	claim := func(edit func(r *rig, c map[string]any)) func(*rig) {
		return func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { edit(r, c) } })
		}
	}
	at := func(d time.Duration) func(*rig) {
		return claim(func(r *rig, c map[string]any) { c["auth_time"] = r.Clock.Now().Add(d).Unix() })
	}
	for name, c := range map[string]struct {
		who    string
		before func(r *rig)
		code   fault.Code
		reason string
	}{
		"the provider does not say when":       {"ana@acme.example", claim(func(_ *rig, c map[string]any) { delete(c, "auth_time") }), fault.ReauthRequired, "auth_time_missing"},
		"what it says is no time":              {"ana@acme.example", claim(func(_ *rig, c map[string]any) { c["auth_time"] = "now" }), fault.ReauthRequired, "auth_time_missing"},
		"it asked the person nothing":          {"ana@acme.example", at(-61 * time.Second), fault.ReauthRequired, "auth_time_old"},
		"it was days ago":                      {"ana@acme.example", at(-48 * time.Hour), fault.ReauthRequired, "auth_time_old"},
		"it will be":                           {"ana@acme.example", at(61 * time.Second), fault.ReauthRequired, "auth_time_future"},
		"another user's account":               {"bob@acme.example", func(r *rig) { r.Enters("google", "bob@acme.example") }, fault.AlreadyLinkedOtherUser, ""},
		"an account that nobody has connected": {"7001", nil, fault.UserNotAuthorized, "not_connected"},
		"an account outside of the lock":       {"someone@gmail.com", nil, fault.WrongHostedDomain, "no_hosted_domain"},
		"they cancelled":                       {idptest.Refuse, nil, fault.ProviderDenied, "provider_answer"},
		"disconnected while they were away":    {"ana@acme.example", nil, fault.AttemptSessionChanged, "void"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
			r.Enters("google", "ana@acme.example")
			if c.before != nil {
				c.before(r)
			}
			o := r.self("ana", "google")
			back := r.goes((*linking.SelfService).StartStepUp, o, c.who)
			if c.reason == "void" {
				_, err := r.DB.Unlink(t.Context(), r.Acme.ID, o.Principal.UserID, r.Identities("ana")[0].ID, r.Clock.Now())
				r.Must(err)
			}
			if refusal := r.turnedBack(o, back, c.code, c.reason); !refusal.SignedIn {
				t.Errorf("refused with %+v", refusal)
			}
		})
	}
}

// Sixty seconds are forgiven: clocks differ.
func TestStepUpForgivesClocks(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Enters("google", "ana@acme.example")
		for _, d := range []time.Duration{-60 * time.Second, 60 * time.Second} {
			r.IDP.Script(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { c["auth_time"] = r.Clock.Now().Add(d).Unix() }
			})
			r.comesBack(r.goes((*linking.SelfService).StartStepUp, r.self("ana", "google"), "ana@acme.example"), "/profile/security?confirmed=1")
		}
	})
}

// Races of the same account: two people, and one person in two browsers.
func TestTwoConnectOneAccountAtOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Change("google", func(c *store.Connection) { c.DifferentEmail = true })
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "shared@acme.example")))
		people := []linking.Request{r.self("ana", "google"), r.self("bob", "google")}
		won := r.connectAtOnce(people, "7001", "7001", fault.AlreadyLinkedOtherUser)
		if n := len(r.Identities("ana")) + len(r.Identities("bob")); won != 1 || n != 1 {
			t.Errorf("%d connected, %d links", won, n)
		}
		// The winner's link ended the loser's session: who lost is signed out.
		browsers := []linking.Request{r.self("gita", "google"), r.self("gita", "google")}
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7003", "gita@acme.example")))
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7004", "gita@acme.example")))
		won = r.connectAtOnce(browsers, "7003", "7004", fault.AttemptSessionChanged)
		live := 0
		for _, o := range browsers {
			if r.principalOf(o).EndedAt.IsZero() {
				live++
			}
		}
		if won != 1 || len(r.Identities("gita")) != 1 || live != 1 {
			t.Errorf("%d connected, %d links, %d sessions", won, len(r.Identities("gita")), live)
		}
	})
}

func (r *rig) connectAtOnce(who []linking.Request, first, second string, lost fault.Code) int {
	r.T.Helper()
	backs := []signin.Return{r.goes((*linking.SelfService).StartLink, who[0], first), r.goes((*linking.SelfService).StartLink, who[1], second)}
	outs, errs := r.AtOnce(backs)
	won := 0
	for n, err := range errs {
		if err == nil && outs[n].ReturnTo == "/profile/security?connected=google" {
			won++
			continue
		}
		if refusal, is := errors.AsType[*signin.Refusal](err); !is || refusal.Fault.Code != lost {
			r.T.Errorf("got %+v, %v, want %s", outs[n], err, lost)
		}
	}
	return won
}

// A sign-in that links silently and a link from the profile, at once: one link,
// of one person.
func TestConnectAgainstFirstSignIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		o := r.self("bob", "google")
		r.Change("google", func(c *store.Connection) { c.DifferentEmail = true })
		outs, errs := r.AtOnce([]signin.Return{r.goes((*linking.SelfService).StartLink, o, "ana@acme.example"), r.Away("google", "ana@acme.example")})
		if errs[1] != nil || outs[1].Session == "" {
			t.Fatalf("the sign-in: %+v, %v", outs[1], errs[1])
		}
		ana, bob := r.Identities("ana"), r.Identities("bob")
		owner := r.PrincipalOf(outs[1]).UserID
		if len(ana)+len(bob) != 1 || errs[0] == nil && (len(bob) != 1 || owner != r.Users["bob"].ID) || errs[0] != nil && owner != r.Users["ana"].ID {
			t.Errorf("links %+v and %+v, %s signed in, %v", ana, bob, owner, errs[0])
		}
	})
}
