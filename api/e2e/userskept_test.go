package e2e_test

import (
	"net/http"
	"slices"
	"testing"
)

// Section 2 of people: a CRM's back end keeps people in step by its own id. The same once
// more changes nothing, a condition that is not true writes nothing, and an address joins
// nobody.
func TestUsersAreKeptInStepByExternalID(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		crm := w.machine("acme", "users:read", "users:write").office(t, w, "acme")
		put := func(id string, body members, h http.Header) answer {
			return crm.askWith(http.MethodPut, "users/by-external-id/"+id, body, h)
		}
		zoe := members{"email": "zoe@acme.example", "name": "Zoe", "role": "agent"}
		made := put("crm%2F1+%20a", zoe, http.Header{"If-None-Match": {"*"}})
		made.want(http.StatusCreated, "")
		if made.header.Get("ETag") != `"1"` || made.text("externalId") != "crm/1+ a" || made.object()["active"] != true {
			t.Errorf("made %v %s", made.header, made.body)
		}
		before := w.everything()
		again := put("crm%2F1+%20a", zoe, nil)
		again.want(http.StatusOK, "")
		if again.header.Get("ETag") != `"1"` || again.text("id") != made.text("id") {
			t.Errorf("again %v %s", again.header, again.body)
		}
		put("crm%2F1+%20a", zoe, http.Header{"If-None-Match": {"*"}}).want(http.StatusPreconditionFailed, "config_changed")
		put("crm%2F1+%20a", zoe, http.Header{"If-Match": {`"2"`}}).want(http.StatusPreconditionFailed, "config_changed")
		put("crm-2", zoe, http.Header{"If-Match": {"*"}}).want(http.StatusPreconditionFailed, "config_changed")
		put("crm-2", zoe, http.Header{"If-Match": {`"1"`}}).want(http.StatusPreconditionFailed, "config_changed")
		for _, email := range []string{"ZOE@acme.example", "maya@acme.example", "omar@acme.example"} {
			taken := put("crm-2", members{"email": email, "name": "Z", "role": "agent"}, nil)
			taken.want(http.StatusConflict, "email_taken")
			if !slices.Equal(taken.pointers(), []string{"/email taken"}) {
				t.Errorf("%s: %v", email, taken.pointers())
			}
		}
		strange := put("crm-2", zoe, http.Header{"If-None-Match": {`"1"`}})
		strange.want(http.StatusUnprocessableEntity, "validation_failed")
		if !slices.Equal(strange.pointers(), []string{"?If-None-Match invalid"}) {
			t.Errorf("another condition: %v", strange.pointers())
		}
		for name, field := range map[string]string{"If-Match": "?If-Match too_short", "If-None-Match": "?If-None-Match invalid"} {
			empty := put("crm-2", zoe, http.Header{name: {""}})
			empty.want(http.StatusUnprocessableEntity, "validation_failed")
			if !slices.Equal(empty.pointers(), []string{field}) {
				t.Errorf("%s with nothing in it: %v", name, empty.pointers())
			}
		}
		for _, id := range []string{"%20crm", "crm%20", "%00", "a%E2%80%AEb"} {
			put(id, zoe, nil).want(http.StatusNotFound, "not_found")
		}
		for name, body := range map[string]members{
			"a super admin":   {"email": "boss@acme.example", "name": "Boss", "role": "super_admin"},
			"another address": {"email": "zoe2@acme.example", "name": "Zoe", "role": "agent"},
		} {
			if a := put("crm%2F1+%20a", body, nil); a.status != http.StatusForbidden || a.text("code") != "person_required" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("what was refused wrote %v", changed)
		}
		gone := put("crm%2F1+%20a", members{"email": "zoe@acme.example", "name": "Zoe K.", "role": "agent", "active": false}, http.Header{"If-Match": {`"1"`}})
		gone.want(http.StatusOK, "")
		if gone.header.Get("ETag") != `"2"` || gone.object()["active"] != false || gone.text("changedBy") != "Back end" {
			t.Errorf("deactivated: %s", gone.body)
		}
		put("crm%2F1+%20a", zoe, nil).want(http.StatusOK, "")
		zoe["active"] = true
		put("crm%2F1+%20a", zoe, nil).want(http.StatusForbidden, "person_required")
		read := crm.ask(http.MethodGet, "users/by-external-id/crm%2F1+%20a", nil, "")
		read.want(http.StatusOK, "")
		if read.header.Get("ETag") != `"3"` || read.text("name") != "Zoe" || read.object()["active"] != false {
			t.Errorf("read %s", read.body)
		}
		crm.ask(http.MethodGet, "users/by-external-id/crm-2", nil, "").want(http.StatusNotFound, "not_found")
		if n := w.count("SELECT count(*) FROM audit_events WHERE subject = '" + made.text("id") + "' AND actor_name = 'Back end'"); n != 3 {
			t.Errorf("%d events", n)
		}
	})
}
