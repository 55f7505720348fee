package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

func TestB24FirstSignInLinksSilentlyAndThenGoesByTheLink(t *testing.T) {
	for _, who := range []struct{ provider, email string }{{"google", "maya@acme.example"}, {"microsoft", "ben@acme.example"}} {
		t.Run(who.provider, func(t *testing.T) {
			engines(t, func(t *testing.T, w *world) {
				before := w.rows()
				b := w.browser()
				b.signIn("acme", who.provider, who.email).wantSignedIn()
				if grown, want := w.grew(before), (map[string]int{"identities": 1, "sessions": 1, "sign_ins": 1, "audit_events": 1}); !maps.Equal(grown, want) {
					t.Errorf("the first sign-in wrote %v, want %v", grown, want)
				}
				if left := b.attempts(); len(left) > 0 {
					t.Errorf("the spent attempt stays: %v", left)
				}
				me := b.me(b.token())
				me.want(http.StatusOK, "")
				session, _ := me.object()["session"].(map[string]any)
				if session["method"] != "sso" || session["provider"] != who.provider || session["providerEmail"] != who.email {
					t.Errorf("me: %s", me.body)
				}

				before = w.rows()
				w.browser().signIn("acme", who.provider, who.email).wantSignedIn()
				if grown, want := w.grew(before), (map[string]int{"sessions": 1, "sign_ins": 1}); !maps.Equal(grown, want) {
					t.Errorf("the second sign-in wrote %v, want %v", grown, want)
				}
			})
		})
	}
}

func TestB27RenamedMailboxKeepsItsOwner(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.lie(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email"] = "renamed@acme.example" }
		})
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "maya@acme.example" {
			t.Errorf("signed in as %v", email)
		}
	})
}

// faceOf is everything that a browser sees of a refusal, apart from what must
// differ: the reference and the name of the attempt cookie.
func faceOf(a answer) map[string]string {
	face := map[string]string{"status": http.StatusText(a.status), "body": string(a.body)}
	for name, values := range a.header {
		face[name] = strings.Join(values, "\n")
	}
	delete(face, "Date")
	face["Location"] = regexp.MustCompile(`ref=[^&]*`).ReplaceAllString(face["Location"], "ref=")
	face["Set-Cookie"] = regexp.MustCompile(`attempt-[A-Za-z0-9_-]*`).ReplaceAllString(face["Set-Cookie"], "attempt-")
	return face
}

// Messages 28-32: one face for every reason that would tell something about
// people, and nothing is created.
func TestMessages28To32HaveOneFace(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", People: []apply.Person{{Email: "maya@acme.example", Active: ptr(false)}},
		}}})
		var first map[string]string
		for _, c := range []struct{ name, who, reason string }{
			{"B20 an unknown user", "stranger@acme.example", "no_user"},
			{"a user of another organization only", "eve@acme.example", "no_user"},
			{"deactivated", "omar@acme.example", "user_inactive"},
			{"B32 linked, then deactivated", "maya@acme.example", "user_inactive"},
			{"D02 a recycled mailbox", recycled, "already_linked_other"},
		} {
			before := w.rows()
			b := w.browser()
			a := b.signIn("acme", "google", c.who)
			a.wantRefused("user_not_authorized")
			if code, reason := w.lastSignIn(); code != "user_not_authorized" || reason != c.reason {
				t.Errorf("%s: the row says %s (%s), want %s", c.name, code, reason, c.reason)
			}
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s: it wrote %v", c.name, grown)
			}
			if len(b.cookies) > 0 {
				t.Errorf("%s: cookies are left: %v", c.name, b.cookies)
			}
			if face := faceOf(a); first == nil {
				first = face
			} else if !maps.Equal(first, face) {
				t.Errorf("%s shows\n%v\nand not\n%v", c.name, face, first)
			}
		}
		if !strings.Contains(w.log.String(), `"reason":"other_org"`) {
			t.Error("the operator's log does not say that the address belongs elsewhere")
		}
	})
}

