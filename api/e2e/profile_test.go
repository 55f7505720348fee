package e2e_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
)

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
