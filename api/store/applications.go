package store

import (
	"context"
	"slices"
)

// ApplicationType says where an application runs, and so whether it can keep a secret.
type ApplicationType string

// The types of applications.
const (
	WebApplication    ApplicationType = "web"    // on a server: it has a secret
	SPAApplication    ApplicationType = "spa"    // in a browser: it has none
	NativeApplication ApplicationType = "native" // on somebody's device: it has none
)

// RefreshPolicy says how long an application may go on without the person.
type RefreshPolicy string

// The refresh policies.
const (
	RefreshNone    RefreshPolicy = "none"    // it gets no refresh token
	RefreshSession RefreshPolicy = "session" // as long as the session that it began in
	RefreshOffline RefreshPolicy = "offline" // with the scope offline_access: beyond it
)

// Application is what an application has beside what every client has.
type Application struct {
	ClientID               string          `db:"client_id"`
	Type                   ApplicationType `db:"type"`
	Icon                   string          `db:"icon"` // a data: address, or ""
	HomeURL                string          `db:"home_url"`
	RedirectURIs           Strings         `db:"redirect_uris"`
	PostLogoutRedirectURIs Strings         `db:"post_logout_redirect_uris"`
	BackchannelLogoutURI   string          `db:"backchannel_logout_uri"`
	InitiateLoginURI       string          `db:"initiate_login_uri"`
	Resources              Strings         `db:"resources"` // audiences of its own that its tokens may be for (RFC 8707)
	AllOrganizations       bool            `db:"all_organizations"`
	OrganizationIDs        Strings         `db:"organization_ids"` // unless it is for all
	IDTokenAlg             string          `db:"id_token_alg"`
	RequirePKCE            bool            `db:"require_pkce"`
	Refresh                RefreshPolicy   `db:"refresh"`
	LogoutOnRoleChange     bool            `db:"logout_on_role_change"` // another role ends its sessions
	// SwitchedOff lists the organizations whose super admins switched it off for their
	// people. It stands in rows of its own: package client reads it with the application.
	SwitchedOff Strings `db:"-"`
}

// NewApplication is one as it is unless the operator says otherwise.
func NewApplication(clientID string) Application {
	return Application{
		ClientID: clientID, Type: WebApplication, AllOrganizations: true, IDTokenAlg: "RS256", RequirePKCE: true, Refresh: RefreshSession,
		RedirectURIs: Strings{}, PostLogoutRedirectURIs: Strings{}, Resources: Strings{}, OrganizationIDs: Strings{},
	}
}

// For says whether the people of an organization may enter an application.
func (a Application) For(organizationID string) bool {
	return a.Registered(organizationID) && !slices.Contains(a.SwitchedOff, organizationID)
}

// Registered says whether the operator registered an application for an organization, and
// so whether the organization knows it.
func (a Application) Registered(organizationID string) bool {
	return a.AllOrganizations || slices.Contains(a.OrganizationIDs, organizationID)
}

const applicationColumns = `client_id, type, icon, home_url, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri,
	initiate_login_uri, resources, all_organizations, organization_ids, id_token_alg, require_pkce, refresh, logout_on_role_change`

// ApplicationByID reads what an application has.
func (r Rows) ApplicationByID(ctx context.Context, clientID string) (Application, error) {
	var a Application
	err := r.get(ctx, &a, `SELECT `+applicationColumns+` FROM applications WHERE client_id = ?`, clientID)
	return a, err
}

// SetApplication writes what an application has.
func (r Rows) SetApplication(ctx context.Context, a Application) error {
	return r.insert(ctx, `
		INSERT INTO applications (`+applicationColumns+`)
		VALUES (:client_id, :type, :icon, :home_url, :redirect_uris, :post_logout_redirect_uris, :backchannel_logout_uri,
			:initiate_login_uri, :resources, :all_organizations, :organization_ids, :id_token_alg, :require_pkce, :refresh, :logout_on_role_change)
		ON CONFLICT (client_id) DO UPDATE SET type = excluded.type, icon = excluded.icon, home_url = excluded.home_url,
			redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris,
			backchannel_logout_uri = excluded.backchannel_logout_uri, initiate_login_uri = excluded.initiate_login_uri,
			resources = excluded.resources, all_organizations = excluded.all_organizations,
			organization_ids = excluded.organization_ids, id_token_alg = excluded.id_token_alg,
			require_pkce = excluded.require_pkce, refresh = excluded.refresh,
			logout_on_role_change = excluded.logout_on_role_change`, a)
}

// HasApplication says whether any application is registered.
func (r Rows) HasApplication(ctx context.Context) (bool, error) {
	var has bool
	err := r.get(ctx, &has, `SELECT EXISTS (SELECT 1 FROM applications)`)
	return has, err
}
