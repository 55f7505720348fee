package store

import (
	"context"
	"errors"
	"time"
)

// ConnectionCount says how many connections at a provider are in a state.
type ConnectionCount struct {
	Provider string  `db:"provider"`
	State    State   `db:"state"`
	Health   Verdict `db:"health"`
	N        int64   `db:"n"`
}

// ConnectionCounts counts the connections of all organizations.
func (r Rows) ConnectionCounts(ctx context.Context) ([]ConnectionCount, error) {
	var counts []ConnectionCount
	err := r.list(ctx, &counts, `
		SELECT provider, state, health, COUNT(*) AS n FROM connections
		GROUP BY provider, state, health ORDER BY provider, state, health`)
	return counts, err
}

// EnabledLives lists the connections of active organizations that are on, with
// their live versions.
func (r Rows) EnabledLives(ctx context.Context) ([]Live, error) {
	var lives []Live
	err := r.list(ctx, &lives, `
		SELECT `+liveColumns+` FROM `+liveTables+`
		WHERE c.state = 'enabled' AND o.active ORDER BY o.code, c.provider`)
	return lives, err
}

// SecretExpiry says when the live secret of a connection that is on expires, as
// its super admin noted it.
type SecretExpiry struct {
	OrganizationCode string `db:"organization_code"`
	Provider         string `db:"provider"`
	ExpiresAt        Time   `db:"secret_expires_at"`
}

// SecretExpiries lists the secrets in use by active organizations that expire,
// or have expired, before a time; the first to expire first.
func (r Rows) SecretExpiries(ctx context.Context, before time.Time) ([]SecretExpiry, error) {
	var list []SecretExpiry
	err := r.list(ctx, &list, `
		SELECT o.code AS organization_code, c.provider, v.secret_expires_at FROM `+liveTables+`
		WHERE c.state = 'enabled' AND o.active AND v.secret_expires_at <= ?
		ORDER BY v.secret_expires_at, o.code, c.provider`, At(before))
	return list, err
}

// LostDomain is a domain that an organization had proven and has lost.
type LostDomain struct {
	OrganizationCode string `db:"organization_code"`
	Domain           string `db:"domain"`
}

// LostDomains lists the lost domains of active organizations.
func (r Rows) LostDomains(ctx context.Context) ([]LostDomain, error) {
	var list []LostDomain
	err := r.list(ctx, &list, `
		SELECT o.code AS organization_code, d.domain
		FROM domains d JOIN organizations o ON o.id = d.organization_id
		WHERE d.state = 'lost' AND o.active ORDER BY o.code, d.domain`)
	return list, err
}

// LockedOut is an active organization that none of its super admins can enter.
type LockedOut struct {
	Code        string `db:"code"`
	SSORequired bool   `db:"sso_required"`
}

// LockedOut lists them by code, as [Rows.SuperAdminCanGetIn] sees it.
func (r Rows) LockedOut(ctx context.Context) ([]LockedOut, error) {
	var admins []struct {
		LockedOut
		way
	}
	err := r.list(ctx, &admins, `
		SELECT o.code, (NOT o.password_sign_in OR o.sso_required_at IS NOT NULL) AS sso_required,
			CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, (u.id IS NOT NULL AND EXISTS (`+byLink+`)) AS by_link
		FROM organizations o
		LEFT JOIN users u ON u.organization_id = o.id AND u.role = 'super_admin' AND `+canGetIn+`
		WHERE o.active ORDER BY o.code`)
	var list []LockedOut
	for i := 0; i < len(admins); {
		of, open := admins[i].LockedOut, false
		for ; i < len(admins) && admins[i].Code == of.Code; i++ {
			open = open || r.isOpen(admins[i].way)
		}
		if !open {
			list = append(list, of)
		}
	}
	return list, err
}

// KindNow reads what this database was made for, and claims nothing; "" if nobody
// has yet.
func (r Rows) KindNow(ctx context.Context) (string, error) {
	var kind string
	err := r.get(ctx, &kind, `SELECT value FROM deployment WHERE name = 'kind'`)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return kind, err
}

// Schema says how the tables stand to this program.
type Schema struct {
	Version int64 // of the database; 0 = it was never migrated
	Program int64 // the newest that this program knows
}

// Pending is how many steps this program would make.
func (s Schema) Pending() int64 { return max(0, s.Program-s.Version) }

// Schema reads the version of the tables and changes nothing.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	p, err := s.provider(s.db)
	if err != nil {
		return Schema{}, err
	}
	var schema Schema
	for _, m := range p.ListSources() {
		schema.Program = max(schema.Program, m.Version)
	}
	find := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if s.engine == Postgres {
		find = `SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('goose_db_version')`
	}
	var tables int
	if err := s.get(ctx, &tables, find); err != nil || tables == 0 {
		return schema, err
	}
	err = s.get(ctx, &schema.Version, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`)
	return schema, err
}
