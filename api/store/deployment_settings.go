package store

import (
	"context"
	"errors"
)

// goToOnlyApplication is the name of the operator's setting of that name.
const goToOnlyApplication = "go_to_only_application"

// GoToOnlyApplication says whether people who sign in at our own page go on to the one
// application of their organization.
func (r Rows) GoToOnlyApplication(ctx context.Context) (bool, error) {
	var value string
	err := r.get(ctx, &value, `SELECT value FROM deployment WHERE name = ?`, goToOnlyApplication)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return value == "true", err
}

// SetGoToOnlyApplication writes whether people are led on to the only application.
func (r Rows) SetGoToOnlyApplication(ctx context.Context, on bool) error {
	value := "false"
	if on {
		value = "true"
	}
	_, err := r.exec(ctx, `
		INSERT INTO deployment (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		goToOnlyApplication, value)
	return err
}
