package conntest_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/connection/conntest"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// testing begins a test of a connection's live version as boss and comes back
// from the provider as somebody.
func (r *rig) testing(provider, who string) signin.Return {
	r.T.Helper()
	ctx := r.T.Context()
	c, err := r.DB.ConnectionAt(ctx, r.Acme.ID, provider)
	r.Must(err)
	v, err := r.DB.VersionOf(ctx, r.Acme.ID, *c.LiveVersionID)
	r.Must(err)
	id, token := r.Enter("boss")
	row := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: r.Acme.ID, ConnectionID: c.ID, VersionID: v.ID, VersionNumber: v.Number,
		StartedBy: r.Users["boss"].ID, StartedAt: store.At(r.Clock.Now()), State: store.TestRunning,
	}
	r.Must(r.DB.AddConnectionTest(ctx, row))
	visitor := r.Visitor()
	visitor.Session = token
	s, err := r.Tests.Begin(ctx, conntest.Start{
		ID: row.ID, Organization: "acme", Connection: c, Version: v, Session: id, User: r.Users["boss"].ID, Visitor: visitor,
	})
	r.Must(err)
	r.NoteAttempt(s)
	if !strings.Contains(s.AuthorizationURL, "prompt=select_account") {
		r.T.Errorf("no chooser: %s", s.AuthorizationURL)
	}
	query, err := r.Visit(s.AuthorizationURL, who)
	r.Must(err)
	r.Log.Keep(query.Get("code"))
	return signin.Return{ConnectionID: c.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: visitor}
}

// tested completes a test and gives what it saw. Nothing else may have happened.
func (r *rig) tested(back signin.Return) *attempt.Tested {
	r.T.Helper()
	links, health := r.Links(), r.HealthNow()
	out, err := r.Complete(back)
	if err != nil || out.Test == nil {
		r.T.Fatalf("no report: %+v, %v", out, err)
	}
	if out.Session != "" || out.PendingLink != "" || out.Known != "" || back.Attempts[out.SpentCookie] == "" {
		r.T.Errorf("outcome %+v", out)
	}
	if r.Links() != links || len(r.Rows(back.Visitor.Reference)) != 0 || r.HealthNow() != health {
		r.T.Errorf("a test wrote: links %d, rows %v, health %+v", r.Links(), r.Rows(back.Visitor.Reference), r.HealthNow())
	}
	r.Must(r.Flow.Counts.Flush(r.T.Context()))
	n, err := r.DB.StartCounted(r.T.Context(), store.StartCount{OrganizationID: r.Acme.ID, Provider: "google", Quarter: store.Quarter(r.Clock.Now()), Outcome: "started"})
	if n != 0 || err != nil {
		r.T.Errorf("%d starts counted, %v", n, err)
	}
	text, err := json.Marshal(out.Test.Report)
	r.Must(err)
	if word := r.Log.Shows(string(text)); word != "" {
		r.T.Errorf("the report shows %.12q…", word)
	}
	return out.Test
}

// verdicts writes a report in one line: every check that did not pass.
func verdicts(t *attempt.Tested) string {
	words := []string{string(t.Code)}
	for _, c := range t.Report.Checks {
		if c.Result != store.CheckPassed {
			words = append(words, strings.TrimSpace(c.Name+" "+c.Result+" "+c.Reason))
		}
	}
	return strings.TrimPrefix(strings.Join(words, ", "), ", ")
}

const noRoles = "roles info no_roles"

