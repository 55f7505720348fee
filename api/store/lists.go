package store

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"
)

// mostInList is how many ids one statement names: a list of any length is asked in
// parts of at most so many.
const mostInList = 100

// listIn reads rows by a list of ids of any length. The query's last ? is in an IN
// (?), or is followed by nothing that has arguments; the rows come part by part, in
// the query's order within each. It may write (... RETURNING).
func listIn[T any](ctx context.Context, r Rows, query string, ids []string, before ...any) ([]T, error) {
	var all []T
	for part := range slices.Chunk(ids, mostInList) {
		bound, args, err := sqlx.In(query, append(slices.Clone(before), padded(part))...)
		if err != nil {
			return nil, err
		}
		var rows []T
		if err := r.list(ctx, &rows, bound, args...); err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// padded repeats the last of some ids up to a round number: there are then four
// texts of a statement that names a list of them, and each is kept prepared.
func padded(ids []string) []string {
	const step = 25
	full := append(make([]string, 0, len(ids)+step), ids...)
	for len(full)%step != 0 {
		full = append(full, ids[len(ids)-1])
	}
	return full
}
