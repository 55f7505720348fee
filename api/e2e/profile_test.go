package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/profile"
	"latchkey/api/secret"
)

const anotherPassword = "another sentence that nobody says"

// person is somebody with a page of ours open.
type person struct {
	*browser
	token string
}

// person of acme signs in with the password.
func (w *world) person(email string) person {
	w.t.Helper()
	w.secrets.add(anotherPassword)
	b := w.browser()
	b.password("acme", email, everybodysPassword).want(http.StatusOK, "")
	return person{b, b.token()}
}

// withoutPassword is ben, who has none and signs in through Microsoft.
func (w *world) withoutPassword() person {
	w.t.Helper()
	_, err := w.raw.ExecContext(w.t.Context(), "UPDATE users SET password_hash = NULL WHERE email_lower = 'ben@acme.example'")
	must(w.t, err)
	b := w.browser()
	b.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
	return person{b, b.token()}
}

// ask calls the API about oneself. No answer may hold a secret that the test knows.
func (p person) ask(method, path string, body any) answer {
	p.w.t.Helper()
	asking := *p.browser
	asking.header = maps.Clone(p.header)
	if p.token != "" {
		asking.header.Set("Authorization", "Bearer "+p.token)
	}
	a := asking.fetch(method, "/api/v1/me"+path, body)
	if found := p.w.secrets.in(string(a.body)); len(found) > 0 {
		p.w.t.Errorf("%s %s: secrets in the answer: %q", method, path, found)
	}
	return a
}

// items lists what a path holds.
func (p person) items(path string) []map[string]any {
	p.w.t.Helper()
	a := p.ask(http.MethodGet, path, nil)
	a.want(http.StatusOK, "")
	var list struct{ Items []map[string]any }
	must(p.w.t, json.Unmarshal(a.body, &list))
	return list.Items
}

func changeOf(current, wanted string) map[string]any {
	return map[string]any{"currentPassword": current, "newPassword": wanted}
}

func proof(password string) map[string]any { return map[string]any{"password": password} }

// audited counts the events of an action.
func (w *world) audited(action string) int {
	w.t.Helper()
	return w.count("SELECT count(*) FROM audit_events WHERE action = ?", action)
}

// Every route about oneself wants a token that is good now.
func TestMyRoutesWantASession(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, ben := w.person("maya@acme.example"), w.person("ben@acme.example")
		bens, _ := ben.items("/sessions")[0]["id"].(string)
		routes := []struct {
			method, path string
			body         any
		}{
			{http.MethodGet, "", nil},
			{http.MethodPatch, "", map[string]any{"name": "Mallory"}},
			{http.MethodPost, "/reauthentication", proof(everybodysPassword)},
			{http.MethodGet, "/sessions", nil},
			{http.MethodDelete, "/sessions", nil},
			{http.MethodDelete, "/sessions/" + bens, nil},
			{http.MethodGet, "/sign-ins", nil},
			{http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword)},
		}
		maya.ask(http.MethodDelete, "/sessions/"+bens, nil).want(http.StatusNotFound, "not_found")
		maya.ask(http.MethodDelete, "/sessions/"+secret.NewID(), nil).want(http.StatusNotFound, "not_found")
		maya.ask(http.MethodDelete, "/sessions/none", nil).want(http.StatusNotFound, "not_found")
		before := w.rows()
		for _, r := range routes {
			person{w.browser(), ""}.ask(r.method, r.path, r.body).want(http.StatusUnauthorized, "unauthenticated")
			person{maya.browser, ""}.ask(r.method, r.path, r.body).want(http.StatusUnauthorized, "unauthenticated") // a cookie is no token
		}
		w.clock.add(6 * time.Minute)
		for _, r := range routes {
			maya.ask(r.method, r.path, r.body).want(http.StatusUnauthorized, "unauthenticated")
		}
		if grown := w.grew(before); len(grown) > 0 || w.count("SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL") > 0 {
			t.Errorf("it wrote %v", grown)
		}
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		ben.token = ben.browser.token()
		ben.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
	})
}

