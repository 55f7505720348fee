package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"testing"
	"time"

	"latchkey/api/secret"
)

// office is a super admin of an organization at work, or somebody who tries.
type office struct {
	t            *testing.T
	w            *world
	token        string
	organization string
}

func (w *world) office(t *testing.T, organization, email string) *office {
	t.Helper()
	return &office{t, w, w.reader(t, organization, email).token, organization}
}

// ask sends a request about the organization; a body is JSON, a tag If-Match.
func (o *office) ask(method, path string, body any, tag string) answer {
	o.t.Helper()
	h := http.Header{}
	if tag != "" {
		h.Set("If-Match", tag)
	}
	return o.askWith(method, path, body, h)
}

// askWith is ask with headers of its own.
func (o *office) askWith(method, path string, body any, h http.Header) answer {
	o.t.Helper()
	h = maps.Clone(h)
	if h == nil {
		h = http.Header{}
	}
	h.Set("Sec-Fetch-Site", "same-origin")
	h.Set("Origin", o.w.url)
	if o.token != "" {
		h.Set("Authorization", "Bearer "+o.token)
	}
	var text []byte
	if body != nil {
		h.Set("Content-Type", "application/json")
		var err error
		text, err = json.Marshal(body)
		must(o.t, err)
	}
	a := o.w.browser().send(method, "/api/v1/organizations/"+o.organization+"/"+path, text, h)
	if found := o.w.secrets.in(string(a.body)); len(found) > 0 {
		o.t.Errorf("%s %s: secrets in the answer: %q", method, path, found)
	}
	return a
}

func (o *office) get(path string) map[string]any {
	o.t.Helper()
	a := o.ask(http.MethodGet, path, nil, "")
	a.want(http.StatusOK, "")
	return a.object()
}

// user is a user of the office's organization by address, as the list has them.
func (o *office) user(email string) map[string]any {
	o.t.Helper()
	items, _ := o.get("users?search=" + url.QueryEscape(email))["items"].([]any)
	if len(items) != 1 {
		o.t.Fatalf("%s: %v", email, items)
	}
	return items[0].(map[string]any)
}

func idOf(entry map[string]any) string   { s, _ := entry["id"].(string); return s }
func etagOf(entry map[string]any) string { s, _ := entry["etag"].(string); return s }

// change patches a user from their newest revision.
func (o *office) change(email string, change map[string]any) answer {
	o.t.Helper()
	u := o.user(email)
	return o.ask(http.MethodPatch, "users/"+idOf(u), change, etagOf(u))
}

func TestUserListOverHTTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		sofia := w.office(t, "acme", "sofia@acme.example")
		want := []string{"ben@acme.example", "gita@partner.example", "lena@acme.example", "maya@acme.example", "omar@acme.example", "sofia@acme.example"}
		for sort, reversed := range map[string]bool{"name": false, "-name": true, "email": false, "-email": true, "role": false, "-role": true} {
			found, next := []string{}, ""
			for {
				page := sofia.get("users?limit=2&sort=" + sort + next)
				for _, item := range page["items"].([]any) {
					found = append(found, item.(map[string]any)["email"].(string))
				}
				if page["total"] != 6.0 {
					t.Errorf("total %v", page["total"])
				}
				cursor, more := page["next"].(string)
				if !more {
					break
				}
				next = "&cursor=" + cursor
			}
			if reversed {
				slices.Reverse(found)
			}
			if !slices.Equal(found, want) {
				t.Errorf("by %s: %q", sort, found)
			}
		}
		maya := sofia.user("maya@acme.example")
		accounts, _ := maya["identities"].([]any)
		last, _ := maya["lastSignIn"].(map[string]any)
		if len(accounts) != 1 || last["method"] != "sso" || last["provider"] != "google" || maya["sessions"] != 1.0 || maya["hasPassword"] != true || maya["changedBy"] != "The operator" {
			t.Errorf("maya is %v", maya)
		}
		cursor := sofia.get("users?limit=2")["next"].(string)
		for query, want := range map[string]string{
			"sort=email&cursor=" + cursor: "?cursor invalid", "state=active&cursor=" + cursor: "?cursor invalid", "search=m&cursor=" + cursor: "?cursor invalid",
			"cursor=abc": "?cursor format", "filter=all": "?filter invalid", "sort=id": "?sort invalid", "limit=201": "?limit out_of_range", "state=gone": "?state invalid", "role=No": "?role format",
			"limit=0": "?limit out_of_range", "search=": "?search too_short", "search=%00": "?search format", "x=1": "?x unknown",
		} {
			a := sofia.ask("GET", "users?"+query, nil, "")
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %q", query, got)
			}
		}
		for query, n := range map[string]int{
			"state=inactive": 1, "state=active&role=super_admin": 1, "role=agent&sort=-last_sign_in": 5, "connection=" + w.live("acme", "google").ID: 1,
			"state=active&filter=not_connected&sort=state": 4,
		} {
			if got := len(sofia.get("users?limit=200&" + query)["items"].([]any)); got != n {
				t.Errorf("%s: %v, want %v", query, got, n)
			}
		}
		latest, _ := sofia.get("users?sort=-last_sign_in&limit=1")["items"].([]any)[0].(map[string]any)
		if latest["email"] != "sofia@acme.example" && latest["email"] != "maya@acme.example" {
			t.Errorf("signed in last: %v", latest)
		}
		for filter, n := range map[string]float64{
			"active": 5, "inactive": 1, "not_connected": 5, "different_email": 0, "never_signed_in": 4, "refused_lately": 0, "super_admins": 1, "exempt": 0,
		} {
			if got := sofia.get("users?filter=" + filter)["total"]; got != n {
				t.Errorf("%s: %v, want %v", filter, got, n)
			}
		}
		w.browser().password("acme", "ben@acme.example", "wrong").want(http.StatusUnauthorized, "credentials_invalid")
		w.browser().signIn("acme", "google", "omar@acme.example").wantRefused("user_not_authorized")
		if got := sofia.get("users?filter=refused_lately")["total"]; got != 2.0 {
			t.Errorf("refused lately: %v", got)
		}
	})
}

