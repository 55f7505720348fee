package store

import (
	"context"
	"errors"
)

// ActorName is what people read of who did something: a user's name, or which
// of the actors that are no users.
func ActorName(actor, userName string) string {
	switch actor {
	case ActorOperator:
		return "The operator"
	case ActorSystem:
		return "The system"
	}
	return userName
}

// ActorNameOf reads the name of who did something in an organization.
func (r Rows) ActorNameOf(ctx context.Context, organizationID, actor string) (string, error) {
	var name string
	err := r.get(ctx, &name, `SELECT name FROM users WHERE organization_id = ? AND id = ?`, organizationID, actor)
	if errors.Is(err, ErrNotFound) {
		err = nil // no user: an actor
	}
	return ActorName(actor, name), err
}
