package peoplefile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"latchkey/api/fault"
	"latchkey/api/text"
)

// Row is a row of a file: what its cells say of a person, nothing of which was checked but
// that it can be read.
type Row struct {
	Number     int    `json:"n"` // in the file as a spreadsheet shows it: the head is row 1
	Email      string `json:"e,omitempty"`
	Name       string `json:"m,omitempty"`
	Role       string `json:"r,omitempty"` // "": nothing is said of it
	ExternalID string `json:"x,omitempty"` // the same
	Active     *bool  `json:"a,omitempty"`
	// Wrong is what cannot be read of it, if anything: a column, "" for the whole row, and
	// what is wrong, as the contract calls it.
	Wrong *fault.Field `json:"w,omitempty"`
}

// Reader reads the rows of a file.
type Reader interface {
	// Read gives the next row; io.EOF after the last. Another error is a refusal of the file.
	Read() (Row, error)
	// Unknown names the columns that were not read, as far as it has come.
	Unknown() []string
}

// The kinds of files, as media types.
const (
	CSV    = "text/csv"
	NDJSON = "application/x-ndjson"
)

// The bounds of a file.
const (
	MostRows    = 100_000
	mostRecord  = 64 << 10 // bytes of one row
	mostUnknown = 50       // columns that are named
	mostColumns = 200
	mostTitle   = 60 // characters of a column that is named
)

// Open begins to read a file of a kind. It refuses a file without the columns that
// everybody needs, and one that cannot be read at all.
func Open(kind string, file io.Reader) (Reader, error) {
	if kind == NDJSON {
		return newLines(file), nil
	}
	return openTable(file)
}

// The columns, as the contract calls them.
const (
	email      = "email"
	name       = "name"
	role       = "role"
	externalID = "externalId"
	active     = "active"
)

// columnOf gives the column that a title means, however it is written: External ID,
// external_id, externalId; "" if there is none.
func columnOf(title string) string {
	title = strings.ToLower(strings.TrimSpace(title))
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, title)
	if strings.ContainsFunc(title, func(r rune) bool { return r < ' ' || r >= '0' && r <= '9' || r >= utf8.RuneSelf }) {
		return "" // "E-Mail 2" is another one, and what is left of letters that are no a to z may be a word by chance
	}
	switch letters {
	case "email", "mail", "emailaddress":
		return email
	case "name", "fullname", "displayname":
		return name
	case "role":
		return role
	case "externalid":
		return externalID
	case "active":
		return active
	}
	return ""
}

// set puts what a cell says into its place.
func (r *Row) set(column, cell string) {
	if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
		r.refuse(column, "format")
		return
	}
	switch cell = strings.TrimSpace(cell); column {
	case email:
		r.Email = armless(cell)
	case name:
		r.Name = armless(cell)
	case role:
		r.Role = strings.ToLower(cell)
	case externalID:
		r.ExternalID = armless(cell)
	case active:
		var ok bool
		if r.Active, ok = truth(cell); !ok {
			r.refuse(active, "invalid")
		}
	}
}

// refuse says what is wrong, unless something else is already.
func (r *Row) refuse(column, code string) {
	if r.Wrong == nil {
		r.Wrong = &fault.Field{Pointer: column, Code: code}
	}
}

// armless takes away the apostrophe that our own files put before what a spreadsheet would
// run as a formula.
func armless(cell string) string {
	rest, quoted := strings.CutPrefix(cell, "'")
	if first, _ := utf8.DecodeRuneInString(rest); quoted && strings.ContainsRune("=+-@＝＋－＠", first) {
		return rest
	}
	return cell
}

// truth reads yes or no as spreadsheets and people write it; nothing is said by nothing.
func truth(cell string) (value *bool, ok bool) {
	switch strings.ToLower(cell) {
	case "":
		return nil, true
	case "true", "1", "yes", "y", "active", "verdadero", "sí", "si":
		return new(true), true
	case "false", "0", "no", "n", "inactive", "deactivated", "falso":
		return new(false), true
	}
	return nil, false
}

// unknown collects the titles of columns that nobody reads.
type unknown []string

func (u *unknown) add(title string) {
	title = strings.TrimSpace(strings.ToValidUTF8(title, "\ufffd"))
	if title == "" || len(*u) == mostUnknown {
		return
	}
	title = strings.Map(func(r rune) rune {
		if !text.IsLine(string(r)) {
			return '\ufffd'
		}
		return r
	}, title)
	if runes := []rune(title); len(runes) > mostTitle {
		title = string(runes[:mostTitle]) + "…"
	}
	if !slices.Contains(*u, title) {
		*u = append(*u, title)
	}
}

// errRecord says that a row is longer than any that is meant.
var errRecord = errors.New("a row is too long")

// bounded ends a file at a row that is too long: a quote that nobody closes would make the
// whole rest of it one row.
type bounded struct {
	file io.Reader
	left int // bytes until then
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRecord
	}
	n, err := b.file.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// another lets a next row be as long again.
func (b *bounded) another() { b.left = mostRecord }

// wide says whether a file begins as one of UTF-16 does: with its mark, or without it with a
// letter of which one byte is zero.
func wide(start []byte) bool {
	return bytes.HasPrefix(start, []byte{0xff, 0xfe}) || bytes.HasPrefix(start, []byte{0xfe, 0xff}) || bytes.IndexByte(start, 0) >= 0
}
