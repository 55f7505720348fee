package event_test

import (
	"testing"
	"time"

	"latchkey/api/event"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// An event is kept as it was recorded, with a JSON object for its detail; one whose
// detail is none is refused, and so is the change it belongs to.
func TestRecord(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db, now := open(), time.Date(2026, 11, 9, 9, 14, 0, 0, time.UTC)
		acme := store.NewOrganization("acme", "Acme", now)
		record := func(detail map[string]any, name string) error {
			return db.InTx(t.Context(), func(rows store.Rows) error {
				if name != "" {
					if err := rows.AddOrganization(t.Context(), store.NewOrganization(name, name, now)); err != nil {
						return err
					}
				}
				return event.Record(t.Context(), rows, event.Event{
					Organization: acme.ID, Actor: store.ActorOperator, Kind: event.DomainRemoved, Subject: "dom_1",
					SubjectName: "acme.example", Detail: detail, At: now,
				})
			})
		}
		if err := db.AddOrganization(t.Context(), acme); err != nil {
			t.Fatal(err)
		}
		for _, detail := range []map[string]any{nil, {"domain": "acme.example", "was": "verified"}} {
			if err := record(detail, ""); err != nil {
				t.Fatal(err)
			}
		}
		if err := record(map[string]any{"never": func() {}}, "half"); err == nil {
			t.Error("a detail that is no JSON was kept")
		}
		if _, err := db.OrganizationByCode(t.Context(), "half"); err == nil {
			t.Error("the change was kept without its event")
		}
		lines, err := db.AuditLog(t.Context(), acme.ID, store.Cursor{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		details := map[string]bool{}
		for _, l := range lines {
			details[l.Detail] = true
			if l.Actor != store.ActorOperator || l.Action != string(event.DomainRemoved) || l.Subject != "dom_1" || l.SubjectName != "acme.example" || !l.At.Equal(now) {
				t.Errorf("kept %+v", l)
			}
		}
		if len(lines) != 2 || !details["{}"] || !details[`{"domain":"acme.example","was":"verified"}`] {
			t.Errorf("kept %v", details)
		}
	})
}
