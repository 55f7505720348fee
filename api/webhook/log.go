package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	is, err := w.Store.WebhookByID(ctx, organizationID, id)
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

// SendTest sends a webhook an event that nothing happened for. Errors: fault NotFound,
// Conflict where it is off.
func (w *Webhooks) SendTest(ctx context.Context, organizationID, id string) (store.Delivery, error) {
	is, err := w.on(ctx, organizationID, id)
	if err != nil {
		return store.Delivery{}, err
	}
	now := store.At(w.Now())
	d := store.Delivery{
		ID: "msg_" + secret.NewID(), WebhookID: is.ID, EventID: "evt_" + secret.NewID(), Type: string(event.TypeTest), OccurredAt: now, Data: "{}",
		State: store.DeliveryWaiting, CreatedAt: now, DueAt: now,
	}
	if err := w.Store.InTx(ctx, func(rows store.Rows) error { return rows.AddDelivery(ctx, d) }); err != nil {
		return store.Delivery{}, fmt.Errorf("write a test event: %w", err)
	}
	return d, nil
}

// Again is what to send again: one delivery, or all that failed since a time.
type Again struct {
	Delivery string
	Since    time.Time
}

// Redeliver sends again what is not waiting, and says how many there are. Errors: fault
// NotFound, Conflict where the webhook is off.
func (w *Webhooks) Redeliver(ctx context.Context, organizationID, id string, again Again) (sent int64, err error) {
	is, err := w.on(ctx, organizationID, id)
	if err != nil {
		return 0, err
	}
	err = w.Store.InTx(ctx, func(rows store.Rows) error {
		sent, err = rows.Redeliver(ctx, is.ID, again.Delivery, again.Since, w.Now())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("send again: %w", err)
	}
	return sent, nil
}
