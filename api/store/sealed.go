package store

import (
	"context"
	"strings"
	"time"
)

// SealedColumn is a column whose values stay sealed for as long as their row stands.
// What lives for minutes (mailed codes, what a provider gave) is not among them.
type SealedColumn struct {
	table, column string
	within        string // columns that say where a row belongs: two, for A and B of its place
	needed        string // SQL condition: somebody still opens it; ? is now
	place         func(SealedRow) string
}

// SealedRow is one value of such a column.
type SealedRow struct {
	ID     string `db:"id"`
	A      string `db:"a"`
	B      string `db:"b"`
	Sealed string `db:"sealed"`
	Needed bool   `db:"needed"` // false: of a version that is retired, or of a secret that has run out
}

// SealedColumns are all of them.
func SealedColumns() []SealedColumn {
	ofVersion := func(r SealedRow) string {
		return Version{OrganizationID: r.A, ConnectionID: r.B, ID: r.ID}.SecretPlace()
	}
	ofWebhook := func(r SealedRow) string { return Webhook{OrganizationID: r.A, ID: r.ID}.SecretPlace() }
	ofKey := func(r SealedRow) string { return TokenKey{Purpose: r.A, ID: r.ID}.Place() }
	ofChain := func(SealedRow) string { return AuditChain{}.Place() }
	return []SealedColumn{
		{"token_keys", "sealed", "purpose AS a, '' AS b", "1 = 1", ofKey},
		{"connection_versions", "secret_sealed", "organization_id AS a, connection_id AS b", "state <> 'retired'", ofVersion},
		{"webhooks", "secret_sealed", "organization_id AS a, '' AS b", "1 = 1", ofWebhook},
		{"webhooks", "old_sealed", "organization_id AS a, '' AS b", "COALESCE(old_until, 0) > ?", ofWebhook},
		{"audit_chain", "sealed", "'' AS a, '' AS b", "1 = 1", ofChain},
	}
}

// String names a column for the operator.
func (c SealedColumn) String() string { return c.table + "." + c.column }

// Place is the associated data of a value.
func (c SealedColumn) Place(of SealedRow) string { return c.place(of) }

// another is the SQL condition that a value is there and another key sealed it.
func (c SealedColumn) another() string {
	return c.column + ` <> '' AND SUBSTR(` + c.column + `, 1, CAST(? AS INTEGER)) <> ?`
}

// CountSealedByOthers counts the values of a column that another key than this sealed.
func (r Rows) CountSealedByOthers(ctx context.Context, c SealedColumn, key string) (n int64, err error) {
	err = r.get(ctx, &n, `SELECT COUNT(*) FROM `+c.table+` WHERE `+c.another(), len(key)+1, key+".")
	return n, err
}

// SealedByOthers lists some of them by id, those after an id.
func (r Rows) SealedByOthers(ctx context.Context, c SealedColumn, key, after string, now time.Time, most int) ([]SealedRow, error) {
	var list []SealedRow
	args := append(c.neededAt(now), after, len(key)+1, key+".", most)
	err := r.list(ctx, &list, `
		SELECT id, `+c.within+`, `+c.column+` AS sealed, (`+c.needed+`) AS needed
		FROM `+c.table+` WHERE id > ? AND `+c.another()+` ORDER BY id LIMIT ?`, args...)
	return list, err
}

// neededAt are the values of the ? of the condition that somebody still opens a value.
func (c SealedColumn) neededAt(now time.Time) []any {
	if strings.Contains(c.needed, "?") {
		return []any{At(now)}
	}
	return nil
}

// Reseal writes the same value sealed anew; false if the row changed meanwhile or is gone.
func (r Rows) Reseal(ctx context.Context, c SealedColumn, was SealedRow, sealed string) (bool, error) {
	n, err := r.exec(ctx, `UPDATE `+c.table+` SET `+c.column+` = ? WHERE id = ? AND `+c.column+` = ?`, sealed, was.ID, was.Sealed)
	return n == 1, err
}

// SealedValues lists what somebody still opens: what the key ring must be able to open.
func (r Rows) SealedValues(ctx context.Context, now time.Time) ([]string, error) {
	var parts []string
	var args []any
	for _, c := range SealedColumns() {
		parts = append(parts, `SELECT `+c.column+` FROM `+c.table+` WHERE `+c.column+` <> '' AND `+c.needed)
		args = append(args, c.neededAt(now)...)
	}
	var sealed []string
	err := r.list(ctx, &sealed, strings.Join(parts, " UNION ALL "), args...)
	return sealed, err
}
