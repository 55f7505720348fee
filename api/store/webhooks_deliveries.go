package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"time"
)

// Delivery is an event on its way to a webhook. Its id is the webhook-id of each attempt.
type Delivery struct {
	ID         string   `db:"id"`
	WebhookID  string   `db:"webhook_id"`
	EventID    string   `db:"event_id"`
	Type       string   `db:"type"`
	OccurredAt Time     `db:"occurred_at"`
	Data       string   `db:"data"`  // JSON; "": that of the event
	State      string   `db:"state"` // see below
	Tries      int64    `db:"tries"`
	Attempts   Attempts `db:"attempts"`
	CreatedAt  Time     `db:"created_at"`
	DueAt      Time     `db:"due_at"` // of the next try; zero: there is none
	FinishedAt Time     `db:"finished_at"`
}

// The states of a delivery.
const (
	DeliveryWaiting   = "waiting"
	DeliveryDelivered = "delivered"
	DeliveryFailed    = "failed" // it was tried often enough
)

// DeliveryAttempt is one try. What the other side said is not kept, but for its status.
type DeliveryAttempt struct {
	At      time.Time `json:"at"`
	Status  int       `json:"status,omitempty"`  // 0: no answer
	Problem string    `json:"problem,omitempty"` // why there was none, a word
	Micros  int64     `json:"micros"`
}

// Attempts are the tries of a delivery, the oldest first, as JSON text.
type Attempts []DeliveryAttempt

// Value gives JSON text; nil is "[]".
func (a Attempts) Value() (driver.Value, error) {
	if a == nil {
		return "[]", nil
	}
	text, err := json.Marshal([]DeliveryAttempt(a))
	return string(text), err
}

// Scan reads what Value wrote.
func (a *Attempts) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	*a = nil
	return json.Unmarshal(text, (*[]DeliveryAttempt)(a))
}

const deliveryColumns = `id, webhook_id, event_id, type, occurred_at, data, state, tries, attempts, created_at, due_at, finished_at`

// deliverEvents writes a delivery of each event behind a number to each webhook that wants
// it, and wakes these. It is part of the transaction that makes the events.
func (r Rows) deliverEvents(ctx context.Context, organizationID string, behind int64, now Time) error {
	n, err := r.exec(ctx, deliverTo+`JOIN events e ON e.organization_id = w.organization_id`+whoWant+` AND e.sequence > ?`, organizationID, behind)
	if err != nil || n == 0 {
		return err
	}
	return r.wakeAll(ctx, organizationID, behind, now)
}

// A delivery of each event e to each webhook w of an organization that wants it.
const (
	deliverTo = `
		INSERT INTO webhook_deliveries (` + deliveryColumns + `)
		SELECT 'msg_' || SUBSTR(e.id, 5) || '_' || SUBSTR(w.id, 4), w.id, e.id, e.type, e.occurred_at, '', 'waiting', 0, '[]', e.occurred_at, e.occurred_at, NULL
		FROM webhooks w `
	whoWant = `
		WHERE w.organization_id = ? AND w.state = 'enabled' AND (w.types = '[]' OR w.types LIKE '%"' || e.type || '"%')`
)

// wakeAll wakes the webhooks that got a delivery of an event behind a number.
func (r Rows) wakeAll(ctx context.Context, organizationID string, behind int64, now Time) error {
	_, err := r.exec(ctx, `
		UPDATE webhooks SET woken = woken + 1, due_at = `+wokenAt+`
		WHERE organization_id = ? AND state = 'enabled' AND EXISTS (SELECT 1 FROM webhook_deliveries d JOIN events e ON e.id = d.event_id
			WHERE d.webhook_id = webhooks.id AND e.organization_id = ? AND e.sequence > ?)`, now, organizationID, organizationID, behind)
	return err
}

// wokenAt is when a webhook that gets something is due: at once, unless somebody works on it,
// or it asked for a pause.
const wokenAt = `CASE WHEN taken THEN due_at WHEN paused_until IS NOT NULL THEN paused_until ELSE CAST(? AS BIGINT) END`