// Where the table says ask, the link page is shown alike whether or not there
// is an account, and the address in it is masked alike.
func TestWeakProofAsksWithoutAnOracle(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var faces []map[string]string
		var pages []map[string]any
		for _, who := range []string{"gita@partner.example", "nobody@partner.example"} {
			b := w.browser()
			a := b.signIn("acme", "microsoft", who)
			if a.status != http.StatusSeeOther || a.header.Get("Location") != "/o/acme/link-account" || b.session() != "" {
				t.Fatalf("%s: %d to %q", who, a.status, a.header.Get("Location"))
			}
			face := faceOf(a)
			face["Set-Cookie"] = regexp.MustCompile(`link=[^;]*`).ReplaceAllString(face["Set-Cookie"], "link=")
			page := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
			page.want(http.StatusOK, "")
			o := page.object()
			delete(o, "expiresAt")
			if shown, _ := o["providerEmail"].(string); shown != who[:1]+"••••@partner.example" || o["email"] != nil {
				t.Errorf("%s: shown %v", who, o)
			}
			delete(o, "providerEmail")
			faces, pages = append(faces, face), append(pages, o)
		}
		if !maps.Equal(faces[0], faces[1]) || !reflect.DeepEqual(pages[0], pages[1]) {
			t.Errorf("with an account %v %v\nwithout %v %v", faces[0], pages[0], faces[1], pages[1])
		}
	})
}

func TestLocksHoldForEverybody(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct{ provider, who, code string }{
			{"google", "someone@gmail.com", "wrong_hosted_domain"},
			{"google", "maya@other.example", "wrong_hosted_domain"},
			{"microsoft", "ben@elsewhere.example", "wrong_tenant"},
		} {
			before := w.rows()
			w.browser().signIn("acme", c.provider, c.who).wantRefused(c.code)
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s: it wrote %v", c.who, grown)
			}
		}
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", Connections: []apply.Connection{{Provider: "google", LockedTo: []string{"new.example"}}},
		}}})
		w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("wrong_hosted_domain") // linked people too
	})
}

// Messages 5-10: what the provider says with error=, and its description never
// comes through (B11).
func TestB11ProviderErrorsBecomeCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	nasty := "<script>alert(1)</script>\r\nxAADSTS50105 CANARY-DESCRIPTION"
	w.secrets.add("CANARY-DESCRIPTION", "CANARY-ERROR")
	for sent, code := range map[string]string{
		"access_denied": "provider_denied", "consent_required": "provider_consent_required",
		"login_required": "provider_interaction", "interaction_required": "provider_interaction",
		"temporarily_unavailable": "provider_unavailable", "server_error": "provider_other",
		"CANARY-ERROR <b>":    "provider_other",
		"unauthorized_client": "provider_config_error", "invalid_scope": "provider_config_error",
		"unsupported_response_type": "provider_config_error",
	} {
		b := w.browser()
		before := w.rows()
		back := withQuery(t, b.beforeCallback("acme", "google", "maya@acme.example"), func(q url.Values) {
			q.Del("code")
			q.Set("error", sent)
			q.Set("error_description", nasty)
		})
		b.navigate(back).wantRefused(code)
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
			t.Errorf("%s wrote %v", sent, grown)
		}
		b.navigate(back).wantRefused("attempt_cookie_missing")
	}
	b := w.browser()
	consent := withQuery(t, b.beforeCallback("acme", "microsoft", "ben@acme.example"), func(q url.Values) {
		q.Del("code")
		q.Set("error", "invalid_client")
		q.Set("error_description", "AADSTS65001: The user or administrator has not consented")
	})
	b.navigate(consent).wantRefused("provider_consent_required")
}

