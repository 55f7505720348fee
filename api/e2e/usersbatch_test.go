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
			"too many": list(many...), "none": list(), "an unknown thing to do": list(members{"do": "delete", "externalId": "crm-1"}),
			"nobody": list(members{"do": "deactivate"}), "more": list(members{"do": "deactivate", "externalId": "crm-1", "exempt": true}),
		} {
			if a := crm.ask(http.MethodPost, "users/batch", wrong, ""); a.status != http.StatusUnprocessableEntity || a.text("code") != "validation_failed" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
	})
}