func TestEditProfile(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, phone := w.person("maya@acme.example"), w.person("maya@acme.example")
		user := func(a answer) map[string]any {
			t.Helper()
			a.want(http.StatusOK, "")
			return a.object()["user"].(map[string]any)
		}
		if zone, said := user(maya.ask(http.MethodGet, "", nil))["timeZone"]; said {
			t.Errorf("time zone %v", zone)
		}
		phone.ask(http.MethodGet, "", nil).want(http.StatusOK, "") // and is remembered
		changed := user(maya.ask(http.MethodPatch, "", map[string]any{"name": " Maya Ortiz 张 ", "timeZone": "Europe/Madrid"}))
		if changed["name"] != "Maya Ortiz 张" || changed["timeZone"] != "Europe/Madrid" || !maps.Equal(changed, user(maya.ask(http.MethodGet, "", nil))) {
			t.Errorf("changed to %v", changed)
		}
		w.clock.add(time.Second)
		if !maps.Equal(changed, user(phone.ask(http.MethodGet, "", nil))) {
			t.Error("another session is told otherwise")
		}
		if _, said := user(maya.ask(http.MethodPatch, "", map[string]any{"timeZone": nil}))["timeZone"]; said {
			t.Error("the time zone stays")
		}
		for wrong, want := range map[string]string{
			`{"timeZone":"Mars/Base"}`:                      "/timeZone invalid",
			`{"timeZone":"posix/UTC"}`:                      "/timeZone invalid",
			`{"timeZone":"UTC; --"}`:                        "/timeZone format",
			`{"name":"   "}`:                                "/name format",
			`{"name":null}`:                                 "/name type",
			`{"name":"` + strings.Repeat("x", 121) + `"}`:   "/name too_long",
			`{"role":"super_admin"}`:                        "/role unknown",
			`{"email":"sofia@acme.example","name":"Sofia"}`: "/email unknown",
		} {
			a := maya.ask(http.MethodPatch, "", wrong)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %v", wrong, got)
			}
		}
		if n := w.audited("user.changed"); n != 2 {
			t.Errorf("%d events", n)
		}
	})
}

// G16: what a person ends is over at once, and within a second on other replicas.
func TestG16EndMySessions(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, phone, tablet := w.person("maya@acme.example"), w.person("maya@acme.example"), w.person("maya@acme.example")
		list := maya.items("/sessions")
		if len(list) != 3 || list[0]["current"] != true || list[1]["current"] != false || list[2]["current"] != false {
			t.Fatalf("listed %v", list)
		}
		if s := list[0]; s["method"] != "password" || s["provider"] != nil || s["browser"] != "Test Browser/1.0" || s["address"] == "" {
			t.Errorf("this one is %v", s)
		}
		id := func(p person) string { return p.items("/sessions")[0]["id"].(string) }
		maya.ask(http.MethodDelete, "/sessions/"+id(phone), nil).want(http.StatusNoContent, "")
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		phone.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")

		tablet.ask(http.MethodGet, "", nil).want(http.StatusOK, "") // and is remembered
		if a := maya.ask(http.MethodDelete, "/sessions", nil); a.object()["ended"] != 1.0 {
			t.Errorf("ended %s", a.body)
		}
		w.clock.add(time.Second)
		tablet.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		if n := w.audited("user.sessions_ended"); n != 2 {
			t.Errorf("%d events", n)
		}
		maya.ask(http.MethodDelete, "/sessions/"+id(maya), nil).want(http.StatusNoContent, "")
		maya.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
	})
}

