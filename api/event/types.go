package event

// Type is what integrators are told of: the feed and the webhooks have these and no others.
// The contract promises the same (EventType in openapi.yaml). Sign-ins are not among them:
// they have their own log.
type Type string

// What became of people: data.user is the person now, data.before what was another value.
const (
	ToldUserCreated     Type = "user.created"
	ToldUserUpdated     Type = "user.updated" // name, e-mail or external id
	ToldUserDeactivated Type = "user.deactivated"
	ToldUserReactivated Type = "user.reactivated"
	ToldRoleChanged     Type = "user.role_changed"
)

// What became of the provider accounts of people: data.identity, and data.user.
const (
	ToldIdentityLinked   Type = "identity.linked"
	ToldIdentityUnlinked Type = "identity.unlinked"
)

// Whether people can sign in by a connection: data.connection, and data.secret of one that
// expires.
const (
	ToldConnectionDegraded  Type = "connection.degraded"
	ToldConnectionRecovered Type = "connection.recovered"
	ToldConnectionExpiring  Type = "connection.secret_expiring"
)

// What became of services: data.client, and data.secret of one that expires.
const (
	ToldClientCreated  Type = "client.created"
	ToldClientRevoked  Type = "client.revoked"
	ToldClientExpiring Type = "client.secret_expiring"
)

// ToldTest is the type of what a super admin sends a webhook to see whether it arrives. It is
// no event, and in no feed.
const ToldTest Type = "webhook.test"

// Types lists the catalogue.
func Types() []Type {
	return []Type{
		ToldUserCreated, ToldUserUpdated, ToldUserDeactivated, ToldUserReactivated, ToldRoleChanged,
		ToldIdentityLinked, ToldIdentityUnlinked,
		ToldConnectionDegraded, ToldConnectionRecovered, ToldConnectionExpiring,
		ToldClientCreated, ToldClientRevoked, ToldClientExpiring,
	}
}
