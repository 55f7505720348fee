package store

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// passwordKind is how a hash begins, up to its salt: $2y$12$ or
// $argon2id$v=19$m=47104,t=1,p=1$. It is what the index users_password_kind is of, to
// the message.
const passwordKind = `
	CASE WHEN substr(password_hash, 1, 2) = '$2' THEN substr(password_hash, 1, 7)
		ELSE rtrim(rtrim(rtrim(password_hash, ` + base64Letters + `), '$'),
			` + base64Letters + `) END`

const base64Letters = `'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'`

// passwordKinds looks for the first kind, then for the next greater one, and so
// on: a look at the index for each kind, however many people there are.
const (
	passwordKinds    = kindsFirst + theirs + kindsNext + theirs + kindsEnd
	anyPasswordKinds = kindsFirst + kindsNext + kindsEnd // of all organizations, by users_any_password_kind

	theirs     = ` AND organization_id = ?`
	kindsFirst = `
	WITH RECURSIVE kinds (kind, n) AS (
		SELECT (SELECT ` + passwordKind + ` FROM users WHERE password_hash IS NOT NULL`
	kindsNext = `
			ORDER BY ` + passwordKind + ` LIMIT 1), 1
		UNION ALL
		SELECT (SELECT ` + passwordKind + ` FROM users WHERE password_hash IS NOT NULL AND ` + passwordKind + ` > kinds.kind`
	kindsEnd = `
			ORDER BY ` + passwordKind + ` LIMIT 1), n + 1
		FROM kinds WHERE kind IS NOT NULL AND n < ?
	)
	SELECT kind FROM kinds WHERE kind IS NOT NULL ORDER BY n`
)

// KindCount says how many active people of an organization have hashes of a kind.
type KindCount struct {
	OrganizationCode string `db:"organization_code"`
	Kind             string `db:"kind"`
	N                int64  `db:"n"`
}

// PasswordKindCounts counts those of some kinds for all active organizations.
func (r Rows) PasswordKindCounts(ctx context.Context, kinds []string) ([]KindCount, error) {
	counts, err := listIn[KindCount](ctx, r, `
		SELECT organization_code, kind, COUNT(*) AS n FROM (
			SELECT o.code AS organization_code, `+passwordKind+` AS kind
			FROM users u JOIN organizations o ON o.id = u.organization_id
			WHERE u.password_hash IS NOT NULL AND `+passwordKind+` IN (?) AND o.active AND u.active) k
		GROUP BY organization_code, kind`, kinds)
	slices.SortFunc(counts, func(a, b KindCount) int {
		return cmp.Or(cmp.Compare(a.OrganizationCode, b.OrganizationCode), cmp.Compare(a.Kind, b.Kind))
	})
	return counts, err
}

// AnyPasswordKinds lists how the hashes of anybody begin, up to the salt.
func (r Rows) AnyPasswordKinds(ctx context.Context) ([]string, error) {
	var kinds []string
	err := r.list(ctx, &kinds, anyPasswordKinds, math.MaxInt32)
	return kinds, err
}

// PasswordKinds lists how the hashes of an organization's people begin, up to the
// salt; at most so many.
func (r Rows) PasswordKinds(ctx context.Context, organizationID string, most int) ([]string, error) {
	var kinds []string
	err := r.list(ctx, &kinds, passwordKinds, organizationID, organizationID, most)
	return kinds, err
}
