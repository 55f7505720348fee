package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// events asks for the events after a cursor, and gives them with the next one.
func (o *office) events(after string, more ...string) (list []map[string]any, next string) {
	o.t.Helper()
	path := "events?" + strings.Join(append(more, "after="+url.QueryEscape(after)), "&")
	if after == "" {
		path = "events?" + strings.Join(append(more, "limit=200"), "&")
	}
	a := o.ask(http.MethodGet, path, nil, "")
	a.want(http.StatusOK, "")
	for _, item := range a.object()["items"].([]any) {
		list = append(list, item.(map[string]any))
	}
	return list, a.text("next")
}

// eventLines is a line for each event: its type, of whom it is, and what it says beside that.
func eventLines(list []map[string]any) (lines []string) {
	for _, e := range list {
		data := e["data"].(map[string]any)
		line := fmt.Sprint(e["type"])
		for _, member := range []string{"user", "connection", "client"} {
			if is, there := data[member].(map[string]any); there {
				name := is["email"]
				if name == nil {
					name = is["name"]
				}
				if name == nil {
					name = is["provider"]
				}
				line += fmt.Sprintf(" %v v%v", name, is["version"])
			}
		}
		if before, there := data["before"]; there {
			line += fmt.Sprint(" ", before)
		}
		if account, there := data["identity"].(map[string]any); there {
			line += fmt.Sprint(" ", account["provider"], " ", account["email"])
		}
		lines = append(lines, line)
	}
	return lines
}

// Section 3 of people: what happens to people, accounts, connections and services comes to
// whoever keeps in step, in order, whole, from the cursor of the last answer on.
func TestEventsTellWhatHappened(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		siem := w.machine("acme", "events:read").office(t, w, "acme")
		crm := w.machine("acme", "users:read", "users:write").office(t, w, "acme")
		crm.ask(http.MethodGet, "events", nil, "").want(http.StatusForbidden, "insufficient_scope")
		_, at := siem.events("latest")
		if list, _ := siem.events(""); len(list) < 6 { // those whom the operator's file made
			t.Errorf("from the beginning: %v", eventLines(list))
		}
		sees := func(want ...string) {
			t.Helper()
			list, next := siem.events(at)
			if got := strings.Join(eventLines(list), "\n"); got != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
			}
			at = next
		}
		sees()
		put := func(id string, body members) {
			t.Helper()
			if a := crm.ask(http.MethodPut, "users/by-external-id/"+id, body, ""); a.status >= 300 {
				t.Fatalf("%d %s", a.status, a.body)
			}
		}
		put("crm-1", members{"email": "zoe@acme.example", "name": "Zoe", "role": "agent"})
		put("crm-1", members{"email": "zoe@acme.example", "name": "Zoe", "role": "agent"}) // changes nothing
		put("crm-1", members{"email": "zoe@acme.example", "name": "Zoe K.", "role": "agent", "active": false})
		sees("user.created zoe@acme.example v1", "user.updated zoe@acme.example v2 map[name:Zoe]", "user.deactivated zoe@acme.example v2")

		w.addRole("desk")
		sofia.change("zoe@acme.example", members{"active": true, "role": "desk"}).want(http.StatusOK, "")
		sofia.change("zoe@acme.example", members{"exempt": true}).want(http.StatusOK, "")
		sees("user.role_changed zoe@acme.example v3 map[role:agent]", "user.reactivated zoe@acme.example v3", "user.updated zoe@acme.example v4 map[exempt:false]")

		for range 2 { // the second time is a sign-in and nothing else
			w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		}
		maya := sofia.user("maya@acme.example")
		identity := maya["identities"].([]any)[0].(map[string]any)["id"].(string)
		sofia.ask(http.MethodDelete, "users/"+maya["id"].(string)+"/identities/"+identity, nil, "").want(http.StatusOK, "")
		sees("identity.linked maya@acme.example v1 google maya@acme.example", "identity.unlinked maya@acme.example v1 google maya@acme.example")

		made := sofia.ask(http.MethodPost, "services", members{"name": "Robot", "scopes": []string{"events:read"}}, "")
		made.want(http.StatusCreated, "")
		w.secrets.add(made.text("secret"))
		service := made.object()["service"].(map[string]any)
		sofia.ask(http.MethodDelete, "services/"+service["id"].(string), nil, service["etag"].(string)).want(http.StatusNoContent, "")
		sees("client.created Robot v1", "client.revoked Robot v2")

		// A batch tells all it did at once, and nothing of what it refused.
		crm.ask(http.MethodPost, "users/batch", members{"operations": []members{
			{"do": "upsert", "externalId": "crm-2", "email": "yan@acme.example", "name": "Yan", "role": "agent"},
			{"do": "upsert", "externalId": "crm-3", "email": "yan@acme.example", "name": "Yan", "role": "agent"},
			{"do": "deactivate", "externalId": "crm-2"},
		}}, "").want(http.StatusOK, "")
		sees("user.created yan@acme.example v2", "user.deactivated yan@acme.example v2")

		list, _ := siem.events("", "types=user.deactivated,client.created")
		if got := eventLines(list); len(got) < 3 || strings.Contains(strings.Join(got, ""), "linked") {
			t.Errorf("of two types: %v", got)
		}
	})
}

