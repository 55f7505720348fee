package store

import (
	"context"
	"strings"
)

// fewOfLog is how many people a search of the log may find to look for their rows: rows of more come
// soon enough on the way through the log.
const fewOfLog = 200

// searched is where a search of the log looks: at the rows of the few people whom it can find, by
// their index, and at those under an address that is not their user's, which have another (G1).
func (r Rows) searched(ctx context.Context, organizationID, typed string) (look, error) {
	l := searchFor(typed)
	if l.table != wholeLog || l.condition == "" {
		return l, nil
	}
	f, _ := UserQuery{Search: typed}.searchFinder(organizationID)
	ids, all, err := r.found(ctx, f, fewOfLog)
	if err != nil || !all {
		return l, err
	}
	rows, values := `
		SELECT x.id FROM sign_ins x WHERE x.organization_id = ? AND x.own_email = FALSE AND x.email <> ''
			AND `+r.loggedEmail()+` >= lower(CAST(? AS TEXT)) AND `+r.loggedEmail()+` < lower(CAST(? AS TEXT)) || CAST(? AS TEXT)`,
		[]any{organizationID, strings.TrimSpace(typed), strings.TrimSpace(typed), afterWord}
	if reference, ok := asReference(strings.TrimSpace(typed)); ok {
		rows, values = rows+` UNION SELECT x.id FROM sign_ins x WHERE x.reference = ?`, append(values, reference)
	}
	if len(ids) > 0 {
		rows += ` UNION SELECT x.id FROM sign_ins x WHERE x.organization_id = ? AND x.user_id IN (?` + strings.Repeat(", ?", len(ids)-1) + `)`
		values = append(values, organizationID)
		for _, id := range ids {
			values = append(values, id)
		}
	}
	return look{`(` + rows + `) f CROSS JOIN sign_ins s`, values, ` AND s.id = f.id` + l.condition, l.args}, nil
}

// loggedEmail is what the index sign_ins_email is of: letters as bytes in their order, as SQLite
// has them anyway.
func (r Rows) loggedEmail() string {
	engine := SQLite
	if r.onPostgres() {
		engine = Postgres
	}
	return engine.indexed(`(lower(x.email) COLLATE "C")`)
}

// indexed is what an index is of, as an engine says it.
func (e Engine) indexed(columns string) string {
	if e == SQLite {
		return strings.ReplaceAll(columns, ` COLLATE "C"`, "")
	}
	return columns
}
