package principal

import (
	"fmt"
	"slices"

	"latchkey/api/store"
)

// Permission is what an operation asks of its caller. Its names are part of the contract.
type Permission string

// Public asks for nobody, SignedIn for anybody with an active session; they act on
// what is theirs. All others are for one organization.
const (
	Public           Permission = "public"
	SignedIn         Permission = "signed-in"
	ConnectionsRead  Permission = "connections:read"
	ConnectionsWrite Permission = "connections:write"
	PolicyRead       Permission = "policy:read"
	PolicyWrite      Permission = "policy:write"
	UsersRead        Permission = "users:read"
	UsersWrite       Permission = "users:write"
	DomainsRead      Permission = "domains:read"
	DomainsWrite     Permission = "domains:write"
	LogRead          Permission = "log:read"
	EventsRead       Permission = "events:read"
	ServicesRead     Permission = "services:read"
	ServicesWrite    Permission = "services:write"
	RolesRead        Permission = "roles:read"
	RolesWrite       Permission = "roles:write"
	WebhooksRead     Permission = "webhooks:read"
	WebhooksWrite    Permission = "webhooks:write"
	Introspect       Permission = "introspect" // of a service, for tokens of its organization
)

// ofOrganization lists what may be permitted within an organization.
func ofOrganization() []Permission {
	return []Permission{
		ConnectionsRead, ConnectionsWrite, PolicyRead, PolicyWrite, UsersRead, UsersWrite, DomainsRead, DomainsWrite, LogRead, EventsRead,
		ServicesRead, ServicesWrite, RolesRead, RolesWrite, WebhooksRead, WebhooksWrite,
	}
}

// OfOwnRoles lists what a role of an organization's own may permit: to read, and nothing
// that shows a secret or a way to more power. The contract promises the same
// (RolePermission in openapi.yaml).
func OfOwnRoles() []Permission { return []Permission{LogRead, UsersRead, EventsRead} }

// Of lists what a role may in its own organization; permits is what the row of a role of
// the organization's own says. The built-in ones go by no row.
func Of(role store.Role, permits []string) []Permission {
	switch role {
	case store.SuperAdmin:
		return ofOrganization()
	case store.Agent:
		return nil
	}
	var may []Permission
	for _, p := range OfOwnRoles() {
		if slices.Contains(permits, string(p)) {
			may = append(may, p)
		}
	}
	return may
}

// Parse reads the name of a permission; there is none without a name.
func Parse(name string) (Permission, error) {
	p := Permission(name)
	if p == Public || p == SignedIn || slices.Contains(ofOrganization(), p) {
		return p, nil
	}
	return "", fmt.Errorf("unknown permission %q", name)
}

// WithinOrganization says whether it is for one organization.
func (p Permission) WithinOrganization() bool { return p != Public && p != SignedIn }

// Scopes lists what a service may be permitted: nothing that makes services, changes the
// policy or a domain. The contract promises the same (ServiceScope in openapi.yaml).
func Scopes() []Permission {
	return []Permission{UsersRead, UsersWrite, RolesRead, RolesWrite, ConnectionsRead, ConnectionsWrite, LogRead, EventsRead, Introspect}
}