// Whoever waits is told within a second or two, and costs nothing meanwhile; a cursor whose
// events are gone says so; what is no cursor is refused.
func TestEventsWaitAndExpire(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, siem := w.office(t, "acme", "sofia@acme.example"), w.machine("acme", "events:read").office(t, w, "acme")
		first, at := siem.events("latest")
		if len(first) != 0 {
			t.Errorf("latest has %v", eventLines(first))
		}
		news := make(chan []string, 1)
		go func() {
			list, _ := siem.events(at, "wait=20")
			news <- eventLines(list)
		}()
		time.Sleep(50 * time.Millisecond)
		sofia.change("omar@acme.example", members{"name": "Omar S."}).want(http.StatusOK, "")
		select {
		case got := <-news:
			if len(got) != 1 || !strings.HasPrefix(got[0], "user.updated omar@acme.example") {
				t.Errorf("got %v", got)
			}
		case <-time.After(5 * time.Second):
			t.Error("whoever waited was not told")
		}

		leaving := w.machine("acme", "events:read")
		_, at = siem.events("latest")
		gone := make(chan answer, 1)
		go func() { gone <- leaving.office(t, w, "acme").ask(http.MethodGet, "events?wait=20&after="+at, nil, "") }()
		time.Sleep(50 * time.Millisecond)
		sofia.ask(http.MethodDelete, "services/"+leaving.id, nil, sofia.ask(http.MethodGet, "services/"+leaving.id, nil, "").text("etag")).want(http.StatusNoContent, "")
		select {
		case a := <-gone: // that it was revoked wakes it, and is nothing for it
			a.want(http.StatusUnauthorized, "unauthenticated")
		case <-time.After(5 * time.Second):
			t.Error("whoever was revoked waits on")
		}

		for query, pointer := range map[string]string{
			"after=abc": "?after format", "types=user.created,user.sneezed": "?types invalid", "types=": "?types too_short", "wait=21": "?wait out_of_range", "limit=201": "?limit out_of_range",
		} {
			a := siem.ask(http.MethodGet, "events?"+query, nil, "")
			if a.status != http.StatusUnprocessableEntity || strings.Join(a.pointers(), ",") != pointer {
				t.Errorf("%s: %d %v", query, a.status, a.pointers())
			}
		}
		must(t, w.store.Prune(t.Context(), w.clock.now().Add(store.EventsKeptFor+time.Hour)))
		siem.ask(http.MethodGet, "events?after="+at, nil, "").want(http.StatusGone, "cursor_expired")
		if list, next := siem.events(""); len(list) != 0 || next == at {
			t.Errorf("after all is gone: %v", eventLines(list))
		}
	})
}
