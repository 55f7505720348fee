package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Deliveries lists what was sent to a webhook, or is to be, the newest first: of a state or
// of all. Error: fault NotFound.
func (w *Webhooks) Deliveries(ctx context.Context, organizationID, id, state string, after store.Cursor, most int) ([]store.Delivery, error) {
	if err := w.isThere(ctx, organizationID, id); err != nil {
		return nil, err
	}
	list, err := w.Store.Deliveries(ctx, organizationID, id, state, after, most)
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	return list, nil
}

func (w *Webhooks) isThere(ctx context.Context, organizationID, id string) error {
	_, err := w.on(ctx, organizationID, id)
	if fault.Of(err).Code == fault.Conflict {
		return nil
	}
	return err
}

// on reads a webhook that must be on; fault NotFound, Conflict.
func (w *Webhooks) on(ctx context.Context, organizationID, id string) (store.Webhook, error) {
	return onOf(ctx, w.Store.Rows, organizationID, id)
}

func onOf(ctx context.Context, rows store.Rows, organizationID, id string) (store.Webhook, error) {
	is, err := rows.WebhookByID(ctx, organizationID, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return is, notFound()
	case err != nil:
		return is, fmt.Errorf("read a webhook: %w", err)
	case is.State != store.WebhookOn:
		return is, fault.Because(fault.Conflict, "webhook_off")
	}
	return is, nil
}

// whileOn runs work on a webhook that must be on, in a transaction; fault NotFound, Conflict.
func (w *Webhooks) whileOn(ctx context.Context, by change.Actor, id string, work func(change.Tx, store.Webhook) error) error {
	return w.changes.Locked(ctx, by, func(tx change.Tx) error {
		is, err := onOf(ctx, tx.Rows, by.OrganizationID, id)
		if err != nil {
			return err
		}
		return work(tx, is)
	})
}

// SendTest sends a webhook an event that nothing happened for. Errors: fault NotFound,
// Conflict where it is off.
func (w *Webhooks) SendTest(ctx context.Context, by change.Actor, id string) (d store.Delivery, err error) {
	err = w.whileOn(ctx, by, id, func(tx change.Tx, is store.Webhook) error {
		now := store.At(tx.At)
		d = store.Delivery{
			ID: "msg_" + secret.NewID(), WebhookID: is.ID, EventID: "evt_" + secret.NewID(), Type: string(event.TypeTest), OccurredAt: now, Data: "{}",
			State: store.DeliveryWaiting, CreatedAt: now, DueAt: now,
		}
		if err := tx.AddDelivery(ctx, d); err != nil {
			return fmt.Errorf("write a test event: %w", err)
		}
		return record(ctx, tx, event.WebhookTested, is, nil)
	})
	return d, err
}

// Again is what to send again: one delivery, or all that failed since a time.
type Again struct {
	Delivery string
	Since    time.Time
}

func (a Again) detail(sent int64) map[string]any {
	if a.Delivery != "" {
		return map[string]any{"events": sent, "delivery": a.Delivery}
	}
	return map[string]any{"events": sent, "since": a.Since.UTC().Format(time.RFC3339)}
}

// Redeliver sends again what is not on its way, and says how many there are: one that waits for
// its next try, too, if it is asked for. Errors: fault NotFound, Conflict where the webhook is off.
func (w *Webhooks) Redeliver(ctx context.Context, by change.Actor, id string, again Again) (sent int64, err error) {
	err = w.whileOn(ctx, by, id, func(tx change.Tx, is store.Webhook) error {
		sent, err = tx.Redeliver(ctx, is.ID, again.Delivery, again.Since, tx.At)
		if err != nil {
			return fmt.Errorf("send again: %w", err)
		}
		if sent == 0 {
			return nil
		}
		return record(ctx, tx, event.WebhookRedelivered, is, again.detail(sent))
	})
	return sent, err
}
