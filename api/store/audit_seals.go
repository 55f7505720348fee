package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// AuditSeal is a link of the chain of seals: package audit makes and checks what is in it.
type AuditSeal struct {
	Number         int64  `db:"number"` // 1, 2, 3 …, of all organizations together
	EventID        string `db:"event_id"`
	OrganizationID string `db:"organization_id"`
	At             Time   `db:"at"`      // of the event
	Content        string `db:"content"` // a MAC of the whole event
	SealedAt       Time   `db:"sealed_at"`
	Digest         string `db:"digest"` // a MAC of all this and the digest before
	Gone           string `db:"gone"`   // a MAC, when retention took the event; "" before
}

const auditSealColumns = "number, event_id, organization_id, at, content, sealed_at, digest, gone"

// UnsealedEvent is an audit event that waits for its seal.
type UnsealedEvent struct {
	QueuedID string `db:"queued_id"`
	Sealed   bool   `db:"sealed"` // it has one already
	// With an id only where there is such a row: retention may have been faster.
	Event AuditEvent `db:"event"`
}

// eventOrNothing are the columns of an event e that may be missing.
const eventOrNothing = `COALESCE(e.id, '') AS "event.id", COALESCE(e.organization_id, '') AS "event.organization_id", e.at AS "event.at",
	COALESCE(e.actor, '') AS "event.actor", COALESCE(e.action, '') AS "event.action", COALESCE(e.subject, '') AS "event.subject",
	COALESCE(e.detail, '') AS "event.detail", COALESCE(e.actor_name, '') AS "event.actor_name", COALESCE(e.subject_name, '') AS "event.subject_name"`

// UnsealedEvents lists some, the oldest first.
func (r Rows) UnsealedEvents(ctx context.Context, most int) ([]UnsealedEvent, error) {
	var list []UnsealedEvent
	err := r.list(ctx, &list, `
		SELECT u.event_id AS queued_id, EXISTS (SELECT 1 FROM audit_seals s WHERE s.event_id = u.event_id) AS sealed, `+eventOrNothing+`
		FROM (SELECT at, event_id FROM audit_unsealed ORDER BY at, event_id LIMIT ?) u
		LEFT JOIN audit_events e ON e.id = u.event_id ORDER BY u.at, u.event_id`, most)
	return list, err
}

// AddAuditSeals writes seals, and takes what waited from the queue: in one transaction with
// [Rows.HoldAuditChain].
func (r Rows) AddAuditSeals(ctx context.Context, seals []AuditSeal, taken []UnsealedEvent) error {
	if err := r.writeAuditSeals(ctx, seals, ""); err != nil {
		return err
	}
	ids := make([]string, len(taken))
	for i, u := range taken {
		ids[i] = u.QueuedID
	}
	return r.deleteByIDs(ctx, `DELETE FROM audit_unsealed WHERE event_id IN (?)`, ids)
}

func (r Rows) writeAuditSeals(ctx context.Context, seals []AuditSeal, conflict string) error {
	for some := range slices.Chunk(seals, mostInList) {
		bound, args, err := sqlx.Named(`
			INSERT INTO audit_seals (`+auditSealColumns+`)
			VALUES (:number, :event_id, :organization_id, :at, :content, :sealed_at, :digest, :gone)`+conflict, some)
		if err != nil {
			return fmt.Errorf("bind: %w", err)
		}
		if err := r.execOnce(ctx, bound, args...); err != nil {
			return fmt.Errorf("write seals: %w", err)
		}
	}
	return nil
}

func (r Rows) deleteByIDs(ctx context.Context, query string, ids []string) error {
	return eachPart(ids, func(part []string) error {
		bound, args, err := sqlx.In(query, part)
		if err != nil {
			return err
		}
		_, err = r.exec(ctx, bound, args...)
		return err
	})
}

// SealedEvent is a seal with its event, and how long the organization keeps such.
type SealedEvent struct {
	AuditSeal
	Organization string     `db:"organization"` // its code; "" where there is none
	AuditDays    int64      `db:"audit_days"`
	Event        AuditEvent `db:"event"` // without an id where there is no such row
}

// SealedEvents lists some with numbers after one and up to another, in their order.
func (r Rows) SealedEvents(ctx context.Context, after, upTo int64, most int) ([]SealedEvent, error) {
	var list []SealedEvent
	err := r.list(ctx, &list, `
		SELECT s.`+strings.ReplaceAll(auditSealColumns, ", ", ", s.")+`, COALESCE(o.code, '') AS organization, COALESCE(o.audit_days, 0) AS audit_days, `+eventOrNothing+`
		FROM (SELECT * FROM audit_seals WHERE number > ? AND number <= ? ORDER BY number LIMIT ?) s
		LEFT JOIN audit_events e ON e.id = s.event_id LEFT JOIN organizations o ON o.id = s.organization_id
		ORDER BY s.number`, after, upTo, most)
	return list, err
}

// AuditSealsTooOld lists some seals whose events the retention of their organizations takes, or
// an older program took, and that are not marked so.
func (r Rows) AuditSealsTooOld(ctx context.Context, now time.Time, most int) ([]AuditSeal, error) {
	var list []AuditSeal
	// Organization by organization, as the index is made: SQLite keeps the order of a CROSS JOIN.
	err := r.list(ctx, &list, `
		SELECT s.`+strings.ReplaceAll(auditSealColumns, ", ", ", s.")+` FROM organizations o CROSS JOIN audit_seals s
		WHERE s.organization_id = o.id AND s.gone = '' AND s.at < ? - `+auditKept()+` LIMIT ?`, At(now), most)
	return list, err
}

// MarkAuditSealsGone writes the marks of seals, and deletes their events, or leaves that to
// [Store.Prune] where the program itself may not.
func (r Rows) MarkAuditSealsGone(ctx context.Context, seals []AuditSeal) error {
	ids := make([]string, len(seals))
	for i, s := range seals {
		ids[i] = s.EventID
	}
	if err := r.writeAuditSeals(ctx, seals, ` ON CONFLICT (number) DO UPDATE SET gone = excluded.gone`); err != nil {
		return err
	}
	may, err := r.mayDeleteAuditEvents(ctx)
	if err != nil || !may {
		return err
	}
	return r.deleteByIDs(ctx, `DELETE FROM audit_events WHERE id IN (?)`, ids)
}

// DropAuditSeals deletes those up to a number.
func (r Rows) DropAuditSeals(ctx context.Context, upTo int64) error {
	_, err := r.exec(ctx, `DELETE FROM audit_seals WHERE number <= ?`, upTo)
	return err
}

// AuditPlace says where an audit event was found, for the search for events without a seal.
type AuditPlace struct {
	ID           string `db:"id"`
	Organization string `db:"organization"` // its code
	At           Time   `db:"at"`
	Loose        bool   `db:"loose"` // it has no seal and does not wait for one
}

// AuditPlaces lists events in the order of their ids, after one.
func (r Rows) AuditPlaces(ctx context.Context, after string, most int) ([]AuditPlace, error) {
	var list []AuditPlace
	err := r.list(ctx, &list, `
		SELECT e.id, o.code AS organization, e.at, NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.event_id = e.id)
			AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.event_id = e.id) AS loose
		FROM audit_events e JOIN organizations o ON o.id = e.organization_id WHERE e.id > ? ORDER BY e.id LIMIT ?`, after, most)
	return list, err
}
