package e2e_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"
)

// Section 2 of people: many operations in one request, each of which ends by itself; sent
// again with the same key they are done once.
func TestUsersBatch(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		crm := w.machine("acme", "users:read", "users:write").office(t, w, "acme")
		list := func(operations ...members) members { return members{"operations": operations} }
		body := list(
			members{"do": "upsert", "externalId": "crm-1", "email": "one@acme.example", "name": "One", "role": "agent"},
			members{"do": "upsert", "externalId": "crm-2", "email": "maya@acme.example", "name": "Two", "role": "agent"},
			members{"do": "deactivate", "externalId": "crm-9"},
			members{"do": "upsert", "externalId": "crm-3"},
			members{"do": "deactivate", "externalId": "crm-1"},
			members{"do": "reactivate", "externalId": "crm-1"},
		)
		done := crm.keyed("b", "users/batch", body)
		done.want(http.StatusOK, "")
		one := crm.get("users/by-external-id/crm-1")
		want := []any{
			map[string]any{"index": 0.0, "status": 201.0, "id": one["id"]},
			map[string]any{"index": 1.0, "status": 409.0, "code": "email_taken", "pointer": "/email"},
			map[string]any{"index": 2.0, "status": 404.0, "code": "not_found"},
			map[string]any{"index": 3.0, "status": 422.0, "code": "validation_failed", "pointer": "/email"},
			map[string]any{"index": 4.0, "status": 200.0, "id": one["id"]},
			map[string]any{"index": 5.0, "status": 403.0, "code": "person_required"},
		}
		if got := done.object()["items"]; !reflect.DeepEqual(got, want) || one["active"] != false {
			t.Errorf("ended %v, want %v; %v", got, want, one)
		}
		before := w.everything()
		again := crm.keyed("b", "users/batch", body)
		again.want(http.StatusOK, "")
		if string(again.body) != string(done.body) || again.header.Get("Idempotency-Replayed") != "true" || len(w.changed(before)) > 0 {
			t.Errorf("again: %v %s", again.header, again.body)
		}
		many := make([]members, 1001)
		for i := range many {
			many[i] = members{"do": "deactivate", "externalId": fmt.Sprint("n", i)}
		}
		for name, wrong := range map[string]members{
			"too many": list(many...), "none": list(), "no list": {"operations": members{}}, "no such member": {"operations": []members{}, "x": 1},
		} {
			if a := crm.ask(http.MethodPost, "users/batch", wrong, ""); a.status != http.StatusUnprocessableEntity || a.text("code") != "validation_failed" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
	})
}

// Section 2 of people: an item that is no operation is refused alone, whatever stands in its place, and the others are done.
func TestAMalformedOperationStopsNoOther(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		crm := w.machine("acme", "users:read", "users:write").office(t, w, "acme")
		wrong := []struct {
			item          any
			code, pointer string
		}{
			{members{"do": "delete", "externalId": "crm-1"}, "validation_failed", "/do"},
			{members{"do": "deactivate"}, "validation_failed", "/externalId"},
			{members{"do": "deactivate", "externalId": "crm-1", "exempt": true}, "validation_failed", "/exempt"},
			{members{"do": "deactivate", "externalId": "crm-1", "a/b": true}, "validation_failed", "/a~1b"},
			{members{"do": "upsert", "externalId": "crm-5", "email": 5, "name": "N", "role": "agent"}, "validation_failed", "/email"},
			{members{"do": "upsert", "externalId": "crm-5", "email": "no address", "name": "N", "role": "agent"}, "validation_failed", "/email"},
			{members{"do": "upsert", "externalId": "crm-5", "email": "five@acme.example", "name": "N\u202e", "role": "agent"}, "validation_failed", "/name"},
			{members{"do": "upsert", "externalId": " ", "email": "five@acme.example", "name": "N", "role": "agent"}, "validation_failed", "/externalId"},
			{members{"do": "upsert", "externalId": "crm-5", "email": "five@acme.example", "name": "N", "role": "Agent"}, "validation_failed", "/role"},
			{members{"do": "upsert", "externalId": "crm-5", "email": "five@acme.example", "name": "N", "role": "agent", "active": nil}, "validation_failed", "/active"},
			{members{"do": "upsert", "externalId": 1e300, "email": "five@acme.example", "name": "N", "role": "agent"}, "validation_failed", "/externalId"},
			{nil, "validation_failed", ""},
			{5, "validation_failed", ""},
			{"x", "validation_failed", ""},
			{[]any{}, "validation_failed", ""},
			{members{"do": "deactivate", "externalId": "crm-1", "email": "x@acme.example"}, "validation_failed", "/email"},
		}
		list := []any{}
		for _, c := range wrong {
			n := len(list)
			list = append(list, c.item, members{"do": "upsert", "externalId": fmt.Sprint("good-", n), "email": fmt.Sprintf("good%d@acme.example", n), "name": "Good", "role": "agent"})
		}
		items := func(a answer) []any {
			t.Helper()
			a.want(http.StatusOK, "")
			return a.object()["items"].([]any)
		}
		body := members{"operations": list}
		got := items(crm.keyed("k", "users/batch", body))
		if len(got) != len(list) {
			t.Fatalf("%d answers to %d items", len(got), len(list))
		}
		for i, c := range wrong {
			refused, added := got[2*i].(map[string]any), got[2*i+1].(map[string]any)
			if want := (map[string]any{"index": float64(2 * i), "status": 422.0, "code": c.code, "pointer": c.pointer}); !reflect.DeepEqual(refused, want) {
				t.Errorf("%v ended %v, want %v", c.item, refused, want)
			}
			if id := crm.get(fmt.Sprint("users/by-external-id/good-", 2*i))["id"]; added["index"] != float64(2*i+1) || added["status"] != 201.0 || added["id"] != id {
				t.Errorf("beside %v: %v, want %v", c.item, added, id)
			}
		}
		if got := items(crm.ask(http.MethodPost, "users/batch", members{"operations": []any{nil, 5}}, "")); len(got) != 2 {
			t.Errorf("nothing but wrong ones: %v", got)
		}
		if again := crm.keyed("k", "users/batch", body); again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("the same again: %d %v", again.status, again.header)
		}
		list[0] = members{"do": "destroy", "externalId": "crm-1"}
		crm.keyed("k", "users/batch", body).want(http.StatusUnprocessableEntity, "idempotency_key_reused")
	})
}
