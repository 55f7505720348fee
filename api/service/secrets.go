package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/client"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Lifetime is how long a secret is to live, as it was asked for: nothing is a year.
type Lifetime struct {
	Name  string // 30d, 90d, 1y or 3y
	Never bool   // it does not end, which must be said
}

// lifetimes are the names of how long a secret may live.
func lifetimes() map[string]time.Duration {
	const day = 24 * time.Hour
	return map[string]time.Duration{"30d": 30 * day, "90d": 90 * day, "1y": 365 * day, "3y": 3 * 365 * day}
}

// read gives how long; 0 is for ever. Where there is no secret nothing can be said of one.
func (l Lifetime) read(none bool) (time.Duration, *fault.Field) {
	life, known := lifetimes()[l.Name]
	switch {
	case none && l.Never, l.Never && l.Name != "":
		return 0, &fault.Field{Pointer: "/never", Code: rules.Invalid}
	case none && l.Name != "", !none && l.Name != "" && !known:
		return 0, &fault.Field{Pointer: "/lifetime", Code: rules.Invalid}
	case l.Never || none:
		return 0, nil
	case l.Name == "":
		return lifetimes()["1y"], nil
	}
	return life, nil
}

// LifetimeOf reads a lifetime as a file has it: that of [Lifetime], or never, which is 0.
func LifetimeOf(name string) (time.Duration, bool) {
	if name == "never" {
		return 0, true
	}
	life, problem := Lifetime{Name: name}.read(false)
	return life, problem == nil
}

// AddSecret gives a service one secret more, which is shown this once. Errors: fault
// NotFound, ValidationFailed, ReauthRequired, and Conflict if three are live.
func (s *Services) AddSecret(ctx context.Context, by change.Actor, id string, l Lifetime) (made Entry, key string, err error) {
	lives, problem := l.read(false)
	if problem != nil {
		return Entry{}, "", fault.Invalid(*problem)
	}
	err = s.changes.Locked(ctx, by, func(tx change.Tx) error {
		k, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
		if err := k.write(ctx, tx); err != nil {
			return err
		}
		key, err = addSecret(ctx, tx, k.Client, lives)
		return err
	})
	if err != nil {
		return Entry{}, "", err
	}
	made, err = s.Read(ctx, by.OrganizationID, id)
	return made, key, err
}

// addSecret makes a secret that lives so long; 0 is for ever.
func addSecret(ctx context.Context, tx change.Tx, c store.Client, lives time.Duration) (string, error) {
	key := client.NewSecret(client.ServiceSecret)
	err := AddGiven(ctx, tx, c, client.Given{Value: key, Hash: client.HashOf(key)}, lives)
	if errors.Is(err, client.ErrTooMany) {
		err = fault.Because(fault.Conflict, "three_secrets")
	}
	return key, err
}

// AddGiven adds a secret that was made elsewhere and lives so long; 0 is for ever. Errors:
// client.ErrTooMany, client.ErrTaken.
func AddGiven(ctx context.Context, tx change.Tx, c store.Client, given client.Given, lives time.Duration) error {
	var expires time.Time
	detail := map[string]any{"expires_at": nil}
	if lives > 0 {
		expires = tx.At.Add(lives)
		detail["expires_at"] = expires.UTC().Format(time.RFC3339)
	}
	row := client.NewSecretRow(c.ID, given, tx.By.ID, tx.At, expires)
	detail["key"] = cmp.Or(row.First, row.ID)
	if err := client.AddSecret(ctx, tx.Rows, c.Kind, row); err != nil {
		return fmt.Errorf("add a secret: %w", err)
	}
	return tx.RecordNamed(ctx, event.ServiceSecretAdded, c.ID, c.Name, detail)
}