func TestUsersAreAddedAndChanged(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		made := sofia.ask("POST", "users", map[string]any{"email": "Zoe@acme.example", "name": " Zoe ", "role": "agent", "externalId": "crm-1"}, "")
		made.want(http.StatusCreated, "")
		zoe := made.object()
		if made.header.Get("ETag") != etagOf(zoe) || zoe["name"] != "Zoe" || zoe["hasPassword"] != false || zoe["lastSignIn"] != nil || zoe["changedBy"] != "sofia@acme.example" {
			t.Errorf("made %v", zoe)
		}
		for name, c := range map[string]struct {
			body map[string]any
			want []string
		}{
			"nothing":       {map[string]any{}, []string{"/email required", "/name required", "/role required"}},
			"taken":         {map[string]any{"email": "zoe@ACME.example", "name": "x", "role": "agent", "externalId": "crm-1"}, []string{"/email taken", "/externalId taken"}},
			"no address":    {map[string]any{"email": "zoe", "name": "x", "role": "agent"}, []string{"/email format"}},
			"two addresses": {map[string]any{"email": "a@b.example,c@d.example", "name": "x", "role": "agent"}, []string{"/email format"}},
			"not ASCII":     {map[string]any{"email": "zoë@acme.example", "name": "x", "role": "agent"}, []string{"/email format"}},
			"no name":       {map[string]any{"email": "y@acme.example", "name": "  ", "role": "agent"}, []string{"/name format"}},
			"another role":  {map[string]any{"email": "y@acme.example", "name": "x", "role": "operator"}, []string{"/role invalid"}},
			"more (F11)":    {map[string]any{"email": "y@acme.example", "name": "x", "role": "agent", "passwordHash": "x"}, []string{"/passwordHash unknown"}},
		} {
			a := sofia.ask("POST", "users", c.body, "")
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(slices.Sorted(slices.Values(got)), c.want) {
				t.Errorf("%s: %q", name, got)
			}
		}
		path := "users/" + idOf(zoe)
		for _, tag := range []string{"", "*"} {
			sofia.ask("PATCH", path, map[string]any{"name": "Z"}, tag).want(http.StatusPreconditionRequired, "precondition_required")
		}
		changed := sofia.ask("PATCH", path, map[string]any{"name": "Zoe R", "exempt": true, "externalId": nil}, etagOf(zoe))
		changed.want(http.StatusOK, "")
		if now := changed.object(); now["name"] != "Zoe R" || now["exempt"] != true || now["externalId"] != nil || etagOf(now) == etagOf(zoe) || changed.header.Get("ETag") != etagOf(now) {
			t.Errorf("changed %v", changed.object())
		}
		for _, tag := range []string{etagOf(zoe), `"x"`, `W/"999"`} {
			a := sofia.ask("PATCH", path, map[string]any{"name": "late"}, tag)
			a.want(http.StatusPreconditionFailed, "config_changed")
			if a.text("changedBy") != "sofia@acme.example" || a.text("changedAt") == "" {
				t.Errorf("%s", a.body)
			}
		}
		if a := sofia.change("Zoe@acme.example", map[string]any{"email": "maya@acme.example"}); !slices.Equal(a.pointers(), []string{"/email taken"}) {
			t.Errorf("%d %s", a.status, a.body)
		}
		a := sofia.change("sofia@acme.example", map[string]any{"active": false})
		a.want(http.StatusConflict, "last_super_admin")
		sofia.ask("GET", "users/usr_"+secret.NewID(), nil, "").want(http.StatusNotFound, "not_found")
		sofia.ask("GET", "users/nobody", nil, "").want(http.StatusNotFound, "not_found")
	})
}

