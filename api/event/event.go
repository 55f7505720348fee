package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Event says who did what to what. It never holds a secret.
type Event struct {
	Organization string // id
	Actor        string // a user's id or a service's, store.ActorOperator or store.ActorSystem
	Kind         Kind
	Subject      string // the id of what was changed
	// SubjectName is what that was called, where no row tells it any more or yet: an
	// e-mail domain. Users and organizations are named by the store.
	SubjectName string
	Detail      map[string]any // becomes a JSON object
	At          time.Time
}

// Record writes an event, with rows of the transaction that makes it true. What integrators
// are told of it is written when that ends: see [Type].
func Record(ctx context.Context, rows store.Rows, e Event) error {
	row, err := e.row()
	if err != nil {
		return err
	}
	if err := rows.AddAuditEvent(ctx, row); err != nil {
		return err
	}
	return e.tell(ctx, rows)
}

// Row is [Record] for a statement that writes the event with other rows: what integrators are
// told of it is noted, and the row is to be written in this transaction.
func Row(ctx context.Context, rows store.Rows, e Event) (store.AuditEvent, error) {
	row, err := e.row()
	if err != nil {
		return store.AuditEvent{}, err
	}
	return row, e.tell(ctx, rows)
}

// tell notes what integrators are told of it.
func (e Event) tell(ctx context.Context, rows store.Rows) error {
	for _, o := range outgoing(e) {
		if err := rows.AtEnd(ctx, o, write); err != nil {
			return err
		}
	}
	return nil
}

// RecordAll is Record for the many events of one actor, in a few statements; each has the
// name of its subject.
func RecordAll(ctx context.Context, rows store.Rows, list []Event) error {
	if len(list) == 0 {
		return nil
	}
	name, err := rows.ActorNameOf(ctx, list[0].Organization, list[0].Actor)
	if err != nil {
		return fmt.Errorf("read who did it: %w", err)
	}
	all := make([]store.AuditEvent, len(list))
	for i, e := range list {
		if all[i], err = e.row(); err != nil {
			return err
		}
		all[i].ActorName = name
		if err := e.tell(ctx, rows); err != nil {
			return err
		}
	}
	return rows.AddAuditEvents(ctx, all)
}

func (e Event) row() (store.AuditEvent, error) {
	detail := []byte("{}")
	if e.Detail != nil {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return store.AuditEvent{}, fmt.Errorf("write the detail of %s: %w", e.Kind, err)
		}
	}
	return store.AuditEvent{
		ID: "aud_" + secret.NewID(), OrganizationID: e.Organization, At: store.At(e.At),
		Actor: e.Actor, Action: string(e.Kind), Subject: e.Subject, Detail: string(detail), SubjectName: e.SubjectName,
	}, nil
}
