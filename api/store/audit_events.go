package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// AuditEvent is the row of who changed what: see package event, which writes it.
type AuditEvent struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	At             Time   `db:"at"`
	Actor          string `db:"actor"` // a user's id, a service's, "operator" or "system"
	Action         string `db:"action"`
	Subject        string `db:"subject"` // the id of what was changed
	Detail         string `db:"detail"`  // JSON object
	// What they were called then. Whoever writes an event need not know it: it is
	// read as the event is written. "" for an actor that is no user, and for a
	// connection, whose row stays.
	ActorName   string `db:"actor_name"`
	SubjectName string `db:"subject_name"` // of the user, or of whose identity or session it is, or of the organization, service or domain
}

// The actors that are no users.
const (
	ActorOperator = "operator"
	ActorSystem   = "system"
	ActorGuest    = "guest" // the holder of a set-up link
)

// AddAuditEvent writes an event.
func (r Rows) AddAuditEvent(ctx context.Context, e AuditEvent) error {
	err := r.insert(ctx, addAuditEvent, e)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

const addAuditEvent = `
		INSERT INTO audit_events (id, organization_id, at, actor, action, subject, detail, actor_name, subject_name)
		VALUES (:id, :organization_id, :at, :actor, :action, :subject, :detail,
			COALESCE((SELECT name FROM users WHERE organization_id = :organization_id AND id = :actor),
				(SELECT name FROM clients WHERE organization_id = :organization_id AND id = :actor), ''),
			COALESCE(NULLIF(:subject_name, ''), (
				SELECT name FROM users WHERE organization_id = :organization_id AND id = COALESCE(
					(SELECT user_id FROM identities WHERE organization_id = :organization_id AND id = :subject),
					(SELECT user_id FROM sessions WHERE organization_id = :organization_id AND id = :subject), :subject)
			), (SELECT name FROM organizations WHERE id = :organization_id AND id = :subject),
			(SELECT name FROM clients WHERE organization_id = :organization_id AND id = :subject), ''))`

// AuditEvents lists an organization's newest events.
func (r Rows) AuditEvents(ctx context.Context, organizationID string, most int) ([]AuditEvent, error) {
	var events []AuditEvent
	err := r.list(ctx, &events, `
		SELECT id, organization_id, at, actor, action, subject, detail FROM audit_events
		WHERE organization_id = ? ORDER BY at DESC, id DESC LIMIT ?`, organizationID, most)
	return events, err
}

// AuditLine is an event with what its connection is called, if it is of one; "" else.
type AuditLine struct {
	AuditEvent
	SubjectProvider string `db:"subject_provider"`
	SubjectLabel    string `db:"subject_label"`
}

// Cursor is the line's place in the log.
func (l AuditLine) Cursor() Cursor { return Cursor{l.At, l.ID} }

// AuditLog lists an organization's events with names, newest first: at most so
// many, from a cursor on. An event from before names were kept has those of today.
func (r Rows) AuditLog(ctx context.Context, organizationID string, after Cursor, most int) ([]AuditLine, error) {
	below, belowID := after.below(time.Time{})
	var lines []AuditLine
	err := r.list(ctx, &lines, `
		SELECT e.id, e.organization_id, e.at, e.actor, e.action, e.subject, e.detail,
			COALESCE(NULLIF(e.actor_name, ''), a.name, '') AS actor_name,
			COALESCE(NULLIF(e.subject_name, ''), u.name, o.name, '') AS subject_name,
			COALESCE(c.provider, '') AS subject_provider, COALESCE(c.label, '') AS subject_label
		FROM audit_events e
		LEFT JOIN users a ON (a.organization_id = e.organization_id) IS TRUE AND a.id = e.actor
		LEFT JOIN identities i ON i.organization_id = e.organization_id AND i.id = e.subject
		LEFT JOIN sessions n ON n.organization_id = e.organization_id AND n.id = e.subject
		LEFT JOIN users u ON (u.organization_id = e.organization_id) IS TRUE AND u.id = COALESCE(i.user_id, n.user_id, e.subject)
		LEFT JOIN organizations o ON o.id = e.organization_id AND o.id = e.subject
		LEFT JOIN connection_versions v ON v.organization_id = e.organization_id AND v.id = e.subject
		LEFT JOIN connections c ON c.organization_id = e.organization_id AND c.id = COALESCE(v.connection_id, e.subject)
		WHERE e.organization_id = ? AND (e.at, e.id) < (?, ?)
		ORDER BY e.at DESC, e.id DESC LIMIT ?`, organizationID, below, belowID, most)
	return lines, err
}

// ActorName is what people read of who did something: the name of a user or service, or
// which of the actors that have none.
func ActorName(actor, userName string) string {
	switch actor {
	case ActorOperator:
		return "The operator"
	case ActorSystem:
		return "The system"
	case ActorGuest:
		return "A set-up link"
	}
	return userName
}

// ActorNameOf reads the name of who did something in an organization.
func (r Rows) ActorNameOf(ctx context.Context, organizationID, actor string) (string, error) {
	var name string
	err := r.get(ctx, &name, `
		SELECT name FROM users WHERE organization_id = ? AND id = ?
		UNION ALL SELECT name FROM clients WHERE organization_id = ? AND id = ?`, organizationID, actor, organizationID, actor)
	if errors.Is(err, ErrNotFound) {
		err = nil // no user: an actor
	}
	return ActorName(actor, name), err
}
