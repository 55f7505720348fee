package event

// Type is what integrators are told of: the feed and the webhooks have these and no others.
// The contract promises the same (EventType in openapi.yaml). Sign-ins are not among them:
// they have their own log.
type Type string

// What became of people: data.user is the person now, data.before what was another value.
const (
	TypeUserCreated     Type = "user.created"
	TypeUserUpdated     Type = "user.updated" // name, e-mail, external id, or whether they may use a password where others may not
	TypeUserDeactivated Type = "user.deactivated"
	TypeUserReactivated Type = "user.reactivated"
	TypeRoleChanged     Type = "user.role_changed"
)

// What became of the provider accounts of people: data.identity, and data.user.
const (
	TypeIdentityLinked   Type = "identity.linked"
	TypeIdentityUnlinked Type = "identity.unlinked"
)

// Whether people can sign in by a connection: data.connection, and data.secret of one that
// expires.
const (
	TypeConnectionDegraded  Type = "connection.degraded"
	TypeConnectionRecovered Type = "connection.recovered"
	TypeConnectionExpiring  Type = "connection.secret_expiring"
)

// What became of services: data.client, and data.secret of one that expires.
const (
	TypeClientCreated  Type = "client.created"
	TypeClientRevoked  Type = "client.revoked"
	TypeClientExpiring Type = "client.secret_expiring"
)

// TypeTest is the type of what a super admin sends a webhook to see whether it arrives. It is
// no event, and in no feed.
const TypeTest Type = "webhook.test"

// Types lists the catalogue.
func Types() []Type {
	return []Type{
		TypeUserCreated, TypeUserUpdated, TypeUserDeactivated, TypeUserReactivated, TypeRoleChanged,
		TypeIdentityLinked, TypeIdentityUnlinked,
		TypeConnectionDegraded, TypeConnectionRecovered, TypeConnectionExpiring,
		TypeClientCreated, TypeClientRevoked, TypeClientExpiring,
	}
}