// G07, G16: what a super admin does to a person bites within a second.
func TestChangesOfPeopleBiteAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, lena := w.office(t, "acme", "sofia@acme.example"), w.browser()
		lena.signIn("acme", "google", "lena@acme.example").wantSignedIn()
		token := lena.token()
		lena.me(token).want(http.StatusOK, "")
		sofia.change("lena@acme.example", map[string]any{"role": "super_admin"}).want(http.StatusOK, "")
		w.clock.add(time.Second)
		lena.me(token).want(http.StatusUnauthorized, "unauthenticated")
		token = lena.token() // the session goes on, with the new role
		if role := lena.me(token).object()["user"].(map[string]any)["role"]; role != "super_admin" {
			t.Errorf("role %v", role)
		}
		(&office{t, w, token, "acme"}).ask("GET", "users", nil, "").want(http.StatusOK, "")
		sofia.change("lena@acme.example", map[string]any{"role": "agent"}).want(http.StatusOK, "")
		w.clock.add(time.Second)
		(&office{t, w, token, "acme"}).ask("GET", "users", nil, "").want(http.StatusUnauthorized, "unauthenticated")

		u := sofia.user("lena@acme.example")
		account := u["identities"].([]any)[0].(map[string]any)
		gone := sofia.ask("DELETE", "users/"+idOf(u)+"/identities/"+idOf(account), nil, "")
		gone.want(http.StatusOK, "")
		if left := gone.object()["identities"].([]any); len(left) > 0 || gone.object()["sessions"] != 0.0 {
			t.Errorf("%s", gone.body)
		}
		w.clock.add(time.Second)
		lena.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")

		if asked := lena.signIn("acme", "google", "lena@acme.example"); asked.header.Get("Location") != "/o/acme/link-account" { // S12
			t.Fatalf("linked again without a question: %d %s", asked.status, asked.body)
		}
		lena.fetch(http.MethodPost, linkPath, map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
		if ended := sofia.ask("DELETE", "users/"+idOf(u)+"/sessions", nil, ""); ended.object()["ended"] != 1.0 {
			t.Errorf("%s", ended.body)
		}
		lena.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		lena.signIn("acme", "google", "lena@acme.example").wantSignedIn()
		sofia.change("lena@acme.example", map[string]any{"active": false}).want(http.StatusOK, "")
		lena.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().signIn("acme", "google", "lena@acme.example").wantRefused("user_not_authorized")
		w.browser().password("acme", "lena@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
	})
}

// S14: "link this user", from the attempt that was refused.
func TestConnectAPersonFromARefusedAttempt(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		entry := sofia.get("sign-in-log?result=refused")["items"].([]any)[0].(map[string]any)
		detail := sofia.get("sign-in-log/" + idOf(entry))
		if detail["connectable"] != true || detail["connectionId"] != w.live("acme", "google").ID {
			t.Errorf("detail %v", detail)
		}
		connect := func(email string, signIn string) answer {
			return sofia.ask("POST", "users/"+idOf(sofia.user(email))+"/identities", map[string]any{"signInId": signIn}, "")
		}
		connect("sofia@acme.example", idOf(entry)).want(http.StatusForbidden, "forbidden")
		if a := connect("ben@acme.example", secret.NewID()); !slices.Equal(a.pointers(), []string{"/signInId invalid"}) {
			t.Errorf("%d %s", a.status, a.body)
		}
		made := connect("ben@acme.example", idOf(entry))
		made.want(http.StatusCreated, "")
		account := made.object()["identities"].([]any)[0].(map[string]any)
		if account["email"] != "stranger@acme.example" || account["differentEmail"] != true || made.object()["lastSignIn"] != nil {
			t.Errorf("%s", made.body)
		}
		connect("ben@acme.example", idOf(entry)).want(http.StatusConflict, "already_linked_other")
		connect("lena@acme.example", idOf(entry)).want(http.StatusConflict, "already_linked_other_user")
		if sofia.get("sign-in-log/" + idOf(entry))["connectable"] != false {
			t.Error("connectable though it is connected")
		}
		b := w.browser()
		b.signIn("acme", "google", "stranger@acme.example").wantSignedIn()
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "ben@acme.example" {
			t.Errorf("signed in as %v", email)
		}
		if last := sofia.user("ben@acme.example")["lastSignIn"].(map[string]any); last["method"] != "sso" {
			t.Errorf("last sign-in %v", last)
		}
		actions := []string{}
		for _, e := range sofia.get("audit-events")["items"].([]any) {
			if one := e.(map[string]any); one["action"] == "identity.linked" {
				actions = append(actions, one["actorName"].(string)+" "+one["subjectName"].(string)+" "+one["detail"].(map[string]any)["how"].(string))
			}
		}
		if !reflect.DeepEqual(actions, []string{"sofia@acme.example ben@acme.example super_admin"}) {
			t.Errorf("audited %q", actions)
		}
	})
}
