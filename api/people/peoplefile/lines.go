package peoplefile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"latchkey/api/strictjson"
)

// mostDeep is how deep a line may be: what is not read of it may be of any form.
const mostDeep = 20

// lines reads NDJSON: a JSON object a line.
type lines struct {
	scanner *bufio.Scanner
	unknown unknown
	number  int
}

func newLines(file io.Reader) *lines {
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, mostRecord)
	return &lines{scanner: scanner}
}

// Read gives the next row.
func (l *lines) Read() (Row, error) {
	for l.scanner.Scan() {
		l.number++
		line := bytes.TrimSpace(bytes.TrimPrefix(l.scanner.Bytes(), []byte(byteOrderMark)))
		if len(line) == 0 {
			continue
		}
		return l.row(line), nil
	}
	err := l.scanner.Err()
	switch {
	case err == nil:
		return Row{}, io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		return Row{}, refused(fmt.Sprint("/rows/", l.number+1), "too_long", err)
	}
	return Row{}, fmt.Errorf("read a file: %w", err)
}

// row reads a line that says something.
func (l *lines) row(line []byte) Row {
	row := Row{Number: l.number}
	object, err := strictjson.Object(line, mostDeep)
	if err != nil {
		row.refuse("", "format")
		return row
	}
	seen := map[string]bool{}
	for _, member := range slices.Sorted(maps.Keys(object)) {
		column := columnOf(member)
		switch {
		case column == "":
			l.unknown.add(member)
			continue
		case seen[column]: // in another spelling
			row.refuse(column, "duplicate")
			continue
		}
		seen[column] = true
		row.take(column, object[member])
	}
	return row
}

// take puts what a member says into its place.
func (r *Row) take(column string, value any) {
	switch value := value.(type) {
	case nil:
	case string:
		if column == active {
			r.refuse(active, "type")
			return
		}
		r.set(column, value)
	case bool:
		if column != active {
			r.refuse(column, "type")
			return
		}
		r.Active = &value
	default:
		r.refuse(column, "type")
	}
}

// Unknown names the members that were not read.
func (l *lines) Unknown() []string { return l.unknown }