// AddDelivery writes a delivery of its own, and wakes its webhook.
func (r Rows) AddDelivery(ctx context.Context, d Delivery) error {
	if err := r.insert(ctx, `
		INSERT INTO webhook_deliveries (`+deliveryColumns+`)
		VALUES (:id, :webhook_id, :event_id, :type, :occurred_at, :data, :state, :tries, :attempts, :created_at, :due_at, :finished_at)`, d); err != nil {
		return err
	}
	return r.wake(ctx, d.WebhookID, d.DueAt)
}

func (r Rows) wake(ctx context.Context, webhookID string, now Time) error {
	_, err := r.exec(ctx, `UPDATE webhooks SET woken = woken + 1, due_at = `+wokenAt+` WHERE id = ?`, now, webhookID)
	return err
}

// wantsEvents is an SQL condition: a webhook is on, and so is its organization. What happens
// in one that is not waits until it is.
const wantsEvents = `webhooks.state = 'enabled' AND EXISTS (SELECT 1 FROM organizations o WHERE o.id = webhooks.organization_id AND o.active)`

// webhookQueue are the webhooks that something waits for.
func webhookQueue() queue {
	return queue{name: "webhook", table: "webhooks", due: "due_at", since: "due_at", fits: wantsEvents, also: "taken = TRUE"}
}

// TakeWebhooks leases webhooks that something is due for: nobody else works on them until then.
func (r Rows) TakeWebhooks(ctx context.Context, now, until time.Time, most int) ([]Webhook, error) {
	return takeDue[Webhook](ctx, r, webhookQueue(), lease{now, until, most}, `SELECT `+webhookColumns+` FROM webhooks WHERE id IN (?) ORDER BY id`)
}

// PutDownWebhook ends the lease that a webhook was taken with: it is due with the next of its
// deliveries, or at once if one came meanwhile, but not before a pause is over. One that
// somebody else has taken over stays theirs.
func (r Rows) PutDownWebhook(ctx context.Context, w Webhook, pause Time, now time.Time) error {
	var woken int64
	if err := r.get(ctx, &woken, `SELECT woken FROM webhooks WHERE id = ?`, w.ID); err != nil {
		return ignoreNotFound(err)
	}
	// What is committed between the two statements counts woken up.
	_, err := r.exec(ctx, `
		UPDATE webhooks SET taken = FALSE, paused_until = CAST(? AS BIGINT), due_at = CASE
			WHEN woken <> ? THEN COALESCE(CAST(? AS BIGINT), CAST(? AS BIGINT))
			ELSE (SELECT CASE WHEN MIN(d.due_at) < CAST(? AS BIGINT) THEN CAST(? AS BIGINT) ELSE MIN(d.due_at) END
				FROM webhook_deliveries d WHERE d.webhook_id = webhooks.id AND d.due_at IS NOT NULL) END
		WHERE id = ? AND due_at = ? AND taken`, pause, woken, pause, At(now), pause, pause, w.ID, w.DueAt)
	return err
}

// DueDeliveries lists what is due for a webhook, the longest first and events in their order,
// with the data of each.
func (r Rows) DueDeliveries(ctx context.Context, webhookID string, now time.Time, most int) ([]Delivery, error) {
	var list []Delivery
	err := r.list(ctx, &list, `
		SELECT d.id, d.webhook_id, d.event_id, d.type, d.occurred_at, COALESCE(NULLIF(d.data, ''), e.data, '') AS data,
			d.state, d.tries, d.attempts, d.created_at, d.due_at, d.finished_at
		FROM webhook_deliveries d LEFT JOIN events e ON e.id = d.event_id
		WHERE d.webhook_id = ? AND d.due_at <= ? ORDER BY d.due_at, COALESCE(e.sequence, 0), d.id LIMIT ?`, webhookID, At(now), most)
	return list, err
}

