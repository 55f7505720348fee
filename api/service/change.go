package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/client"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Change changes a service from the revision that was read. A scope more, other keys and
// another federation ask for recent authentication, because somebody may do more than
// before. Errors: fault NotFound, ConfigChanged, ValidationFailed, ReauthRequired.
func (s *Services) Change(ctx context.Context, by change.Actor, id string, revision int64, w Wanted) (Entry, error) {
	err := s.changes.Locked(ctx, by, func(tx change.Tx) error {
		c, was, err := readAt(ctx, tx, id, revision)
		if err != nil {
			return err
		}
		is, named := was, c
		is.Scopes = slices.Clone(was.Scopes)
		if fields := w.apply(s.Keys, s.Issuer, &named, &is); len(fields) > 0 {
			return fault.Invalid(fields...)
		}
		difference := store.Difference(was, is)
		if named.Name != c.Name {
			difference["name"] = map[string]any{"before": c.Name, "after": named.Name}
		}
		if len(difference) == 0 {
			return nil
		}
		if gains(was, is) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		if err := write(ctx, tx, named, is); err != nil {
			return err
		}
		return tx.RecordNamed(ctx, event.ServiceChanged, id, named.Name, difference)
	})
	if err != nil {
		return Entry{}, err
	}
	return s.Read(ctx, by.OrganizationID, id)
}

// gains says whether a service may do more than before, or somebody else may be it.
func gains(was, is store.Service) bool {
	more := slices.ContainsFunc(is.Scopes, func(scope string) bool { return !slices.Contains(was.Scopes, scope) })
	keys := (is.JWKS != was.JWKS || is.JWKSURI != was.JWKSURI) && is.JWKS+is.JWKSURI != ""
	return more || keys || is.Federation != was.Federation && is.Federation != (store.Federation{})
}

func write(ctx context.Context, tx change.Tx, c store.Client, s store.Service) error {
	c.UpdatedAt, s.ChangedBy = store.At(tx.At), tx.By.ID
	if err := tx.UpdateService(ctx, s); err != nil {
		return fmt.Errorf("change a service: %w", err)
	}
	if err := tx.UpdateClient(ctx, c); err != nil {
		return fmt.Errorf("change a client: %w", err)
	}
	return nil
}

// Revoke ends a service for good, from the revision that was read: its secrets and tokens
// work nowhere within a second. Errors: fault NotFound, ConfigChanged.
func (s *Services) Revoke(ctx context.Context, by change.Actor, id string, revision int64) error {
	return s.changes.Locked(ctx, by, func(tx change.Tx) error {
		c, row, err := readAt(ctx, tx, id, revision)
		if err != nil {
			return err
		}
		c.State, row.RevokedAt = store.ClientDisabled, store.At(tx.At)
		if err := write(ctx, tx, c, row); err != nil {
			return err
		}
		return tx.RecordNamed(ctx, event.ServiceRevoked, id, c.Name, map[string]any{"name": c.Name})
	})
}

// RevokeSecret ends a secret of a service, and the tokens that were got with it.
// Errors: fault NotFound, also for one that was revoked before.
func (s *Services) RevokeSecret(ctx context.Context, by change.Actor, id, secretID string) (Entry, error) {
	err := s.changes.Locked(ctx, by, func(tx change.Tx) error {
		c, row, err := read(ctx, tx, id)
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
		if err := write(ctx, tx, c, row); err != nil {
			return err
		}
		return tx.RecordNamed(ctx, event.ServiceSecretRevoked, id, c.Name, map[string]any{"key": nameOf(known, secretID)})
	})
	if err != nil {
		return Entry{}, err
	}
	return s.Read(ctx, by.OrganizationID, id)
}

func readAt(ctx context.Context, tx change.Tx, id string, revision int64) (store.Client, store.Service, error) {
	c, row, err := read(ctx, tx, id)
	if err != nil {
		return c, row, err
	}
	was := change.Revision{OrganizationID: row.OrganizationID, Number: row.Revision, By: row.ChangedBy, At: c.UpdatedAt}
	return c, row, was.Matches(ctx, tx.Rows, revision)
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
