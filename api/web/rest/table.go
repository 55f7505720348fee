package rest

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// byteOrderMark begins a file that people open in a spreadsheet: without it Excel
// reads UTF-8 as the old encoding of its country.
const byteOrderMark = "\ufeff"

// newTable begins a CSV file (RFC 4180) for people.
func newTable(w io.Writer, names ...string) (*csv.Writer, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return nil, fmt.Errorf("begin a table: %w", err)
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	return table, table.Write(names)
}

// safeCells quotes what a spreadsheet would run.
func safeCells(cells ...string) []string {
	for i, cell := range cells {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \u00a0\ufeff"))
		if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
			cells[i] = "'" + cell
		}
	}
	return cells
}
