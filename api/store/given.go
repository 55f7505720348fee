package store

import (
	"slices"
	"strconv"
	"strings"
)

// given makes one statement of a statement for one row of arguments: it is the table of so
// many rows of them, in whose columns the statement finds what it had as arguments. What is
// not filled is NULL, so that there is one text, and one plan, for any number of rows.
type given struct {
	rows  int
	types []string // of the arguments, in their order
	query string
}

// table is the table as a common table expression, named given, without the rows that are not
// filled. What leaves them out lets the planner expect one row: it takes the plan that it has
// for one, which finds rows by their keys however few a table has just now.
func (g given) table() string {
	row, names := make([]string, len(g.types)), make([]string, len(g.types))
	for n, of := range g.types {
		row[n], names[n] = "?::"+of, "a"+strconv.Itoa(n)
	}
	rows := slices.Repeat([]string{"(" + strings.Join(row, ", ") + ")"}, g.rows)
	filled := "a" + strconv.Itoa(slices.Index(g.types, "TEXT"))
	return "given AS (SELECT * FROM (VALUES " + strings.Join(rows, ", ") + ") rows (" + strings.Join(names, ", ") + ") WHERE " + filled + " || '' = " + filled + ")"
}

// of is a part of the statement, whose arguments begin with that one, in a table that has the
// columns of given.
func (g given) of(table, part string, first int) string {
	pieces := strings.Split(part, "?")
	var b strings.Builder
	b.WriteString(pieces[0])
	for n, piece := range pieces[1:] {
		b.WriteString(table + ".a" + strconv.Itoa(first+n) + piece)
	}
	return b.String()
}

// args are the arguments of the statement for as many rows as there are.
func (g given) args(rows [][]any) []any {
	all := make([]any, g.rows*len(g.types))
	for n, row := range rows {
		copy(all[n*len(g.types):], row)
	}
	return all
}

// smallest is the first statement that has room for so many rows; they are sorted by it.
func smallest(list []given, rows int) given {
	n := slices.IndexFunc(list, func(g given) bool { return g.rows >= rows })
	return list[n]
}
