package change

import (
	"context"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Revision is what a row says of how it was changed last.
type Revision struct {
	OrganizationID string
	Number         int64
	By             string // a user's id or an actor
	At             store.Time
}

// Matches refuses a change that was made from another revision, and names who saved
// meanwhile. 0 matches none.
func (r Revision) Matches(ctx context.Context, rows store.Rows, read int64) error {
	if read == r.Number {
		return nil
	}
	name, err := rows.ActorNameOf(ctx, r.OrganizationID, r.By)
	if err != nil {
		return fmt.Errorf("read who saved meanwhile: %w", err)
	}
	return &fault.Fault{Code: fault.ConfigChanged, Reason: "other_revision", ChangedBy: name, ChangedAt: r.At.Time}
}
