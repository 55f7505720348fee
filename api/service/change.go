package service

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/client"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Change changes a service from the revision that was read, as [Save] does. Errors: fault
// NotFound, ConfigChanged, ValidationFailed, ReauthRequired.
func (s *Services) Change(ctx context.Context, by change.Actor, id string, revision int64, w Wanted) (Entry, error) {
	err := s.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := readAt(ctx, tx, id, revision)
		if err != nil {
			return err
		}
		is := was
		if fields := w.SetOn(s.Keys, s.Issuer, &is); len(fields) > 0 {
			return fault.Invalid(fields...)
		}
		return Save(ctx, tx, was, is)
	})
	if err != nil {
		return Entry{}, err
	}
	return s.Read(ctx, by.OrganizationID, id)
}

// Revoke ends a service for good, from the revision that was read: its secrets and tokens
// work nowhere within a second. Errors: fault NotFound, ConfigChanged.
func (s *Services) Revoke(ctx context.Context, by change.Actor, id string, revision int64) error {
	return s.changes.Locked(ctx, by, func(tx change.Tx) error {
		k, err := readAt(ctx, tx, id, revision)
		if err != nil {
			return err
		}
		return End(ctx, tx, k)
	})
}

// End revokes a service as the transaction has read it.
func End(ctx context.Context, tx change.Tx, k Kept) error {
	k.Client.State, k.Service.RevokedAt = store.ClientDisabled, store.At(tx.At)
	if err := k.write(ctx, tx); err != nil {
		return err
	}
	return tx.RecordNamed(ctx, event.ServiceRevoked, k.Client.ID, k.Client.Name, map[string]any{"name": k.Client.Name})
}

// RevokeSecret ends a secret of a service, and the tokens that were got with it.
// Errors: fault NotFound, also for one that was revoked before.
func (s *Services) RevokeSecret(ctx context.Context, by change.Actor, id, secretID string) (Entry, error) {
	err := s.changes.Locked(ctx, by, func(tx change.Tx) error {
		k, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		known, err := client.Read(ctx, tx.Rows, id)
		if err != nil {
			return fmt.Errorf("read a client: %w", err)
		}
		err = tx.RevokeClientSecret(ctx, id, secretID, tx.At)
		if errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.NotFound, "no_secret")
		}
		if err != nil {
			return fmt.Errorf("revoke a secret: %w", err)
		}
		if err := k.write(ctx, tx); err != nil {
			return err
		}
		return tx.RecordNamed(ctx, event.ServiceSecretRevoked, id, k.Client.Name, map[string]any{"key": nameOf(known, secretID)})
	})
	if err != nil {
		return Entry{}, err
	}
	return s.Read(ctx, by.OrganizationID, id)
}

// nameOf is what people know a secret by: its first characters, or its id where only the
// hash was given.
func nameOf(c client.Client, secretID string) string {
	for _, one := range c.Secrets {
		if one.ID == secretID && one.First != "" {
			return one.First
		}
	}
	return secretID
}
