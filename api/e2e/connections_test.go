package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// send asks as the reader does, with a body and the tag that was read.
func (r reader) send(method, path, tag string, body any) answer {
	r.t.Helper()
	header := http.Header{"Authorization": {"Bearer " + r.token}}
	if tag != "" {
		header.Set("If-Match", tag)
	}
	a := r.w.browser().send(method, "/api/v1/organizations/acme/"+path, encoded(r.t, header, body), header)
	if found := r.w.secrets.in(string(a.body)); len(found) > 0 {
		r.t.Errorf("%s: secrets in the answer: %q", path, found)
	}
	return a
}

// change sends a change from the connection as it is now.
func (r reader) change(method, path string, body any) answer {
	r.t.Helper()
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "connections/"), "/")
	now := r.get("connections/" + id)
	now.want(http.StatusOK, "")
	if now.header.Get("ETag") != now.text("etag") {
		r.t.Errorf("tags %q and %q", now.header.Get("ETag"), now.text("etag"))
	}
	return r.send(method, path, now.text("etag"), body)
}

type members = map[string]any

// encoded is a body and, in the header, what it is.
func encoded(t *testing.T, header http.Header, body any) []byte {
	t.Helper()
	if body == nil {
		return nil
	}
	header.Set("Content-Type", "application/json")
	text, err := json.Marshal(body)
	must(t, err)
	return text
}

const acmesName = "Acme </script><script>alert(1)</script>"

func connectionRoutes(id, version string) map[string][]any {
	at := "connections/" + id
	return map[string][]any{
		"GET connections":         {http.MethodGet, "connections", nil},
		"POST connections":        {http.MethodPost, "connections", members{"provider": "okta", "label": "Okta"}},
		"GET " + at:               {http.MethodGet, at, nil},
		"PATCH " + at:             {http.MethodPatch, at, members{"label": "Mine"}},
		"GET impact":              {http.MethodGet, at + "/impact", nil},
		"POST enable":             {http.MethodPost, at + "/enable", members{}},
		"POST disable":            {http.MethodPost, at + "/disable", members{}},
		"POST remove":             {http.MethodPost, at + "/remove", members{"confirm": "Acme"}},
		"DELETE draft":            {http.MethodDelete, at + "/draft", nil},
		"PUT guide":               {http.MethodPut, at + "/guide/G1", members{"done": true}},
		"DELETE fallback":         {http.MethodDelete, at + "/fallback", nil},
		"GET versions":            {http.MethodGet, at + "/versions", nil},
		"POST versions … restore": {http.MethodPost, at + "/versions/" + version + "/restore", nil},
	}
}

// B31, E01: an id that is no connection of the organization is not there; whoever
// changes one says which revision they read.
func TestE01ConnectionsAreForTheirSuperAdminsAlone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		live := w.live("acme", "google")
		sofia := w.reader(t, "acme", "sofia@acme.example")
		before := w.rows()
		for name, route := range connectionRoutes(live.ID, live.VersionID) {
			method, path, body := route[0].(string), route[1].(string), route[2]
			if strings.Contains(path, live.ID) {
				for _, id := range []string{strings.Repeat("a", 22), "x", "%00", w.live("initech", "google").ID} {
					sofia.send(method, strings.Replace(path, live.ID, id, 1), `"1"`, body).want(http.StatusNotFound, "not_found")
				}
			}
			if method != http.MethodGet && path != "connections" && name != "PUT guide" {
				sofia.send(method, path, "", body).want(http.StatusPreconditionRequired, "precondition_required")
				stale := sofia.send(method, path, `"99"`, body)
				stale.want(http.StatusPreconditionFailed, "config_changed")
				if stale.text("changedBy") != "The operator" || stale.text("changedAt") == "" {
					t.Errorf("%s: %s", name, stale.body)
				}
			}
		}
		sofia.send(http.MethodPost, "connections/"+live.ID+"/versions/x/restore", `"1"`, nil).want(http.StatusNotFound, "not_found")
		if grown := w.grew(before); len(grown) > 0 {
			t.Errorf("something was written: %v", grown)
		}
	})
}

// From nothing to Google on, off, removed and back, by a super admin alone.
func TestConnectionsLife(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			connectionsLife(t, newWorld(t, setting{engine: engine, generic: true}))
		})
	}
}

