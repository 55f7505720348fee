package store

import (
	"context"
	"slices"
)

// LockedOut is an active organization whose super admins cannot sign in.
type LockedOut struct {
	Code        string `db:"code"`
	SSORequired bool   `db:"sso_required"`
}

// superAdmins is what is known of those of an organization.
type superAdmins struct {
	LockedOut
	ID   string  `db:"id"`
	Link bool    `db:"by_link"`       // one can sign in by an account
	Hash *string `db:"password_hash"` // of one who may use a password; nil: none may
}

// LockedOut lists the organizations without a super admin who can sign in, by code, as [Rows.SuperAdminCanSignIn] sees it.
func (r Rows) LockedOut(ctx context.Context) ([]LockedOut, error) {
	const atOnce = 1000
	var list []LockedOut
	for last := ""; ; {
		var all []superAdmins
		if err := r.listAfresh(ctx, &all, superAdminsByCode, last, atOnce); err != nil {
			return nil, err
		}
		usable, err := r.withUsablePasswords(ctx, all)
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			if !o.Link && !r.PasswordUsable(o.Hash) && !slices.Contains(usable, o.ID) {
				list = append(list, o.LockedOut)
			}
		}
		if len(all) < atOnce {
			return list, nil
		}
		last = all[len(all)-1].Code
	}
}

// withUsablePasswords lists the organizations in which another super admin can use a password
// than the one whose hash cannot be checked.
func (r Rows) withUsablePasswords(ctx context.Context, all []superAdmins) ([]string, error) {
	var ids []string
	for _, o := range all {
		if !o.Link && o.Hash != nil && !r.PasswordUsable(o.Hash) {
			ids = append(ids, o.ID)
		}
	}
	hashes, err := listInBy[passwordOf](ctx, r.listAfresh, `
		SELECT o.id, u.password_hash FROM organizations o JOIN users u ON u.organization_id = o.id
		WHERE u.role = 'super_admin' AND u.active AND `+byPassword+` AND o.id IN (?)`, ids)
	return idsOf(hashes, func(h passwordOf) bool { return r.PasswordUsable(h.Hash) }), err
}

// Each organization's super admins are looked up in an index, in a query of its own: joined,
// PostgreSQL expects hardly any, and compares each organization with all of them (G3).
const superAdminsByCode = `
	SELECT o.id, o.code, (NOT o.password_sign_in OR o.sso_required_at IS NOT NULL) AS sso_required,
		(SELECT MIN(u.password_hash) FROM users u
			WHERE u.organization_id = o.id AND u.role = 'super_admin' AND u.active AND ` + byPassword + `) AS password_hash,
		(SELECT COUNT(*) FROM users u
			WHERE u.organization_id = o.id AND u.role = 'super_admin' AND u.active
				AND (SELECT COUNT(*) FROM (` + byLink + `) links) > 0) > 0 AS by_link
	FROM organizations o WHERE o.active AND o.code > ? ORDER BY o.code LIMIT ?`