// A44, A45 and messages 1-4: refused at the start, with no attempt and no cookie.
func TestA08StartsThatAreRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			organization, provider string
			status                 int
			code                   string
		}{
			{"globex", "google", http.StatusConflict, "sso_not_configured"},
			{"globex", "microsoft", http.StatusConflict, "sso_not_configured"},
			{"initech", "microsoft", http.StatusConflict, "sso_not_configured"},
			{"hooli", "google", http.StatusConflict, "sso_provider_disabled"},
			{"dormant", "google", http.StatusConflict, "sso_provider_disabled"},
			{"nobody", "google", http.StatusNotFound, "org_not_resolved"},
		} {
			before := w.rows()
			b := w.browser()
			a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": c.organization, "provider": c.provider})
			a.want(c.status, c.code)
			if len(b.cookies) > 0 || strings.Contains(string(a.body), w.provider.GoogleIssuer()) || len(w.grew(before)) > 0 {
				t.Errorf("%s %s: %s %v %v", c.organization, c.provider, a.body, b.cookies, w.grew(before))
			}
		}
		buttons := func(organization string) any {
			return w.browser().fetch(http.MethodGet, "/api/v1/organizations/"+organization+"/sign-in", nil).object()["providers"]
		}
		both := []any{map[string]any{"provider": "google"}, map[string]any{"provider": "microsoft"}}
		if got := buttons("globex"); !reflect.DeepEqual(got, both) {
			t.Errorf("nothing set up: %v", got)
		}
		if got := buttons("hooli"); !reflect.DeepEqual(got, []any{}) {
			t.Errorf("turned off: %v", got)
		}
		w.browser().fetch(http.MethodGet, "/api/v1/organizations/dormant/sign-in", nil).want(http.StatusNotFound, "org_not_resolved")
	})
}

// A45, messages 13 and 2: the secret stops working; after a second refusal
// starts are refused in place, and one per half minute finds out whether it
// was mended.
func TestA45InvalidApplicationIsDegradedAndRecovers(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.provider.SetSecret("acme-google", "another")
		for range 2 {
			before := w.rows()
			w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("it wrote %v", grown)
			}
		}
		start := map[string]any{"organization": "acme", "provider": "google"}
		b := w.browser()
		b.fetch(http.MethodPost, "/api/v1/sign-in/sso", start).want(http.StatusConflict, "sso_app_invalid")
		page := b.fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil)
		if !strings.Contains(string(page.body), `"google"`) {
			t.Errorf("the button has gone: %s", page.body)
		}
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn() // the other one works

		w.provider.SetSecret("acme-google", clientSecret)
		w.clock.add(31 * time.Second)
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn() // the trial
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	})
}

// D09: what was turned off or changed while the person was away.
func TestD09LiveStateIsReadAtTheCallback(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		change := func(o apply.Organization) {
			o.Code = "acme"
			w.apply(&apply.Document{Organizations: []apply.Organization{o}})
		}
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", State: ptr(store.Disabled)}}})
		b.navigate(back).wantRefused("sso_provider_disabled")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", State: ptr(store.Enabled)}}})

		back = b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Active: ptr(false)})
		b.navigate(back).wantRefused("sso_provider_disabled")
		change(apply.Organization{Active: ptr(true)})

		back = b.beforeCallback("acme", "google", "maya@acme.example")
		change(apply.Organization{Connections: []apply.Connection{{Provider: "google", Secret: &apply.Secret{Value: "a newer secret"}}}})
		b.navigate(back).wantRefused("sso_config_changed")
		if n := w.provider.Hits("/google/token"); n != 0 {
			t.Errorf("%d codes were sent", n)
		}
	})
}

// G08: turning a connection off ends the sessions that came through it.
func TestG08TurningAConnectionOffEndsItsSessions(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b, other := w.browser(), w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		other.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		token, kept := b.token(), other.token()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", Connections: []apply.Connection{turnedOff(apply.Connection{Provider: "google"})},
		}}})
		w.clock.add(2 * time.Second)
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		other.me(kept).want(http.StatusOK, "")
	})
}

// E03, E04: the same address in two organizations is two people.
func TestE04SamePersonInTwoOrganizations(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme, globex := w.browser(), w.browser()
		acme.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		globex.password("globex", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		a, g := acme.me(acme.token()), globex.me(globex.token())
		if a.object()["user"].(map[string]any)["id"] == g.object()["user"].(map[string]any)["id"] {
			t.Error("one user in two organizations")
		}
		// B17: an attempt of one organization is no attempt of another's connection.
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		b.navigate(strings.Replace(back, w.live("acme", "google").ID, w.live("initech", "google").ID, 1)).wantRefused("attempt_unknown")
		b.navigate(back).wantSignedIn()
	})
}

func TestB05AttemptExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	w.clock.add(attempt.Life + time.Second)
	before := w.rows()
	b.navigate(back).wantRefused("attempt_expired")
	if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) || w.provider.Hits("/google/token") != 0 {
		t.Errorf("it wrote %v and sent %d codes", grown, w.provider.Hits("/google/token"))
	}
}

