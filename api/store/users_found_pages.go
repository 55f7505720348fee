package store

import (
	"context"
	"slices"
	"strings"
)

// ahead is how many of whom a search finds are looked at for a page, in the order of the list.
// At first it is so many for each line of the page.
const (
	ahead      = 500
	aheadFirst = 4
)

// nearby reads a page of a search for which there are many from those who come next in its
// order: of few first, and of more if as many go on to fit as would fill it. whole is false if
// too few of these fit.
func (r Rows) nearby(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) (lines []UserLine, whole bool, err error) {
	if q.among != nil || strings.TrimSpace(q.Search) == "" {
		return nil, false, nil
	}
	for _, q.next = range []int{min(aheadFirst*most, ahead), ahead} {
		lines, err = r.userPage(ctx, organizationID, q, after, most)
		if err != nil || len(lines) == most || q.next == ahead || len(lines)*ahead < most*q.next {
			break
		}
	}
	return lines, len(lines) == most, err
}

// foremost reads a page of many whom a search finds, by name: of those who come next the words
// know the names. whole is false if too few of these fit the rest of the query.
func (r Rows) foremost(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) (lines []UserLine, whole bool, err error) {
	f, searches := q.searchFinder(organizationID)
	if !searches || q.among != nil || !q.Sort.byName() {
		return nil, false, nil
	}
	words, looks := f.clause, []int{ahead}
	if f.exact && q.parts() == 1 { // who has the word is somebody, and has it once, or twice with the address
		looks = []int{min(2*most, ahead), ahead}
	}
	for _, look := range looks {
		if f.clause, err = q.byNameFrom(words, after, look); err != nil {
			return nil, false, err
		}
		ids, all, err := r.found(ctx, f, look)
		if ids == nil || err != nil {
			return nil, false, err
		}
		q.among = ids
		lines, err = r.userPage(ctx, organizationID, q, after, most)
		if whole = all || len(lines) == most; whole || err != nil {
			return lines, whole, err
		}
	}
	return nil, false, nil
}

// byNameFrom has words come in the order of the names, from a place on, for one who looks at so
// many. Of twice as many, those that come first among the words, it takes the names that come
// first, and sorts nobody behind them: SQLite would sort each of thousands into those that it
// keeps if they come in the wrong order.
func (q UserQuery) byNameFrom(words clause, after UserPlace, look int) (clause, error) {
	comes, upTo, last, direction := ` > `, ` <= `, `MAX`, ` ASC`
	if q.Sort.down() {
		comes, upTo, last, direction = ` < `, ` >= `, `MIN`, ` DESC`
	}
	if after != nil {
		place, err := q.Sort.values(after)
		if err != nil {
			return clause{}, err
		}
		words = clause{words.text + ` AND (w.name, w.user_id)` + comes + `(?, ?)`, append(slices.Clone(words.args), place...)}
	}
	names := `SELECT w.name ` + words.text + ` ORDER BY w.word` + direction + `, w.user_id` + direction + ` LIMIT ?`
	text := words.text + ` AND w.name` + upTo + `(SELECT ` + last + `(f.name) FROM (SELECT x.name FROM (` + names + `) x ORDER BY x.name` + direction + ` LIMIT ?) f)
		ORDER BY w.name` + direction + `, w.user_id` + direction
	return clause{text, slices.Concat(words.args, words.args, []any{2 * look, look + 1})}, nil // one more says that there are more
}
