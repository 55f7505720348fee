package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/outbound"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Webhooks makes the webhooks of organizations, and sends to them; safe for concurrent use.
type Webhooks struct {
	Options
	changes change.Changes
}

// Calls is the guarded way out.
type Calls interface {
	MayCall(u *url.URL) bool
	MayReach(ctx context.Context, host string) bool
	Do(ctx context.Context, key string, req *http.Request, maxBody int64) (outbound.Answer, error)
}

// Options are what Webhooks needs.
type Options struct {
	Store    *store.Store
	Ring     *secret.Ring
	Outbound Calls
	Mail     mail.Outbox
	Log      *slog.Logger
	Now      func() time.Time
}

// New returns a Webhooks.
func New(o Options) *Webhooks { return &Webhooks{o, change.New(o.Store, o.Now)} }

// List lists the webhooks of an organization, the oldest first.
func (w *Webhooks) List(ctx context.Context, organizationID string) ([]store.WebhookLine, error) {
	list, err := w.Store.WebhooksOf(ctx, organizationID, "")
	if err != nil {
		return nil, fmt.Errorf("read webhooks: %w", err)
	}
	return list, nil
}

// Read reads one webhook. Error: fault NotFound.
func (w *Webhooks) Read(ctx context.Context, organizationID, id string) (store.WebhookLine, error) {
	list, err := w.Store.WebhooksOf(ctx, organizationID, id)
	switch {
	case err != nil:
		return store.WebhookLine{}, fmt.Errorf("read a webhook: %w", err)
	case len(list) == 0:
		return store.WebhookLine{}, notFound()
	}
	return list[0], nil
}

func notFound() error { return fault.Because(fault.NotFound, "no_webhook") }

// Create makes a webhook, which is on, and its secret. Errors: fault ValidationFailed,
// ReauthRequired.
func (w *Webhooks) Create(ctx context.Context, by change.Actor, wanted Wanted) (store.WebhookLine, string, error) {
	now, key := store.At(w.Now()), newSecret()
	is := store.Webhook{
		ID: "wh_" + secret.NewID(), OrganizationID: by.OrganizationID, State: store.WebhookOn, Revision: 1,
		CreatedBy: by.ID, CreatedAt: now, ChangedBy: by.ID, ChangedAt: now,
	}
	if fields := append(wanted.checkURL(ctx, w.Outbound, ""), wanted.setOn(&is)...); len(fields) > 0 {
		return store.WebhookLine{}, "", fault.Invalid(fields...)
	}
	is.SecretSealed = w.Ring.SealRow(is.SecretPlace(), []byte(key))
	err := w.changes.Locked(ctx, by, func(tx change.Tx) error {
		all, err := tx.WebhooksOf(ctx, by.OrganizationID, "")
		if err != nil {
			return fmt.Errorf("count webhooks: %w", err)
		}
		if len(all) >= MaxWebhooks {
			return fault.Invalid(fault.Field{Pointer: "/url", Code: "out_of_range"})
		}
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		if err := tx.AddWebhook(ctx, is); err != nil {
			return fmt.Errorf("add a webhook: %w", err)
		}
		return record(ctx, tx, event.WebhookCreated, is, map[string]any{"address": hostOf(is.URL), "types": is.Types})
	})
	if err != nil {
		return store.WebhookLine{}, "", err
	}
	line, err := w.Read(ctx, by.OrganizationID, is.ID)
	return line, key, err
}

func record(ctx context.Context, tx change.Tx, kind event.Kind, is store.Webhook, detail map[string]any) error {
	return tx.RecordNamed(ctx, kind, is.ID, hostOf(is.URL), detail)
}