func connectionsLife(t *testing.T, w *world) {
	sofia := w.reader(t, "acme", "sofia@acme.example")
	const first, second = "CANARY-first-secret-x9Q", "CANARY-second-secret-y8R"
	w.secrets.add(first, second)
	made := sofia.send(http.MethodPost, "connections", "", members{"provider": "okta", "label": "Our Okta"})
	made.want(http.StatusCreated, "")
	at := "connections/" + made.text("id")
	if o := made.object(); o["status"] != "draft" || o["kind"] != "openid" || o["label"] != "Our Okta" || o["live"] != nil || o["draft"] != nil ||
		!reflect.DeepEqual(o["copy"], members{
			"redirectUri": w.app.Applications.RedirectURI(made.text("id")), "javascriptOrigin": w.url, "appName": acmesName,
			"homePageUrl": w.url + "/o/acme/sign-in", "scopes": "openid email profile",
		}) || !reflect.DeepEqual(o["warnings"], []any{}) || made.header.Get("ETag") != `"1"` {
		t.Errorf("made %s", made.body)
	}
	sofia.send(http.MethodPost, "connections", "", members{"provider": "okta", "label": "Again"}).want(http.StatusConflict, "conflict")
	for body, field := range map[*members]members{
		{"clientId": " "}: {"pointer": "/clientId", "code": "required"},
		{"clientId": "a", "clientSecret": "b", "issuer": "http://idp.example"}: {"pointer": "/issuer", "code": "format"},
		{"secretExpiresAt": "tomorrow"}:                                        {"pointer": "/secretExpiresAt", "code": "format"},
		{"lockedTo": []string{"acme.example", ""}}:                             {"pointer": "/lockedTo/1", "code": "too_short"},
		{"clientSecret": nil}:                                                  {"pointer": "/clientSecret", "code": "type"},
	} {
		a := sofia.change(http.MethodPatch, at, *body)
		a.want(http.StatusUnprocessableEntity, "validation_failed")
		if !reflect.DeepEqual(a.object()["errors"], []any{field}) {
			t.Errorf("%v: %s", *body, a.body)
		}
	}
	saved := sofia.change(http.MethodPatch, at, members{
		"clientId": "client-9", "clientSecret": first, "issuer": "https://idp.example", "lockedTo": []string{"ACME.example"}, "secretExpiresAt": "2030-01-02T03:04:05Z",
	})
	saved.want(http.StatusOK, "")
	draft := saved.object()["draft"].(members)
	if draft["secretEndsIn"] != "x9Q" || draft["savedBy"] != "sofia@acme.example" || draft["secretExpiresAt"] != "2030-01-02T03:04:05Z" || draft["passedAt"] != nil {
		t.Errorf("saved %v", draft)
	}
	w.ticksGuide(sofia, at)
	sofia.change(http.MethodPost, at+"/enable", members{}).want(http.StatusConflict, "test_required")
	must(t, w.store.PassVersion(t.Context(), w.live("acme", "google").OrganizationID, draft["id"].(string), w.clock.now()))
	on := sofia.change(http.MethodPost, at+"/enable", members{})
	on.want(http.StatusOK, "")
	if o := on.object(); o["status"] != "enabled" || o["draft"] != nil || o["live"].(members)["state"] != "live" {
		t.Errorf("on: %s", on.body)
	}
	sofia.change(http.MethodPatch, at, members{"clientSecret": second, "keepOldSecretUntil": w.clock.now().Add(time.Hour).UTC().Format(time.RFC3339)}).want(http.StatusOK, "")
	if a := sofia.change(http.MethodDelete, at+"/draft", nil); a.object()["draft"] != nil {
		t.Errorf("discarded: %s", a.body)
	}
	sofia.change(http.MethodDelete, at+"/draft", nil).want(http.StatusNotFound, "not_found")
	sofia.change(http.MethodDelete, at+"/fallback", nil).want(http.StatusNotFound, "not_found")
	impact := sofia.get(at + "/impact")
	impact.want(http.StatusOK, "")
	if !reflect.DeepEqual(impact.object(), members{"connected": 0.0, "onlyWay": 0.0, "sessions": 0.0, "onlyWayPeople": []any{}}) {
		t.Errorf("impact %s", impact.body)
	}
	versions, _ := sofia.items(at + "/versions")
	if len(versions) != 2 || versions[0]["number"] != 2.0 || versions[1]["state"] != "live" {
		t.Errorf("versions %v", versions)
	}
	sofia.change(http.MethodPost, at+"/versions/"+versions[0]["id"].(string)+"/restore", nil).want(http.StatusConflict, "test_required")
	if a := sofia.change(http.MethodPost, at+"/disable", members{"keepSessions": true}); a.text("status") != "disabled" {
		t.Errorf("off: %s", a.body)
	}
	sofia.change(http.MethodPost, at+"/remove", members{"confirm": "Acme"}).want(http.StatusUnprocessableEntity, "validation_failed")
	sofia.change(http.MethodPost, at+"/remove", members{"confirm": acmesName}).want(http.StatusNoContent, "")
	sofia.get(at).want(http.StatusNotFound, "not_found")
	again := sofia.send(http.MethodPost, "connections", "", members{"provider": "okta", "label": "Our Okta"})
	again.want(http.StatusCreated, "")
	if again.text("id") != made.text("id") {
		t.Errorf("it came back as %s", again.text("id"))
	}
	sofia.get("audit-events?limit=100").want(http.StatusOK, "")
}

