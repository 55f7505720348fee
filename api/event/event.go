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
	detail := []byte("{}")
	if e.Detail != nil {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return fmt.Errorf("write the detail of %s: %w", e.Kind, err)
		}
	}
	if err := rows.AddAuditEvent(ctx, store.AuditEvent{
		ID: "aud_" + secret.NewID(), OrganizationID: e.Organization, At: store.At(e.At),
		Actor: e.Actor, Action: string(e.Kind), Subject: e.Subject, Detail: string(detail), SubjectName: e.SubjectName,
	}); err != nil {
		return err
	}
	for _, o := range told(e) {
		if err := rows.AtEnd(ctx, o, write); err != nil {
			return err
		}
	}
	return nil
}