// Change changes a webhook from the revision that was read. Another address asks for recent
// authentication: it gets what happens to people. Errors: fault NotFound, ConfigChanged,
// ValidationFailed, ReauthRequired.
func (w *Webhooks) Change(ctx context.Context, by change.Actor, id string, revision int64, wanted Wanted) (store.WebhookLine, error) {
	now, err := w.Read(ctx, by.OrganizationID, id)
	if err != nil {
		return store.WebhookLine{}, err
	}
	fields := wanted.checkURL(ctx, w.Outbound, now.URL)
	err = w.at(ctx, by, id, revision, func(tx change.Tx, was store.Webhook) error {
		is := was
		if fields := append(fields, wanted.setOn(&is)...); len(fields) > 0 {
			return fault.Invalid(fields...)
		}
		difference := differenceOf(was, is)
		if len(difference) == 0 {
			return nil
		}
		if is.URL != was.URL {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		return w.write(ctx, tx, event.WebhookChanged, is, difference)
	})
	if err != nil {
		return store.WebhookLine{}, err
	}
	return w.Read(ctx, by.OrganizationID, id)
}

func (w *Webhooks) write(ctx context.Context, tx change.Tx, kind event.Kind, is store.Webhook, detail map[string]any) error {
	is.ChangedBy, is.ChangedAt = tx.By.ID, store.At(tx.At)
	if err := tx.UpdateWebhook(ctx, is); err != nil {
		return fmt.Errorf("change a webhook: %w", err)
	}
	return record(ctx, tx, kind, is, detail)
}

// at runs work on a webhook in a transaction, from the revision that was read.
func (w *Webhooks) at(ctx context.Context, by change.Actor, id string, revision int64, work func(change.Tx, store.Webhook) error) error {
	return w.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := tx.WebhookByID(ctx, by.OrganizationID, id)
		if errors.Is(err, store.ErrNotFound) {
			return notFound()
		}
		if err != nil {
			return fmt.Errorf("read a webhook: %w", err)
		}
		of := change.Revision{OrganizationID: was.OrganizationID, Number: was.Revision, By: was.ChangedBy, At: was.ChangedAt}
		if err := of.Matches(ctx, tx.Rows, revision); err != nil {
			return err
		}
		return work(tx, was)
	})
}

// Delete takes a webhook away with its log. Errors: fault NotFound, ConfigChanged.
func (w *Webhooks) Delete(ctx context.Context, by change.Actor, id string, revision int64) error {
	return w.at(ctx, by, id, revision, func(tx change.Tx, was store.Webhook) error {
		if err := tx.DeleteWebhook(ctx, by.OrganizationID, id); err != nil {
			return fmt.Errorf("delete a webhook: %w", err)
		}
		return record(ctx, tx, event.WebhookDeleted, was, map[string]any{"address": hostOf(was.URL)})
	})
}

// Rotate gives a webhook another secret; the one before signs too for 24 hours. Errors: fault
// NotFound, ConfigChanged, ReauthRequired.
func (w *Webhooks) Rotate(ctx context.Context, by change.Actor, id string, revision int64) (store.WebhookLine, string, error) {
	key := newSecret()
	err := w.at(ctx, by, id, revision, func(tx change.Tx, is store.Webhook) error {
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		is.OldSealed, is.OldUntil = is.SecretSealed, store.At(tx.At.Add(oldSigns))
		is.SecretSealed = w.Ring.SealRow(is.SecretPlace(), []byte(key))
		return w.write(ctx, tx, event.WebhookSecretRotated, is, nil)
	})
	if err != nil {
		return store.WebhookLine{}, "", err
	}
	line, err := w.Read(ctx, by.OrganizationID, id)
	return line, key, err
}

// signing gives the secrets that sign now, the newest first.
func (w *Webhooks) signing(is store.Webhook) ([]string, error) {
	sealed := []string{is.SecretSealed}
	if is.OldSealed != "" && w.Now().Before(is.OldUntil.Time) {
		sealed = append(sealed, is.OldSealed)
	}
	secrets := make([]string, len(sealed))
	for i, one := range sealed {
		value, err := w.Ring.OpenRow(is.SecretPlace(), one)
		if err != nil {
			return nil, fmt.Errorf("open the secret of webhook %s: %w", is.ID, err)
		}
		secrets[i] = string(value)
	}
	return secrets, nil
}
