package change

import (
	"context"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Actor is who changes something in an organization.
type Actor struct {
	OrganizationID string
	ID             string // a user's, a service's, store.ActorOperator or store.ActorSystem
	// Service says that it is a machine, which changes nothing of super admins.
	Service bool
	// Recent refuses with reauth_required unless they have confirmed who they are
	// recently, and a machine with person_required; nil refuses.
	Recent func(context.Context, store.Rows) error
}

// ByOperator is the operator with a file, which was looked at before: no screen can ask.
func ByOperator(organizationID string) Actor {
	return Actor{
		OrganizationID: organizationID, ID: store.ActorOperator,
		Recent: func(context.Context, store.Rows) error { return nil },
	}
}

// AskRecent demands a recent authentication for a change that weakens sign-in: see
// store.User.Weakens and its like.
func (by Actor) AskRecent(ctx context.Context, rows store.Rows) error {
	if by.Recent == nil {
		return fault.Because(fault.ReauthRequired, "not_proven")
	}
	return by.Recent(ctx, rows)
}

// MayTouch refuses with person_required what a machine would do to a super admin, or to make
// somebody one.
func (by Actor) MayTouch(users ...store.User) error {
	for _, u := range users {
		if by.Service && u.ID != "" && u.Powerful() {
			return fault.Because(fault.PersonRequired, "super_admin")
		}
	}
	return nil
}