func TestMyLatestSignIns(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().password("acme", "ben@acme.example", "wrong canary password").want(http.StatusUnauthorized, "credentials_invalid")
		w.clock.add(time.Minute)
		w.person("maya@acme.example")
		ben := w.withoutPassword()
		list := ben.items("/sign-ins")
		if len(list) != 2 || list[0]["result"] != "signed_in" || list[0]["provider"] != "microsoft" || list[0]["purpose"] != "sign_in" ||
			list[1]["result"] != "refused" || list[1]["provider"] != nil || list[1]["purpose"] != "password" {
			t.Errorf("listed %v", list)
		}
	})
}

func TestChangeMyPassword(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, phone := w.person("maya@acme.example"), w.person("maya@acme.example")
		for _, c := range []struct {
			body any
			want string
		}{
			{changeOf(everybodysPassword, "password1234"), "/newPassword too_weak"},
			{changeOf(everybodysPassword, "maya@acme.example"), "/newPassword too_weak"},
			{changeOf("wrong canary password", "qwertyuiopas"), "/newPassword too_weak"},
			{changeOf(everybodysPassword, "kX9#vQ2!"), "/newPassword too_short"},
			{changeOf(everybodysPassword, everybodysPassword), "/newPassword invalid"},
			{map[string]any{"newPassword": anotherPassword}, "/currentPassword required"},
		} {
			a := maya.ask(http.MethodPut, "/password", c.body)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %v, want %s", got, c.want)
			}
		}
		maya.ask(http.MethodPut, "/password", changeOf("wrong canary password", anotherPassword)).want(http.StatusUnauthorized, "credentials_invalid")
		phone.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		a := maya.ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword))
		if a.want(http.StatusOK, ""); a.object()["ended"] != 1.0 {
			t.Errorf("ended %s", a.body)
		}
		w.clock.add(time.Second)
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		kept := w.browser()
		kept.password("acme", "maya@acme.example", anotherPassword).want(http.StatusOK, "")
		keep := changeOf(anotherPassword, everybodysPassword)
		keep["endOtherSessions"] = false
		if a := maya.ask(http.MethodPut, "/password", keep); a.object()["ended"] != 0.0 {
			t.Errorf("ended %s", a.body)
		}
		kept.token()
		if n := w.audited("user.password_changed"); n != 2 {
			t.Errorf("%d events", n)
		}
		var details []string
		must(t, w.raw.SelectContext(t.Context(), &details, "SELECT detail FROM audit_events"))
		if text := strings.Join(details, " "); len(w.secrets.in(text)) > 0 || strings.Contains(text, "argon2") {
			t.Errorf("secrets in the audit log: %s", text)
		}
	})
}

// H05: a session is no place to guess its password from.
func TestH05ProofsAreSlowed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct { // the change of the password comes last: it leaves another one
			method, path string
			body         func(string) map[string]any
		}{
			{http.MethodPost, "/reauthentication", proof},
			{http.MethodPut, "/password", func(typed string) map[string]any { return changeOf(typed, anotherPassword) }},
		} {
			maya := w.person("maya@acme.example")
			ask := func(typed string) answer { return maya.ask(c.method, c.path, c.body(typed)) }
			// Until the pause is so long that it outlasts what follows on a slow machine.
			const long = 20
			pause := 0
			for try := 0; pause < long; try++ {
				a := ask("wrong canary password")
				if a.status != http.StatusTooManyRequests {
					a.want(http.StatusUnauthorized, "credentials_invalid")
					continue
				}
				var err error
				pause, err = strconv.Atoi(a.header.Get("Retry-After"))
				if err != nil || a.text("code") != "rate_limited" || try > 40 {
					t.Fatalf("%s: try %d: %s, Retry-After %q", c.path, try, a.body, a.header.Get("Retry-After"))
				}
				if pause < long {
					w.clock.add(time.Duration(pause) * time.Second)
				}
			}
			ask(everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
			maya.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited") // one counter
			w.clock.add(31 * time.Second)
			ask(everybodysPassword).want(http.StatusOK, "")
		}
	})
}

