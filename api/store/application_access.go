package store

import (
	"context"
	"time"
)

// ApplicationAccess is what an organization has of an application.
type ApplicationAccess struct {
	OrganizationID string `db:"organization_id"`
	ClientID       string `db:"client_id"`
	Off            bool   `db:"off"`        // its super admins switched it off for their people
	Revision       int64  `db:"revision"`   // counts the changes, for ETags
	ChangedBy      string `db:"changed_by"` // a user's id or an actor
	ChangedAt      Time   `db:"changed_at"`
	LastUsedAt     Time   `db:"last_used_at"` // a minute behind at most
}

// newAccess is that of an application which nobody switched and nobody used.
func newAccess(organizationID, clientID string) ApplicationAccess {
	return ApplicationAccess{OrganizationID: organizationID, ClientID: clientID, Revision: 1, ChangedBy: ActorOperator}
}

// OrganizationApplication is an application as an organization has it.
type OrganizationApplication struct {
	Client
	Application
	Access ApplicationAccess
}

const applicationAccessColumns = `organization_id, client_id, off, revision, changed_by, changed_at, last_used_at`

// SwitchApplication writes whether an application is off for an organization, and counts
// the change.
func (r Rows) SwitchApplication(ctx context.Context, a ApplicationAccess) error {
	_, err := r.exec(ctx, `
		INSERT INTO application_access (`+applicationAccessColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (organization_id, client_id) DO UPDATE SET off = excluded.off,
			revision = application_access.revision + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		a.OrganizationID, a.ClientID, a.Off, a.Revision+1, a.ChangedBy, a.ChangedAt, a.LastUsedAt)
	return err
}

// ApplicationUsed notes when somebody of an organization went to an application last. It
// never goes back, as ClientUsed.
func (r Rows) ApplicationUsed(ctx context.Context, organizationID, clientID string, at time.Time) error {
	a := newAccess(organizationID, clientID)
	_, err := r.exec(ctx, `
		INSERT INTO application_access (`+applicationAccessColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (organization_id, client_id) DO UPDATE SET last_used_at = excluded.last_used_at
		WHERE COALESCE(application_access.last_used_at, 0) < excluded.last_used_at`,
		a.OrganizationID, a.ClientID, a.Off, a.Revision, a.ChangedBy, a.ChangedAt, At(at))
	return err
}

// OrganizationsUsing lists the organizations whose people went to an application since, who
// did last first.
func (r Rows) OrganizationsUsing(ctx context.Context, clientID string, since time.Time, most int) ([]string, error) {
	var ids []string
	err := r.list(ctx, &ids, `
		SELECT organization_id FROM application_access WHERE client_id = ? AND last_used_at >= ?
		ORDER BY last_used_at DESC, organization_id LIMIT ?`, clientID, At(since), most)
	return ids, err
}

// SwitchedOffFor lists the organizations that have an application switched off.
func (r Rows) SwitchedOffFor(ctx context.Context, clientID string) (Strings, error) {
	var ids []string
	err := r.list(ctx, &ids, `SELECT organization_id FROM application_access WHERE client_id = ? AND off`, clientID)
	return ids, err
}

// ApplicationsFor lists the applications that are for an organization, by name, those that
// it has switched off too. What the operator turned off is not there.
func (r Rows) ApplicationsFor(ctx context.Context, organizationID string) ([]OrganizationApplication, error) {
	type row struct {
		Client
		Icon             string  `db:"icon"`
		HomeURL          string  `db:"home_url"`
		InitiateLoginURI string  `db:"initiate_login_uri"`
		AllOrganizations bool    `db:"all_organizations"`
		OrganizationIDs  Strings `db:"organization_ids"`
		Off              bool    `db:"off"`
		Revision         int64   `db:"revision"`
		ChangedBy        string  `db:"changed_by"`
		ChangedAt        Time    `db:"changed_at"`
		UsedAt           Time    `db:"used_at"`
	}
	var list []row
	err := r.list(ctx, &list, `
		SELECT c.id, c.kind, c.organization_id, c.name, c.state, c.created_at, c.created_by, c.updated_at, c.last_used_at,
			a.icon, a.home_url, a.initiate_login_uri, a.all_organizations, a.organization_ids,
			COALESCE(x.off, FALSE) AS off, COALESCE(x.revision, 1) AS revision, COALESCE(x.changed_by, '') AS changed_by,
			x.changed_at, x.last_used_at AS used_at
		FROM clients c
		JOIN applications a ON a.client_id = c.id
		LEFT JOIN application_access x ON x.client_id = c.id AND x.organization_id = ?
		WHERE c.state = ? ORDER BY LOWER(c.name), c.id`, organizationID, ClientEnabled)
	var found []OrganizationApplication
	for _, is := range list {
		a := Application{
			ClientID: is.ID, Icon: is.Icon, HomeURL: is.HomeURL, InitiateLoginURI: is.InitiateLoginURI,
			AllOrganizations: is.AllOrganizations, OrganizationIDs: is.OrganizationIDs,
		}
		if a.For(organizationID) {
			found = append(found, OrganizationApplication{is.Client, a, ApplicationAccess{
				OrganizationID: organizationID, ClientID: is.ID, Off: is.Off, Revision: is.Revision,
				ChangedBy: is.ChangedBy, ChangedAt: is.ChangedAt, LastUsedAt: is.UsedAt,
			}})
		}
	}
	return found, err
}
