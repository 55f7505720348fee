package store

import (
	"context"
	"time"
)

// WebhookState says whether anything is sent to a webhook.
type WebhookState string

// The states, and why one is off.
const (
	WebhookOn  WebhookState = "enabled"
	WebhookOff WebhookState = "disabled"

	WebhookSwitchedOff = "switched_off" // by a super admin
	WebhookGone        = "gone"         // it answered 410
	WebhookFailing     = "failing"      // nothing arrived for days
)

// Webhook is an address that an organization's events are sent to.
type Webhook struct {
	ID             string       `db:"id"`
	OrganizationID string       `db:"organization_id"`
	URL            string       `db:"url"`
	Description    string       `db:"description"`
	Types          Strings      `db:"types"` // of events; none: all
	State          WebhookState `db:"state"`
	OffReason      string       `db:"off_reason"`
	SecretSealed   string       `db:"secret_sealed"`
	OldSealed      string       `db:"old_sealed"` // the secret before, which signs too until OldUntil
	OldUntil       Time         `db:"old_until"`
	FailingSince   Time         `db:"failing_since"` // nothing arrived since; zero: the last one did
	SucceededAt    Time         `db:"succeeded_at"`
	Taken          bool         `db:"taken"`
	Woken          int64        `db:"woken"`
	PausedUntil    Time         `db:"paused_until"`
	DueAt          Time         `db:"due_at"`
	Revision       int64        `db:"revision"` // counts the changes of people, for ETags
	CreatedBy      string       `db:"created_by"`
	CreatedAt      Time         `db:"created_at"`
	ChangedBy      string       `db:"changed_by"`
	ChangedAt      Time         `db:"changed_at"`
}

// SecretPlace is where its secrets are sealed for.
func (w Webhook) SecretPlace() string { return "webhooks|" + w.OrganizationID + "|" + w.ID }

// WebhookLine is a webhook as super admins see it.
type WebhookLine struct {
	Webhook
	CreatedByName string `db:"created_by_name"`
	ChangedByName string `db:"changed_by_name"`
	Waiting       int64  `db:"waiting"` // deliveries that are tried again, or first
	Failed        int64  `db:"failed"`  // that were given up
}

const webhookColumns = `id, organization_id, url, description, types, state, off_reason, secret_sealed, old_sealed, old_until, failing_since,
	succeeded_at, taken, woken, paused_until, due_at, revision, created_by, created_at, changed_by, changed_at`

// AddWebhook writes a new webhook.
func (r Rows) AddWebhook(ctx context.Context, w Webhook) error {
	return r.insert(ctx, `
		INSERT INTO webhooks (`+webhookColumns+`)
		VALUES (:id, :organization_id, :url, :description, :types, :state, :off_reason, :secret_sealed, :old_sealed, :old_until, :failing_since,
			:succeeded_at, :taken, :woken, :paused_until, :due_at, :revision, :created_by, :created_at, :changed_by, :changed_at)`, w)
}

// WebhookByID reads a webhook of an organization.
func (r Rows) WebhookByID(ctx context.Context, organizationID, id string) (Webhook, error) {
	var w Webhook
	err := r.get(ctx, &w, `SELECT `+webhookColumns+` FROM webhooks WHERE organization_id = ? AND id = ?`, organizationID, id)
	return w, err
}

// WebhooksOf lists the webhooks of an organization, the oldest first; with an id it is that
// one alone.
func (r Rows) WebhooksOf(ctx context.Context, organizationID, id string) ([]WebhookLine, error) {
	var list []WebhookLine
	err := r.list(ctx, &list, `
		SELECT w.*, COALESCE(m.name, '') AS created_by_name, COALESCE(h.name, '') AS changed_by_name,
			(SELECT COUNT(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.due_at IS NOT NULL) AS waiting,
			(SELECT COUNT(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'failed') AS failed
		FROM webhooks w
		LEFT JOIN users m ON (m.organization_id = w.organization_id) IS TRUE AND m.id = w.created_by
		LEFT JOIN users h ON (h.organization_id = w.organization_id) IS TRUE AND h.id = w.changed_by
		WHERE w.organization_id = ? AND (w.id = ? OR ? = '') ORDER BY w.created_at, w.id`, organizationID, id, id)
	for i, w := range list {
		list[i].CreatedByName = ActorName(w.CreatedBy, w.CreatedByName)
		list[i].ChangedByName = ActorName(w.ChangedBy, w.ChangedByName)
	}
	return list, err
}

// UpdateWebhook writes what people change of a webhook, and counts the change. One that is
// switched on, or has another address, begins anew with what waits: that the address before
// failed or asked for a pause is nothing to it.
func (r Rows) UpdateWebhook(ctx context.Context, w Webhook) error {
	const same = `CASE WHEN state = CAST(? AS TEXT) AND url = CAST(? AS TEXT) THEN `
	return one(r.exec(ctx, `
		UPDATE webhooks SET failing_since = `+same+`failing_since END, paused_until = `+same+`paused_until END, due_at = `+same+`due_at ELSE CAST(? AS BIGINT) END,
			url = ?, description = ?, types = ?, secret_sealed = ?, old_sealed = ?, old_until = ?,
			state = ?, off_reason = ?, revision = revision + 1, changed_by = ?, changed_at = ?
		WHERE organization_id = ? AND id = ?`,
		w.State, w.URL, w.State, w.URL, w.State, w.URL, w.ChangedAt,
		w.URL, w.Description, w.Types, w.SecretSealed, w.OldSealed, w.OldUntil,
		w.State, w.OffReason, w.ChangedBy, w.ChangedAt, w.OrganizationID, w.ID))
}

// TurnOffWebhook switches a webhook off by itself; false if it is off already, or somebody
// changed it since it was read.
func (r Rows) TurnOffWebhook(ctx context.Context, w Webhook, reason string, now time.Time) (bool, error) {
	n, err := r.exec(ctx, `
		UPDATE webhooks SET state = 'disabled', off_reason = ?, revision = revision + 1, changed_by = ?, changed_at = ?
		WHERE id = ? AND revision = ? AND state = 'enabled'`, reason, ActorSystem, At(now), w.ID, w.Revision)
	return n > 0, err
}

// DeleteWebhook takes a webhook away, with what was sent to it.
func (r Rows) DeleteWebhook(ctx context.Context, organizationID, id string) error {
	if _, err := r.exec(ctx, `
		DELETE FROM webhook_deliveries WHERE webhook_id = (SELECT id FROM webhooks WHERE organization_id = ? AND id = ?)`, organizationID, id); err != nil {
		return err
	}
	return one(r.exec(ctx, `DELETE FROM webhooks WHERE organization_id = ? AND id = ?`, organizationID, id))
}
