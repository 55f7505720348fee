package change

import (
	"context"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Actor is who changes something in an organization.
type Actor struct {
	OrganizationID string
	ID             string // a user's, store.ActorOperator or store.ActorSystem
	// Recent refuses with reauth_required unless they have confirmed who they are
	// recently; nil refuses.
	Recent func(context.Context, store.Rows) error
}

// AskRecent demands a recent authentication for a change that weakens sign-in: see
// store.User.Weakens and its like.
func (by Actor) AskRecent(ctx context.Context, rows store.Rows) error {
	if by.Recent == nil {
		return fault.Because(fault.ReauthRequired, "not_proven")
	}
	return by.Recent(ctx, rows)
}
