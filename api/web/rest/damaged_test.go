package rest

import (
	"testing"

	"latchkey/api/connection"
	"latchkey/api/store"
)

// L16: what of a row cannot be read is said, and the rest of the page is shown.
func TestL16DamagedRowsAreShown(t *testing.T) {
	for _, detail := range []string{"", "acme", "[1]", "null", `{"a":`} {
		entry := auditEntry(store.AuditLine{AuditEvent: store.AuditEvent{ID: "aud_1", Action: "user_changed", Detail: detail}})
		if entry.Detail["unreadable"] != true || entry.Action != "user_changed" {
			t.Errorf("%q: %+v", detail, entry)
		}
	}
	v := connection.View{}
	v.State = store.Enabled
	if err := v.LockedTo.Scan("acme.example"); err != nil {
		t.Fatal(err)
	}
	if why, err := degraded(v).Get(); err != nil || why.Reason != "lock_unreadable" || v.Status() != connection.StatusDegraded {
		t.Errorf("%v, %s, %v", why, v.Status(), err)
	}
}
