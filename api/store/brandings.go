package store

import (
	"context"
	"errors"
)

// Branding is what an organization's sign-in page looks like, without the picture itself.
type Branding struct {
	OrganizationID string `db:"organization_id"`
	Name           string `db:"name"`      // on the page; "" is the organization's
	Accent         string `db:"accent"`    // "#0f5670"; "" is ours
	Welcome        string `db:"welcome"`   // one line, or ""
	LogoHash       string `db:"logo_hash"` // of the picture, "" without one
	LogoWidth      int64  `db:"logo_width"`
	LogoHeight     int64  `db:"logo_height"`
	Revision       int64  `db:"revision"` // counts the changes, for ETags
	ChangedBy      string `db:"changed_by"`
	ChangedAt      Time   `db:"changed_at"`
}

// IsEmpty says that a page looks as all do.
func (b Branding) IsEmpty() bool {
	return b.Name == "" && b.Accent == "" && b.Welcome == "" && b.LogoHash == ""
}

const brandingColumns = `organization_id, name, accent, welcome, logo_hash, logo_width, logo_height,
	revision, changed_by, changed_at`

// BrandingOf reads the branding of an organization: an empty one of revision 1 where
// nobody has made any.
func (r Rows) BrandingOf(ctx context.Context, organizationID string) (Branding, error) {
	var b Branding
	err := r.get(ctx, &b, `SELECT `+brandingColumns+` FROM brandings WHERE organization_id = ?`, organizationID)
	if errors.Is(err, ErrNotFound) {
		return Branding{OrganizationID: organizationID, Revision: 1, ChangedBy: ActorOperator}, nil
	}
	return b, err
}

// SaveBranding writes a branding and counts the change. The picture stays where logo is nil;
// it is base64, and "" where there is none.
func (r Rows) SaveBranding(ctx context.Context, b Branding, logo *string) error {
	var picture string
	if logo != nil {
		picture = *logo
	}
	b.Revision++
	row := struct {
		Branding
		Logo string `db:"logo"`
		Keep bool   `db:"keep"`
	}{b, picture, logo == nil}
	return r.insert(ctx, `
		INSERT INTO brandings (`+brandingColumns+`, logo)
		VALUES (:organization_id, :name, :accent, :welcome, :logo_hash, :logo_width, :logo_height,
			:revision, :changed_by, :changed_at, :logo)
		ON CONFLICT (organization_id) DO UPDATE SET
			name = excluded.name, accent = excluded.accent, welcome = excluded.welcome,
			logo = CASE WHEN :keep THEN brandings.logo ELSE excluded.logo END,
			logo_hash = excluded.logo_hash, logo_width = excluded.logo_width, logo_height = excluded.logo_height,
			revision = excluded.revision,
			changed_by = excluded.changed_by, changed_at = excluded.changed_at`, row)
}

// LogoOf reads the picture of an organization in base64, if it is still the one of this hash.
func (r Rows) LogoOf(ctx context.Context, organizationID, hash string) (string, error) {
	var picture string
	err := r.get(ctx, &picture, `SELECT logo FROM brandings WHERE organization_id = ? AND logo_hash = ? AND logo_hash <> ''`, organizationID, hash)
	return picture, err
}