// RecordDelivery writes how a try went: state, tries, attempts and when the next one is. One
// that was tried or sent again by somebody else meanwhile stays as it is.
func (r Rows) RecordDelivery(ctx context.Context, d Delivery, tries int64) error {
	_, err := r.exec(ctx, `
		UPDATE webhook_deliveries SET state = ?, tries = ?, attempts = ?, due_at = ?, finished_at = ?
		WHERE id = ? AND tries = ? AND due_at IS NOT NULL`, d.State, d.Tries, d.Attempts, d.DueAt, d.FinishedAt, d.ID, tries)
	return err
}

// NoteWebhook notes that something arrived at a webhook, or did not; since is when that began.
// ErrNotFound: it is not what was read any more, by a change or by its end, or its
// organization is off; then nothing is noted.
func (r Rows) NoteWebhook(ctx context.Context, w Webhook, arrived bool, now time.Time) (since Time, err error) {
	set := `failing_since = COALESCE(failing_since, CAST(? AS BIGINT))`
	if arrived {
		set = `failing_since = NULL, succeeded_at = ?`
	}
	err = r.take(ctx, &since, `UPDATE webhooks SET `+set+` WHERE id = ? AND revision = ? AND `+wantsEvents+` RETURNING failing_since`, At(now), w.ID, w.Revision)
	return since, err
}

// Deliveries lists what was sent to a webhook, or is to be, the newest first: of one state or
// of all, after a cursor. A try that falls into a pause of the webhook comes when that is over.
func (r Rows) Deliveries(ctx context.Context, organizationID, webhookID, state string, after Cursor, most int) ([]Delivery, error) {
	below, belowID := after.below(time.Time{})
	var list []Delivery
	err := r.list(ctx, &list, `
		SELECT d.id, d.webhook_id, d.event_id, d.type, d.occurred_at, d.data, d.state, d.tries, d.attempts, d.created_at, d.finished_at,
			CASE WHEN d.due_at < w.paused_until THEN w.paused_until ELSE d.due_at END AS due_at
		FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
		WHERE d.webhook_id = (SELECT id FROM webhooks WHERE organization_id = ? AND id = ?) AND (CAST(? AS TEXT) = '' OR d.state = ?)
			AND (d.created_at, d.id) < (?, ?)
		ORDER BY d.created_at DESC, d.id DESC LIMIT ?`, organizationID, webhookID, state, state, below, belowID, most)
	return list, err
}

// Cursor is the delivery's place in the list.
func (d Delivery) Cursor() Cursor { return Cursor{d.CreatedAt, d.ID} }

// Redeliver makes deliveries of a webhook due that are not: one by its id, which may wait for
// another try, or all that were given up since a time. It says how many.
func (r Rows) Redeliver(ctx context.Context, webhookID, deliveryID string, since, now time.Time) (int64, error) {
	n, err := r.exec(ctx, `
		UPDATE webhook_deliveries SET state = 'waiting', tries = CASE WHEN due_at IS NULL THEN 0 ELSE tries END, due_at = ?, finished_at = NULL
		WHERE webhook_id = ? AND (id = ? AND (due_at IS NULL OR due_at > ?) OR CAST(? AS TEXT) = '' AND state = 'failed' AND due_at IS NULL AND created_at >= ?)`,
		At(now), webhookID, deliveryID, At(now), deliveryID, At(since))
	if err != nil || n == 0 {
		return n, err
	}
	return n, r.wake(ctx, webhookID, At(now))
}

// DeliveriesKept is how long the log of what was sent is kept.
const DeliveriesKept = 30 * 24 * time.Hour

// pruneDeliveries deletes what is too old of that log.
func (s *Store) pruneDeliveries(ctx context.Context, now time.Time) error {
	for n := int64(pruneBatch); n == pruneBatch; {
		var err error
		if n, err = s.exec(ctx, `
			DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE created_at < ? LIMIT ?)`,
			At(now.Add(-DeliveriesKept)), pruneBatch); err != nil {
			return err
		}
	}
	return nil
}

func ignoreNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
