package peoplefile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"latchkey/api/fault"
)

// table reads CSV (RFC 4180, and what spreadsheets make of it).
type table struct {
	from    *bounded
	records *csv.Reader
	columns []string // of each cell; "" is not read
	unknown unknown
	number  int // of the row, as a spreadsheet counts
	line    int // on which the next one begins, unless empty ones come before
}

const byteOrderMark = "\ufeff"

// openTable reads the head of a table.
func openTable(file io.Reader) (*table, error) {
	t := &table{from: &bounded{file: file, left: mostRecord}, line: 1}
	start := bufio.NewReaderSize(t.from, mostRecord)
	mark, err := start.Peek(len(byteOrderMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	if wide(mark) {
		return nil, refused("", "format", nil)
	}
	if string(mark) == byteOrderMark {
		_, _ = start.Discard(len(byteOrderMark))
	}
	comma, err := separator(start)
	if err != nil {
		return nil, err
	}
	if head, _ := start.Peek(mostRecord / 2); bytes.ContainsRune(head, '\r') && !bytes.ContainsRune(head, '\n') {
		start = bufio.NewReader(returns{start})
	}
	t.records = csv.NewReader(start)
	t.records.Comma, t.records.FieldsPerRecord, t.records.ReuseRecord = comma, -1, true
	return t, t.readHead()
}

// returns reads lines that end in a carriage return alone, as Excel on a Mac may write them.
type returns struct{ from io.Reader }

func (r returns) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// separator looks which sign parts the titles of the head; Excel may say it in a line before.
func separator(start *bufio.Reader) (rune, error) {
	head, err := start.Peek(mostRecord / 2)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("read a file: %w", err)
	}
	line := string(head)
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	if said, ok := strings.CutPrefix(strings.ToLower(line), "sep="); ok && len(said) == 1 && strings.ContainsAny(said, ",;\t|") {
		whole := len(line) + 1
		if bytes.HasPrefix(head[len(line):], []byte("\r\n")) {
			whole++
		}
		_, _ = start.Discard(whole) // it was peeked at, or the file ends before
		return rune(said[0]), nil
	}
	best, most := ',', 0
	for _, sign := range ",;\t|" {
		if n := strings.Count(line, string(sign)); n > most {
			best, most = sign, n
		}
	}
	return best, nil
}

// readHead reads the titles of the columns.
func (t *table) readHead() error {
	titles, err := t.records.Read()
	switch {
	case errors.Is(err, io.EOF):
		return fault.Invalid(fault.Field{Pointer: "", Code: "required"})
	case err != nil:
		return t.refuse(err, 1)
	case len(titles) > mostColumns:
		return fault.Invalid(fault.Field{Pointer: "/columns", Code: "out_of_range"})
	}
	t.took(titles)
	var fields []fault.Field
	for _, title := range titles {
		column := columnOf(title)
		switch {
		case column == "":
			t.unknown.add(title)
		case slices.Contains(t.columns, column):
			fields = append(fields, fault.Field{Pointer: "/columns/" + column, Code: "duplicate"})
		}
		t.columns = append(t.columns, column)
	}
	for _, needed := range []string{email, name} {
		if !slices.Contains(t.columns, needed) {
			fields = append(fields, fault.Field{Pointer: "/columns/" + needed, Code: "required"})
		}
	}
	if len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	return nil
}

// Read gives the next row that says anything.
func (t *table) Read() (Row, error) {
	for {
		t.from.another()
		cells, err := t.records.Read()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok && bad.StartLine == bad.Line {
			t.number, t.line = t.number+1+bad.Line-t.line, bad.Line+1
			row := Row{Number: t.number}
			row.refuse("", "format")
			return row, nil
		}
		if err != nil {
			return Row{}, t.refuse(err, t.number+1)
		}
		t.took(cells)
		row := Row{Number: t.number}
		said := false
		for i, cell := range cells {
			said = said || strings.TrimSpace(cell) != ""
			switch {
			case i < len(t.columns) && t.columns[i] != "":
				row.set(t.columns[i], cell)
			case i >= len(t.columns) && strings.TrimSpace(cell) != "":
				row.refuse("", "format")
			}
		}
		if said {
			return row, nil
		}
	}
}

// took counts a row that was read, and the empty ones before it.
func (t *table) took(cells []string) {
	begins, _ := t.records.FieldPos(0)
	t.number += 1 + begins - t.line
	t.line = begins + 1
	for _, cell := range cells {
		t.line += strings.Count(cell, "\n")
	}
}

// refuse refuses the file at a row in which a quote is open: it is not known where the next
// one begins.
func (t *table) refuse(err error, row int) error {
	_, open := errors.AsType[*csv.ParseError](err)
	if open || errors.Is(err, errRecord) {
		return refused(fmt.Sprint("/rows/", row), "format", err)
	}
	return fmt.Errorf("read a file: %w", err)
}

func refused(pointer, code string, cause error) error {
	f := fault.Wrap(fault.BodyMalformed, "file", cause)
	f.Fields = []fault.Field{{Pointer: pointer, Code: code}}
	return f
}

// Unknown names the columns that are not read.
func (t *table) Unknown() []string { return t.unknown }
