package store

import (
	"context"
)

// LockedOut is an active organization whose super admins cannot sign in.
type LockedOut struct {
	Code        string `db:"code"`
	SSORequired bool   `db:"sso_required"`
}

// LockedOut lists them by code, as [Rows.SuperAdminCanSignIn] sees it.
func (r Rows) LockedOut(ctx context.Context) ([]LockedOut, error) {
	var admins []struct {
		LockedOut
		signInMethods
	}
	err := r.list(ctx, &admins, `
		SELECT o.code, (NOT o.password_sign_in OR o.sso_required_at IS NOT NULL) AS sso_required,
			CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, (u.id IS NOT NULL AND EXISTS (`+byLink+`)) AS by_link
		FROM organizations o
		LEFT JOIN users u ON u.organization_id = o.id AND u.role = 'super_admin' AND `+canSignIn+`
		WHERE o.active ORDER BY o.code`)
	var list []LockedOut
	for i := 0; i < len(admins); {
		of, can := admins[i].LockedOut, false
		for ; i < len(admins) && admins[i].Code == of.Code; i++ {
			can = can || r.anyUsable(admins[i].signInMethods)
		}
		if !can {
			list = append(list, of)
		}
	}
	return list, err
}
