package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Kept is a service as it is kept: a client, and what it has beside that.
type Kept struct {
	Client  store.Client
	Service store.Service
}

// NewKept is a service that somebody begins in their organization: without a name, scopes
// and anything that proves it.
func NewKept(id string, by change.Actor) Kept {
	return Kept{
		store.Client{ID: id, Kind: store.KindService, OrganizationID: &by.OrganizationID, State: store.ClientEnabled, CreatedBy: by.ID},
		store.Service{ClientID: id, OrganizationID: by.OrganizationID, Revision: 1, ChangedBy: by.ID},
	}
}

// Add writes a service that is new. Errors: fault ValidationFailed if the organization has
// as many as it may, ReauthRequired.
func Add(ctx context.Context, tx change.Tx, k Kept) error {
	all, err := tx.ServicesOf(ctx, tx.By.OrganizationID, "")
	if err != nil {
		return fmt.Errorf("count services: %w", err)
	}
	if len(all) >= MaxServices {
		return fault.Invalid(fault.Field{Pointer: "/name", Code: "out_of_range"})
	}
	if err := tx.AskRecent(ctx); err != nil {
		return err
	}
	k.Client.CreatedAt, k.Client.UpdatedAt = store.At(tx.At), store.At(tx.At)
	if err := tx.AddClient(ctx, k.Client); err != nil {
		return fmt.Errorf("add a client: %w", err)
	}
	if err := tx.AddService(ctx, k.Service); err != nil {
		return fmt.Errorf("add a service: %w", err)
	}
	return tx.RecordNamed(ctx, event.ServiceCreated, k.Client.ID, k.Client.Name, map[string]any{"name": k.Client.Name, "scopes": k.Service.Scopes})
}

// Save writes what is another than it was, if anything is. A scope more, other keys and
// another federation ask for recent authentication, because somebody may do more than
// before. Error: fault ReauthRequired.
func Save(ctx context.Context, tx change.Tx, was, is Kept) error {
	difference := was.difference(is)
	if len(difference) == 0 {
		return nil
	}
	if gains(was.Service, is.Service) {
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
	}
	if err := is.write(ctx, tx); err != nil {
		return err
	}
	return tx.RecordNamed(ctx, event.ServiceChanged, is.Client.ID, is.Client.Name, difference)
}

// difference is what the log of changes tells: before and after, by column.
func (k Kept) difference(is Kept) map[string]any {
	difference := store.Difference(k.Service, is.Service)
	if k.Client.Name != is.Client.Name {
		difference["name"] = map[string]any{"before": k.Client.Name, "after": is.Client.Name}
	}
	return difference
}

// gains says whether a service may do more than before, or somebody else may be it.
func gains(was, is store.Service) bool {
	more := slices.ContainsFunc(is.Scopes, func(scope string) bool { return !slices.Contains(was.Scopes, scope) })
	keys := (is.JWKS != was.JWKS || is.JWKSURI != was.JWKSURI) && is.JWKS+is.JWKSURI != ""
	return more || keys || is.Federation != was.Federation && is.Federation != (store.Federation{})
}

func (k Kept) write(ctx context.Context, tx change.Tx) error {
	k.Client.UpdatedAt, k.Service.ChangedBy = store.At(tx.At), tx.By.ID
	if err := tx.UpdateService(ctx, k.Service); err != nil {
		return fmt.Errorf("change a service: %w", err)
	}
	if err := tx.UpdateClient(ctx, k.Client); err != nil {
		return fmt.Errorf("change a client: %w", err)
	}
	return nil
}

// read reads a service in a transaction; fault NotFound.
func read(ctx context.Context, tx change.Tx, id string) (Kept, error) {
	row, err := tx.ServiceByID(ctx, tx.By.OrganizationID, id)
	if errors.Is(err, store.ErrNotFound) {
		return Kept{}, fault.Because(fault.NotFound, "no_service")
	}
	if err != nil {
		return Kept{}, fmt.Errorf("read a service: %w", err)
	}
	c, err := tx.ClientByID(ctx, id)
	if err != nil {
		return Kept{}, fmt.Errorf("read a client: %w", err)
	}
	return Kept{c, row}, nil
}

// readAt is read from the revision that was read before; fault ConfigChanged.
func readAt(ctx context.Context, tx change.Tx, id string, revision int64) (Kept, error) {
	k, err := read(ctx, tx, id)
	if err != nil {
		return k, err
	}
	was := change.Revision{OrganizationID: k.Service.OrganizationID, Number: k.Service.Revision, By: k.Service.ChangedBy, At: k.Client.UpdatedAt}
	return k, was.Matches(ctx, tx.Rows, revision)
}