// R06-R08: a token endpoint that is down, slow to make sense, or lying.
func TestR06ProviderFailuresAreControlled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	w.secrets.add("CANARY-BODY")
	for name, c := range map[string]struct {
		answer idptest.Answer
		code   string
	}{
		"500":            {idptest.Body(500, "text/html", "<b>CANARY-BODY</b>"), "provider_unreachable"},
		"hang up":        {idptest.HangUp(), "provider_unreachable"},
		"HTML":           {idptest.Body(200, "text/html", "<html>CANARY-BODY"), "provider_unreachable"},
		"2 MB":           {idptest.Oversized(2 << 20), "provider_unreachable"},
		"no token":       {idptest.Body(200, "application/json", `{"access_token":"CANARY-BODY"}`), "token_invalid"},
		"duplicate keys": {idptest.Body(200, "application/json", `{"id_token":"CANARY-BODY","id_token":"b"}`), "provider_unreachable"},
		"redirect":       {idptest.Redirect("http://127.0.0.1:1/"), "provider_unreachable"},
		"invalid_grant":  {idptest.OAuthError(400, "invalid_grant", "CANARY-BODY"), "code_rejected"},
	} {
		w.lie(func(s *idptest.Script) { s.TokenAnswer = c.answer })
		b := w.browser()
		before, hits := w.rows(), w.provider.Hits("/google/token")
		a := b.signIn("acme", "google", "maya@acme.example")
		a.wantRefused(c.code)
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
			t.Errorf("%s wrote %v", name, grown)
		}
		if n := w.provider.Hits("/google/token") - hits; n != 1 {
			t.Errorf("%s: the code was sent %d times", name, n)
		}
	}
	w.lie(func(s *idptest.Script) { s.TokenAnswer = nil })
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
}

// C, by sample (package idp has them all): a bad token, nothing created.
func TestC17BadTokensCreateNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for name, edit := range map[string]func(map[string]any){
			"nonce":    func(c map[string]any) { c["nonce"] = "another" },
			"audience": func(c map[string]any) { c["aud"] = "somebody-else" },
			"issuer":   func(c map[string]any) { c["iss"] = "https://accounts.google.com" },
			"subject":  func(c map[string]any) { delete(c, "sub") },
		} {
			w.lie(func(s *idptest.Script) { s.MutateClaims = edit })
			before := w.rows()
			w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("token_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s wrote %v", name, grown)
			}
		}
	})
}

// A01, A02, A03, A09: what the provider is asked for.
func TestA02AuthorizationRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	w.lie(func(s *idptest.Script) {
		s.Discovery = func(d map[string]any) { d["code_challenge_methods_supported"] = []string{"plain"} }
	})
	seen := map[string]bool{}
	for range 50 {
		b := w.browser()
		u, err := url.Parse(b.start("acme", "google"))
		must(t, err)
		q := u.Query()
		w.secrets.add(q.Get("state"), q.Get("nonce"), q.Get("code_challenge"))
		if q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid email profile" || q.Get("response_type") != "code" ||
			q.Has("code_verifier") || q.Get("redirect_uri") != w.callback("acme", "google") || q.Has("access_type") {
			t.Fatalf("asked for %v", slices.Sorted(maps.Keys(q)))
		}
		for _, name := range []string{"state", "nonce", "code_challenge"} {
			if v := q.Get(name); len(v) < 22 || seen[v] {
				t.Fatalf("%s %q is short or was seen before", name, v)
			}
			seen[q.Get(name)] = true
		}
	}
	u, err := url.Parse(w.browser().start("acme", "microsoft"))
	must(t, err)
	if scope := u.Query().Get("scope"); scope != "openid email profile" {
		t.Errorf("Microsoft is asked for %q", scope)
	}
	a := w.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "chooseAccount": true})
	if !strings.Contains(a.text("authorizationUrl"), "prompt=select_account") {
		t.Error("no account chooser")
	}
}

// withQuery edits the query of an address.
func withQuery(t *testing.T, address string, edit func(url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	edit(q)
	u.RawQuery = q.Encode()
	return u.String()
}
