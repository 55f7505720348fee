package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"latchkey/api/store"
)

const (
	// AgainAfter is how long after a message was asked for another one is written.
	AgainAfter = time.Minute
	// sentAnHour is how many messages of a kind that anybody may ask for are sent to
	// one address in an hour: more would be a way to pester its owner.
	sentAnHour = 5
)

// AddOnRequest queues a mail that anonymous people may request, knowing an address alone:
// the same work for unknown addresses. What is requested too early, or while the one before
// waits (Once), is left out, and nobody is told.
func (o Outbox) AddOnRequest(ctx context.Context, db *store.Store, m Message) error {
	return db.InTx(ctx, func(rows store.Rows) error {
		early, err := rows.MailRequested(ctx, m.OrganizationID, string(m.Kind), m.To, o.Now().Add(-AgainAfter))
		if err != nil {
			return fmt.Errorf("ask for a message: %w", err)
		}
		if early {
			return nil
		}
		return o.Add(ctx, rows, m)
	})
}

// RequestedBy reads the active user who has the address of a requested mail; nil:
// nobody has it, or it has been sent enough of that kind.
func (o Outbox) RequestedBy(ctx context.Context, rows store.Rows, m store.Mail) (*store.User, error) {
	sent, err := rows.MailsSent(ctx, m.OrganizationID, m.Kind, m.Recipient, o.Now().Add(-time.Hour))
	if err != nil {
		return nil, fmt.Errorf("count messages: %w", err)
	}
	if sent >= sentAnHour {
		return nil, nil
	}
	u, err := rows.UserByEmail(ctx, m.OrganizationID, m.Recipient)
	if errors.Is(err, store.ErrNotFound) || err == nil && !u.Active {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a user: %w", err)
	}
	return &u, nil
}

// ValuesOf reads what a message that waits tells of.
func ValuesOf(m store.Mail) (map[string]string, error) {
	var values map[string]string
	if err := json.Unmarshal([]byte(m.Detail), &values); err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	return values, nil
}