// A wrong password and none look alike, and nothing else is told of either.
func TestProofsTellNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, ben := w.person("maya@acme.example"), w.withoutPassword()
		before := w.rows()
		var face map[string]string
		for _, p := range []person{maya, ben} {
			a := p.ask(http.MethodPost, "/reauthentication", proof("wrong canary password"))
			a.want(http.StatusUnauthorized, "credentials_invalid")
			got := faceOf(a)
			got["body"] = strings.ReplaceAll(got["body"], a.text("ref"), "")
			if face != nil && !maps.Equal(face, got) {
				t.Errorf("%v and %v", face, got)
			}
			face = got
		}
		if grown := w.grew(before); len(grown) > 0 {
			t.Errorf("it wrote %v", grown)
		}
	})
}

// G21: only a sign-in or a proof makes a session recent, however often it is
// refreshed.
func TestG21RefreshIsNoProof(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		ben := w.withoutPassword()
		first := map[string]any{"newPassword": anotherPassword}
		for range 2 {
			w.clock.add(profile.Recent / 2)
			ben.token = ben.browser.token()
		}
		ben.ask(http.MethodPut, "/password", first).want(http.StatusUnauthorized, "reauth_required")
		ben.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		ben.token = ben.browser.token()
		ben.ask(http.MethodPut, "/password", first).want(http.StatusOK, "")
		w.browser().password("acme", "ben@acme.example", anotherPassword).want(http.StatusOK, "")
	})
}

// A proof moves auth_time of the tokens that follow, and not the time of the
// sign-in; it bites at once.
func TestReauthentication(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya := w.person("maya@acme.example")
		signedIn := func() any {
			return maya.ask(http.MethodGet, "", nil).object()["session"].(map[string]any)["signedInAt"]
		}
		began, authTime := signedIn(), claimsOf(t, maya.token)["auth_time"]
		w.clock.add(time.Minute)
		a := maya.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword))
		a.want(http.StatusOK, "")
		until, err := time.Parse(time.RFC3339, a.text("recentUntil"))
		must(t, err)
		if left := until.Sub(w.clock.now()); left > profile.Recent || left < profile.Recent-time.Minute {
			t.Errorf("recent for %v", left)
		}
		if now := signedIn(); now != began {
			t.Errorf("signed in at %v, before at %v", now, began)
		}
		maya.token = maya.browser.token()
		if now := claimsOf(t, maya.token)["auth_time"].(float64); now < authTime.(float64)+60 {
			t.Errorf("auth_time %v, before %v", now, authTime)
		}
		if n := w.count("SELECT count(*) FROM users WHERE password_used_at IS NOT NULL AND email_lower = 'maya@acme.example'"); n != 1 {
			t.Error("the use of the password is not kept")
		}
	})
}

// Two browsers change one password at once: one wins, and the other is out.
func TestTwoPasswordChangesAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		people := []person{w.person("maya@acme.example"), w.person("maya@acme.example")}
		wanted := []string{anotherPassword + " one", anotherPassword + " two"}
		answers, start := make([]answer, 2), make(chan struct{})
		var all sync.WaitGroup
		for n, p := range people {
			all.Go(func() {
				<-start
				answers[n] = p.ask(http.MethodPut, "/password", changeOf(everybodysPassword, wanted[n]))
			})
		}
		close(start)
		all.Wait()
		winner := 0
		if answers[0].status != http.StatusOK {
			winner = 1
		}
		answers[winner].want(http.StatusOK, "")
		answers[1-winner].want(http.StatusUnauthorized, "")
		w.clock.add(time.Second)
		people[winner].ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		people[1-winner].ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().password("acme", "maya@acme.example", wanted[1-winner]).want(http.StatusUnauthorized, "credentials_invalid")
		w.browser().password("acme", "maya@acme.example", wanted[winner]).want(http.StatusOK, "")
		if n := w.audited("user.password_changed"); n != 1 {
			t.Errorf("%d events", n)
		}
	})
}

// claimsOf reads an access token.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	must(t, err)
	return claims
}