// S10: what a test reports of every kind of account and of every kind of trouble.
func TestReports(t *testing.T) {
	beyond := func(first string) string { return first + ", roles not_reached" }
	const personGone = "lock not_reached, email not_reached, proof not_reached, person not_reached"
	for name, c := range map[string]struct {
		provider, who string
		world         func(r *rig)
		want          string
		person        *store.TestPerson
	}{
		"a person who would be linked": {"google", "ana@acme.example", nil, noRoles, &store.TestPerson{Outcome: "silent", Name: "ana"}},
		"a linked person": {
			"google", "ana@acme.example", func(r *rig) { r.Enters("google", "ana@acme.example"); r.EndSessions() }, noRoles,
			&store.TestPerson{Outcome: "linked", Name: "ana"},
		},
		"the tester, asked": {
			"google", "boss@acme.example", nil, "person info super_admin, " + noRoles,
			&store.TestPerson{Outcome: "ask", Reason: "super_admin", Name: "boss", IsMe: true},
		},
		"nobody matches": {
			"google", "stranger@acme.example", nil, "person look no_user, " + noRoles,
			&store.TestPerson{Outcome: "refused", Code: "user_not_authorized", Reason: "no_user"},
		},
		"a deactivated person": {
			"google", "omar@acme.example", nil, "person look user_inactive, " + noRoles,
			&store.TestPerson{Outcome: "refused", Code: "user_not_authorized", Reason: "user_inactive", Name: "omar"},
		},
		"weak proof": {
			"google", "weak@acme.example", nil, "proof look email_not_verified, person look email_not_verified, " + noRoles,
			&store.TestPerson{Outcome: "ask", Reason: "email_not_verified"},
		},
		"not locked": {
			"microsoft", "m-ana", func(r *rig) { r.Change("microsoft", func(c *store.Connection) { c.LockedTo = nil }) },
			"lock look tenant_not_locked, proof look tenant_not_locked, person look tenant_not_locked, " + noRoles,
			&store.TestPerson{Outcome: "ask", Reason: "tenant_not_locked", Name: "ana"},
		},
		"I3: somebody who would be asked and has no answer": {
			"microsoft", "m-ana", func(r *rig) {
				r.Change("microsoft", func(c *store.Connection) { c.LockedTo = nil })
				r.ChangeUser("ana", func(u *store.User) { u.PasswordHash = nil })
			},
			"lock look tenant_not_locked, proof look tenant_not_locked, person look no_proof, " + noRoles,
			&store.TestPerson{Outcome: "refused", Reason: "no_proof", Name: "ana"},
		},
		"outside the lock": {
			"google", "someone@gmail.com", nil,
			"wrong_hosted_domain, lock failed no_hosted_domain, person not_reached, " + noRoles,
			&store.TestPerson{Outcome: "refused", Code: "wrong_hosted_domain", Reason: "outside_lock"},
		},
		"another tenant": {
			"microsoft", "m-other", nil,
			"wrong_tenant, lock failed other_tenant, proof look other_tenant, person not_reached, " + noRoles,
			&store.TestPerson{Outcome: "refused", Code: "wrong_tenant", Reason: "other_tenant"},
		},
		"roles": {"microsoft", "m-ana", func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { c["roles"], c["groups"] = []string{"Agent"}, []string{"a", "b"} }
			})
		}, "roles info", &store.TestPerson{Outcome: "silent", Name: "ana"}},
		"turned off, and tested all the same": {"google", "ana@acme.example", func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		}, noRoles, &store.TestPerson{Outcome: "silent", Name: "ana"}},
		"a wrong secret": {
			"google", "ana@acme.example", (*rig).BreakSecret,
			beyond("sso_app_invalid, token failed client_secret_invalid, signature not_reached, nonce not_reached, " + personGone), nil,
		},
		"the person refused": {
			"google", idptest.Refuse, nil,
			beyond("provider_denied, token failed provider_answer, signature not_reached, nonce not_reached, " + personGone), nil,
		},
		"a nonce of another attempt": {
			"google", "ana@acme.example", lying("nonce", "x"),
			beyond("token_invalid, nonce failed nonce, " + personGone), nil,
		},
		"a token for another application": {
			"google", "ana@acme.example", lying("aud", "another"),
			beyond("token_invalid, token failed aud, nonce not_reached, " + personGone), nil,
		},
		"a forged signature": {"google", "ana@acme.example", func(r *rig) {
			key, err := idptest.NewKey(idptest.RS256)
			r.Must(err)
			r.IDP.Script(func(s *idptest.Script) {
				s.RawIDToken = func(header, claims map[string]any, published *idptest.Key) string {
					h, _ := json.Marshal(header)
					p, _ := json.Marshal(claims)
					forged, _ := key.Sign(h, p)
					return forged
				}
			})
		}, beyond("token_invalid, signature failed signature, nonce not_reached, " + personGone), nil},
		"a clock that is off": {"google", "ana@acme.example", func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { c["iat"] = r.Clock.Now().Add(2 * time.Minute).Unix() }
			})
		}, beyond("clock_skew, token failed issued_in_future, nonce not_reached, " + personGone), nil},
		"another issuer in the answer": {"google", "ana@acme.example", func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) { s.AuthzParams = func(v url.Values) { v.Set("iss", "https://evil.example") } })
		}, beyond("token_invalid, redirect failed iss_mismatch, token not_reached, signature not_reached, nonce not_reached, " + personGone), nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			if c.world != nil {
				c.world(r)
			}
			// The flush of an earlier sign-in's start must not be taken for the test's.
			r.Clock.Add(24 * time.Hour)
			got := r.tested(r.testing(c.provider, c.who))
			if verdicts(got) != c.want {
				t.Errorf("got  %s\nwant %s", verdicts(got), c.want)
			}
			if fmt.Sprint(got.Report.Person != nil, deref(got.Report.Person)) != fmt.Sprint(c.person != nil, deref(c.person)) {
				t.Errorf("person %+v, want %+v", got.Report.Person, c.person)
			}
		})
	}
}

func deref(p *store.TestPerson) store.TestPerson {
	if p == nil {
		return store.TestPerson{}
	}
	return *p
}

// lying changes a claim of every token.
func lying(claim string, value any) func(*rig) { return func(r *rig) { r.Lie(claim, value) } }

// What the lock could be is learned from whoever came; a private account shows none.
func TestWhatATestLearns(t *testing.T) {
	for who, c := range map[string]struct {
		provider string
		want     *store.LearnedLock
	}{
		"ana@acme.example":  {"google", &store.LearnedLock{Value: "acme.example"}},
		"someone@gmail.com": {"google", nil},
		"m-ana":             {"microsoft", &store.LearnedLock{Value: signintest.TenantA, Domain: "acme.example"}},
		"m-other":           {"microsoft", &store.LearnedLock{Value: signintest.TenantB, Domain: "acme.example"}},
	} {
		r := onOne(t)
		r.Change(c.provider, func(c *store.Connection) { c.LockedTo = nil })
		got := r.tested(r.testing(c.provider, who)).Report
		if fmt.Sprintf("%+v", got.Learned) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s: learned %+v, want %+v", who, got.Learned, c.want)
		}
		if len(got.Claims) < 4 || got.Claims[0].Name != "iss" {
			t.Errorf("%s: claims %+v", who, got.Claims)
		}
	}
}

// F5: a provider that refuses an optional parameter of ours is asked again without
// it, and the test says what was left out.
func TestF5_ATestSaysWhatWasLeftOut(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.RefuseMore()
		tested := r.tested(r.Again(r.testing("google", "ana@acme.example"), "ana@acme.example"))
		first := tested.Report.Checks[0]
		if tested.Code != "" || first.Name != "redirect" || first.Reason != "left_out" || first.Facts["parameters"] != "prompt=select_account" {
			r.T.Errorf("a test: %s, %+v", tested.Code, first)
		}
	})
}
