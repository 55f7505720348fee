package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// AuditEvent returns a row without detail. The program's own are made by package event.
func AuditEvent(organizationID, actor, action, subject string, at time.Time) store.AuditEvent {
	return store.AuditEvent{
		ID: "aud_" + secret.NewID(), OrganizationID: organizationID, At: store.At(at),
		Actor: actor, Action: action, Subject: subject, Detail: "{}",
	}
}

// audit events are read newest first, and only so many.
func audit(t *testing.T, w *world) {
	ctx := t.Context()
	var events []store.AuditEvent
	for n := range 3 {
		e := AuditEvent(w.acme.ID, store.ActorOperator, "user.changed", w.acme.ana.ID, noon().Add(-hours(n)))
		e.Detail = `{"name":"é\"` + string(rune('a'+n)) + `"}`
		w.must(w.db.AddAuditEvent(ctx, e))
		events = append(events, e)
	}
	read(t, "all", events)(w.db.AuditEvents(ctx, w.acme.ID, 10))
	read(t, "the newest two", events[:2])(w.db.AuditEvents(ctx, w.acme.ID, 2))
	read(t, "of another organization (E10)", []store.AuditEvent(nil))(w.db.AuditEvents(ctx, w.globex.ID, 10))
	wants(t, "an id again", w.db.AddAuditEvent(ctx, events[0]), store.ErrConflict)
}