// What the list shows of a connection that people use.
func TestConnectionsShowTheirUse(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().start("acme", "google") // and never comes back
		must(t, w.app.Flow.Counts.Flush(t.Context()))
		list := sofia.get("connections")
		list.want(http.StatusOK, "")
		o := list.object()
		google := o["items"].([]any)[0].(members)
		if o["genericAllowed"] != false || google["provider"] != "google" || google["connected"] != 1.0 || google["lastGoodSignIn"] == nil || google["lastTest"] != nil ||
			google["changedBy"] != "The operator" || !reflect.DeepEqual(google["lastDay"], members{"started": 3.0, "finished": 1.0, "asked": 0.0, "refused": 1.0, "failed": 0.0, "notReturned": 1.0}) {
			t.Errorf("listed %s", list.body)
		}
		off := sofia.change(http.MethodPost, "connections/"+google["id"].(string)+"/disable", members{})
		off.want(http.StatusOK, "")
		w.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", members{"organization": "acme", "provider": "google"}).want(http.StatusConflict, "sso_provider_disabled")
	})
}

// The usual reason why a provider finds no way back is a proxy (S9).
func TestAddressWarnings(t *testing.T) {
	t.Parallel()
	proxy := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	for name, row := range map[string]struct {
		setting setting
		header  http.Header
		want    []any
	}{
		"plain http":                         {setting{plain: true}, nil, []any{}},
		"a header of nobody that is trusted": {setting{}, http.Header{"X-Forwarded-Host": {"evil.example"}}, []any{}},
		"a proxy that says nothing":          {setting{proxies: proxy}, nil, []any{"proxy_header_missing"}},
		"a proxy that says half":             {setting{proxies: proxy}, http.Header{"X-Forwarded-Proto": {"https"}}, []any{"proxy_header_missing"}},
		"a proxy that says all":              {setting{proxies: proxy}, http.Header{"X-Forwarded-Proto": {"https, http"}, "X-Forwarded-For": {"192.0.2.1"}}, []any{}},
		"a proxy of another scheme":          {setting{proxies: proxy}, http.Header{"X-Forwarded-Proto": {"http"}, "X-Forwarded-For": {"192.0.2.1"}}, []any{"proxy_header_differs"}},
		"a proxy of another host": {
			setting{proxies: proxy},
			http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-For": {"192.0.2.1"}, "X-Forwarded-Host": {"sso.example.com"}},
			[]any{"proxy_header_differs"},
		},
		"another address": {setting{}, http.Header{"Host": {"sso.example.com"}}, []any{"address_differs"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, row.setting)
			sofia := w.reader(t, "acme", "sofia@acme.example")
			header := http.Header{"Authorization": {"Bearer " + sofia.token}}
			for name, values := range row.header {
				header[name] = values
			}
			a := w.browser().send(http.MethodGet, "/api/v1/organizations/acme/connections/"+w.live("acme", "google").ID, nil, header)
			a.want(http.StatusOK, "")
			if got := a.object()["warnings"]; !reflect.DeepEqual(got, row.want) {
				t.Errorf("warns %v, want %v", got, row.want)
			}
		})
	}
}

// ticksGuide keeps the ticks of the guide with the connection, for colleagues to
// see: no change that its etag counts, and no event of the log.
func (w *world) ticksGuide(sofia reader, at string) {
	w.t.Helper()
	before, tag := w.rows(), sofia.get(at).text("etag")
	for _, c := range []struct {
		step string
		done bool
		want []any
	}{{"O2", true, []any{"O2"}}, {"O1", true, []any{"O2", "O1"}}, {"O1", true, []any{"O2", "O1"}}, {"O2", false, []any{"O1"}}} {
		a := sofia.send(http.MethodPut, at+"/guide/"+c.step, "", members{"done": c.done})
		a.want(http.StatusOK, "")
		if o := a.object(); !reflect.DeepEqual(o["guideDone"], c.want) || o["etag"] != tag {
			w.t.Errorf("%s, %t: %s", c.step, c.done, a.body)
		}
	}
	for _, step := range []string{"X1", "O10", "o1"} {
		sofia.send(http.MethodPut, at+"/guide/"+step, "", members{"done": true}).want(http.StatusNotFound, "not_found")
	}
	if grown := w.grew(before); len(grown) > 0 {
		w.t.Errorf("ticks wrote %v", grown)
	}
}
