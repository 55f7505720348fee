package storetest

import (
	"fmt"
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

func auditLog(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	link := w.link(w.identity(p, p.ana, "sub-"+secret.NewID()))
	session := w.session(p, p.ana)
	w.begin(session)
	type names struct{ Actor, Subject, Provider string }
	want, order := []names{}, []string{}
	for _, c := range []struct {
		actor, subject string
		names          names
	}{
		{p.ana.ID, link.ID, names{p.ana.Name, p.ana.Name, ""}},
		{store.ActorOperator, p.google.ID, names{"", "", "google"}},
		{store.ActorSystem, session.ID, names{"", p.ana.Name, ""}},
		{p.ana.ID, p.ana.ID, names{p.ana.Name, p.ana.Name, ""}},
		{store.ActorOperator, p.ID, names{"", p.Name, ""}},
		{w.globex.ana.ID, w.globex.ana.ID, names{}}, // E10: nobody here knows them
		{"gone", w.globex.google.ID, names{}},
	} {
		e := AuditEvent(p.ID, c.actor, "x.changed", c.subject, noon())
		w.must(w.db.AddAuditEvent(ctx, e))
		want, order = append(want, c.names), append(order, e.ID)
	}
	w.must(w.db.AddAuditEvent(ctx, AuditEvent(w.globex.ID, "a", "b", "c", noon())))
	labelled := p.google
	labelled.Label = "Partner login"
	w.must(w.db.UpdateConnection(ctx, labelled))
	// What the log says stays, though they are called otherwise now and the account is gone.
	renamed := p.ana
	renamed.Name = "Ana of today"
	w.must(w.db.ChangeUser(ctx, renamed))
	_, err := w.db.Unlink(ctx, p.ID, p.ana.ID, link.ID, noon())
	w.must(err)
	got := map[string]names{}
	var last string
	for after := (store.Cursor{}); ; {
		lines, err := w.db.AuditLog(ctx, p.ID, after, 2)
		w.must(err)
		for _, l := range lines {
			if last != "" && l.ID >= last && w.db.Engine() == store.SQLite {
				t.Error("not newest first")
			}
			if l.SubjectProvider != "" && l.SubjectLabel != "Partner login" { // I16
				t.Errorf("label %q", l.SubjectLabel)
			}
			last, got[l.ID] = l.ID, names{l.ActorName, l.SubjectName, l.SubjectProvider}
		}
		if len(lines) < 2 {
			break
		}
		after = lines[1].Cursor()
	}
	same(t, "events", len(got), len(order))
	for i, id := range order {
		same(t, fmt.Sprint("names of event ", i), got[id], want[i])
	}
	read(t, "of nobody (E10)", []store.AuditLine(nil))(w.db.AuditLog(ctx, "org_nobody", store.Cursor{}, 10))
}
