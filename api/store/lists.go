package store

import (
	"context"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
)

// mostInList is how many ids one statement names: a list of any length is asked in
// parts of at most so many.
const mostInList = 100

// listIn reads rows by a list of ids of any length. The query's last ? is in an IN
// (?), or is followed by nothing that has arguments; the rows come part by part, in
// the query's order within each.
func listIn[T any](ctx context.Context, r Rows, query string, ids []string, before ...any) ([]T, error) {
	return listInBy[T](ctx, r.list, query, ids, before...)
}

// listInBy is listIn with a way to read: [Rows.list], [Rows.listAfresh], or [Rows.takeAll] if it writes.
func listInBy[T any](ctx context.Context, list func(context.Context, any, string, ...any) error, query string, ids []string, before ...any) ([]T, error) {
	var all []T
	for part := range slices.Chunk(ids, mostInList) {
		bound, args, err := sqlx.In(query, append(slices.Clone(before), padded(part))...)
		if err != nil {
			return nil, err
		}
		var rows []T
		if err := list(ctx, &rows, bound, args...); err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// listEach reads a row by each of some keys of any length, with a query that names one by its last
// ?; whoever is not there is left out, and the rows come in no order. It is for keys of a unique
// index on a table of which PostgreSQL may not know yet how large it has grown: there an IN (?)
// beside another condition has it read all that fits that one.
func listEach[T any](ctx context.Context, r Rows, query string, keys []string, before ...any) ([]T, error) {
	keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	var all []T
	for part := range slices.Chunk(keys, mostInList) {
		full := append(make([]string, 0, mostInList), part...)
		for len(full)%step != 0 {
			full = append(full, "") // nobody's key
		}
		args := make([]any, 0, len(full)*(len(before)+1))
		for _, key := range full {
			args = append(append(args, before...), key)
		}
		var rows []T
		if err := r.list(ctx, &rows, query+strings.Repeat(` UNION ALL `+query, len(full)-1), args...); err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// step is to which numbers lists of keys are filled up: there are then four texts of a
// statement that names a list of them, and each is kept prepared.
const step = 25

// padded repeats the last of some ids up to a round number.
func padded(ids []string) []string {
	full := append(make([]string, 0, len(ids)+step), ids...)
	for len(full)%step != 0 {
		full = append(full, ids[len(ids)-1])
	}
	return full
}
