package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// AuditEvent says who changed what. It is written in the transaction of the
// change, and never holds a secret.
type AuditEvent struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	At             Time   `db:"at"`
	Actor          string `db:"actor"` // a user's id, "operator" or "system"
	Action         string `db:"action"`
	Subject        string `db:"subject"` // the id of what was changed
	Detail         string `db:"detail"`  // JSON object
}

// The actors that are no users.
const (
	ActorOperator = "operator"
	ActorSystem   = "system"
)

// NewAuditEvent returns an event; detail is marshalled to a JSON object.
func NewAuditEvent(organizationID, actor, action, subject string, detail map[string]any, now time.Time) AuditEvent {
	text, err := json.Marshal(detail)
	if err != nil || detail == nil {
		text = []byte("{}")
	}
	return AuditEvent{
		ID: "aud_" + NewID(), OrganizationID: organizationID, At: At(now),
		Actor: actor, Action: action, Subject: subject, Detail: string(text),
	}
}

// AddAuditEvent writes an event.
func (r Rows) AddAuditEvent(ctx context.Context, e AuditEvent) error {
	err := r.insert(ctx, `
		INSERT INTO audit_events (id, organization_id, at, actor, action, subject, detail)
		VALUES (:id, :organization_id, :at, :actor, :action, :subject, :detail)`, e)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// AuditEvents lists an organization's newest events.
func (r Rows) AuditEvents(ctx context.Context, organizationID string, most int) ([]AuditEvent, error) {
	var events []AuditEvent
	err := r.list(ctx, &events, `
		SELECT id, organization_id, at, actor, action, subject, detail FROM audit_events
		WHERE organization_id = ? ORDER BY at DESC, id DESC LIMIT ?`, organizationID, most)
	return events, err
}
