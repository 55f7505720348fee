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

// AuditLine is an event with names for its ids; "" where there is none.
type AuditLine struct {
	AuditEvent
	ActorName       string `db:"actor_name"`
	SubjectName     string `db:"subject_name"`     // of the user, or of whose identity or session it is, or of the organization
	SubjectProvider string `db:"subject_provider"` // of the connection
	SubjectLabel    string `db:"subject_label"`    // of the connection
}

// Cursor is the line's place in the log.
func (l AuditLine) Cursor() Cursor { return Cursor{l.At, l.ID} }

// AuditLog lists an organization's events with names, newest first: at most so
// many, from a cursor on.
func (r Rows) AuditLog(ctx context.Context, organizationID string, after Cursor, most int) ([]AuditLine, error) {
	below, belowID := after.below(time.Time{})
	var lines []AuditLine
	err := r.list(ctx, &lines, `
		SELECT e.id, e.organization_id, e.at, e.actor, e.action, e.subject, e.detail,
			COALESCE(a.name, '') AS actor_name, COALESCE(u.name, o.name, '') AS subject_name,
			COALESCE(c.provider, '') AS subject_provider, COALESCE(c.label, '') AS subject_label
		FROM audit_events e
		LEFT JOIN users a ON a.organization_id = e.organization_id AND a.id = e.actor
		LEFT JOIN identities i ON i.organization_id = e.organization_id AND i.id = e.subject
		LEFT JOIN sessions n ON n.organization_id = e.organization_id AND n.id = e.subject
		LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = COALESCE(i.user_id, n.user_id, e.subject)
		LEFT JOIN organizations o ON o.id = e.organization_id AND o.id = e.subject
		LEFT JOIN connections c ON c.organization_id = e.organization_id AND c.id = e.subject
		WHERE e.organization_id = ? AND (e.at, e.id) < (?, ?)
		ORDER BY e.at DESC, e.id DESC LIMIT ?`, organizationID, below, belowID, most)
	return lines, err
}
