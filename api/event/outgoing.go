package event

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/store"
)

// outgoing says what integrators receive of a change that is recorded: nothing of most.
func outgoing(e Event) []store.Outgoing {
	switch e.Kind {
	case UserCreated:
		return []store.Outgoing{e.ofUser(TypeUserCreated, e.Subject, nil)}
	case UserChanged:
		return e.ofChangedUser()
	case IdentityLinked, IdentityReplaced:
		linked := e.ofIdentity(TypeIdentityLinked, e.text("user"), e.Subject, "email")
		if e.Kind == IdentityLinked {
			return []store.Outgoing{linked}
		}
		return []store.Outgoing{e.ofIdentity(TypeIdentityUnlinked, e.text("user"), e.text("old_identity"), "old_email"), linked}
	case IdentityUnlinked: // its subject is the user
		return []store.Outgoing{e.ofIdentity(TypeIdentityUnlinked, e.Subject, e.text("identity"), "email")}
	case ServiceCreated:
		return []store.Outgoing{{OrganizationID: e.Organization, Type: string(TypeClientCreated), At: e.At, ServiceID: e.Subject}}
	case ServiceRevoked:
		return []store.Outgoing{{OrganizationID: e.Organization, Type: string(TypeClientRevoked), At: e.At, ServiceID: e.Subject}}
	}
	return nil
}

func (e Event) ofUser(t Type, id string, data map[string]any) store.Outgoing {
	return store.Outgoing{OrganizationID: e.Organization, Type: string(t), At: e.At, UserID: id, Data: data}
}

// ofChangedUser takes apart what changed of a person, by column.
func (e Event) ofChangedUser() (list []store.Outgoing) {
	before := map[string]any{}
	for column, name := range map[string]string{"email": "email", "name": "name", "external_id": "externalId", "exempt": "exempt"} {
		if was, changed := e.before(column); changed {
			before[name] = was
		}
	}
	if len(before) > 0 {
		list = append(list, e.ofUser(TypeUserUpdated, e.Subject, map[string]any{"before": before}))
	}
	if was, changed := e.before("role"); changed {
		list = append(list, e.ofUser(TypeRoleChanged, e.Subject, map[string]any{"before": map[string]any{"role": was}}))
	}
	if was, changed := e.before("active"); changed {
		t := TypeUserReactivated
		if was == true {
			t = TypeUserDeactivated
		}
		list = append(list, e.ofUser(t, e.Subject, nil))
	}
	return list
}

func (e Event) ofIdentity(t Type, userID, identityID, email string) store.Outgoing {
	return e.ofUser(t, userID, map[string]any{
		"identity": map[string]any{"id": identityID, "provider": e.text("provider"), "email": e.text(email)},
	})
}

func (e Event) text(member string) string {
	text, _ := e.Detail[member].(string)
	return text
}

// before reads what a column was, of what [store.Difference] wrote.
func (e Event) before(column string) (was any, changed bool) {
	values, changed := e.Detail[column].(map[string]any)
	return values["before"], changed
}

// Degraded tells that a connection does not work any more, in the transaction that notes it.
func Degraded(ctx context.Context, rows store.Rows, organizationID, connectionID string, now time.Time) error {
	return ofConnection(ctx, rows, TypeConnectionDegraded, organizationID, connectionID, now)
}

// Recovered tells that one works again.
func Recovered(ctx context.Context, rows store.Rows, organizationID, connectionID string, now time.Time) error {
	return ofConnection(ctx, rows, TypeConnectionRecovered, organizationID, connectionID, now)
}

func ofConnection(ctx context.Context, rows store.Rows, t Type, organizationID, id string, now time.Time) error {
	return rows.AtEnd(ctx, store.Outgoing{OrganizationID: organizationID, Type: string(t), At: now, ConnectionID: id}, write)
}

// mostExpiring is how many secrets one transaction tells of.
const mostExpiring = 200

// TellOfExpiring tells of the secrets of connections and services that expire soon: of each
// once for each step of the warnings.
func TellOfExpiring(ctx context.Context, db *store.Store, now time.Time) error {
	for {
		list, err := db.ExpiringSecrets(ctx, now, mostExpiring)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := db.InTx(ctx, func(rows store.Rows) error { return tellOfExpiring(ctx, rows, list, now) }); err != nil {
			return fmt.Errorf("tell of secrets that expire: %w", err)
		}
		if err := ctx.Err(); err != nil || len(list) < mostExpiring {
			return err
		}
	}
}

func tellOfExpiring(ctx context.Context, rows store.Rows, list []store.ExpiringSecret, now time.Time) error {
	for _, s := range list {
		o := store.Outgoing{
			OrganizationID: s.OrganizationID, Type: string(TypeClientExpiring), At: now, ConnectionID: s.ConnectionID, ServiceID: s.ServiceID,
			Once: s.Once, Data: map[string]any{"secret": map[string]any{"id": s.SecretID, "expiresAt": s.ExpiresAt.Time}},
		}
		if s.ConnectionID != "" {
			o.Type = string(TypeConnectionExpiring)
		}
		if err := rows.AtEnd(ctx, o, write); err != nil {
			return err
		}
	}
	return nil
}
