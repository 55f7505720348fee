package people

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// taken is what another user has.
const taken = "taken"

// notTaken refuses an e-mail or an external id that another user has, each at its own
// member. The organization is locked, so it stays free until it is written.
func notTaken(ctx context.Context, rows store.Rows, was, is store.User, byNow func(store.User) store.User) error {
	var fields []fault.Field
	look := func(pointer string, other store.User, err error, has func(store.User) bool) error {
		if err == nil && byNow != nil && !has(byNow(other)) {
			return nil
		}
		if err == nil && other.ID != is.ID {
			fields = append(fields, fault.Field{Pointer: pointer, Code: taken})
		}
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	}
	hasEmail := func(u store.User) bool { return u.EmailLower == is.EmailLower }
	hasID := func(u store.User) bool { return sameID(u.ExternalID, is.ExternalID) }
	if is.EmailLower != was.EmailLower {
		other, err := rows.UserByEmail(ctx, is.OrganizationID, is.Email)
		if err := look("/email", other, err, hasEmail); err != nil {
			return fmt.Errorf("look for an e-mail: %w", err)
		}
	}
	if is.ExternalID != nil && !sameID(was.ExternalID, is.ExternalID) {
		other, err := rows.UserByExternalID(ctx, is.OrganizationID, *is.ExternalID)
		if err := look("/externalId", other, err, hasID); err != nil {
			return fmt.Errorf("look for an external id: %w", err)
		}
	}
	if len(fields) > 0 {
		return &fault.Fault{Code: fault.ValidationFailed, Reason: taken, Fields: fields}
	}
	return nil
}

func sameID(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// IsRole refuses a role that the user's organization has not. The organization is locked,
// so it has it until the user is written.
func IsRole(ctx context.Context, rows store.Rows, u store.User) error {
	_, err := permits(ctx, rows, u)
	return err
}

// permits says whether the role of a user lets them do anything in Latchkey. It refuses a
// role that their organization has not.
func permits(ctx context.Context, rows store.Rows, u store.User) (bool, error) {
	if u.Powerful() || u.Role == store.Agent {
		return u.Powerful(), nil
	}
	role, err := rows.RoleByKey(ctx, u.OrganizationID, u.Role)
	if errors.Is(err, store.ErrNotFound) {
		return false, fault.Invalid(fault.Field{Pointer: "/role", Code: "invalid"})
	}
	if err != nil {
		return false, fmt.Errorf("look for a role: %w", err)
	}
	return len(role.Permissions) > 0, nil
}
