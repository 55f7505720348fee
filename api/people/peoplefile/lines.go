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
	const flat = 2
	object, err := strictjson.Object(line, flat)
	if err != nil {
		row.refuse("", "format")
		return row
	}
	for _, member := range slices.Sorted(maps.Keys(object)) {
		column := columnOf(member)
		switch value := object[member].(type) {
		case nil:
			if column == "" {
				l.unknown.add(member)
			}
		case string:
			if column == "" {
				l.unknown.add(member)
				continue
			}
			if column == active {
				row.refuse(active, "type")
				continue
			}
			row.set(column, value)
		case bool:
			switch column {
			case "":
				l.unknown.add(member)
			case active:
				row.Active = &value
			default:
				row.refuse(column, "type")
			}
		default:
			if column == "" {
				l.unknown.add(member)
				continue
			}
			row.refuse(column, "type")
		}
	}
	return row
}

// Unknown names the members that were not read.
func (l *lines) Unknown() []string { return l.unknown }
