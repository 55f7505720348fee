package peoplefile_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
)

// asText is a row as a test says it.
func asText(r peoplefile.Row) string {
	text := fmt.Sprint(r.Number, " ", strings.Join([]string{r.Email, r.Name, r.Role, r.ExternalID}, "|"))
	if r.Active != nil {
		text += fmt.Sprint(" ", *r.Active)
	}
	if r.Wrong != nil {
		text += " !" + r.Wrong.Pointer + " " + r.Wrong.Code
	}
	return text
}

// read reads a file to its end or refusal.
func read(kind string, file io.Reader) (rows []string, unknown []string, refused string) {
	r, err := peoplefile.Open(kind, file)
	for err == nil {
		var row peoplefile.Row
		if row, err = r.Read(); err == nil {
			rows = append(rows, asText(row))
		}
	}
	if r != nil && errors.Is(err, io.EOF) {
		return rows, r.Unknown(), ""
	}
	f := fault.Of(err)
	refused = string(f.Code)
	for _, field := range f.Fields {
		refused += " " + field.Pointer + " " + field.Code
	}
	return rows, nil, refused
}

// Section 2: files as spreadsheets write them.
func TestTables(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 70_000)
	for name, c := range map[string]struct {
		file    string
		rows    []string
		unknown []string
		refused string
	}{
		"plain":                             {"email,name\na@x.example,Ana\n", []string{"2 a@x.example|Ana||"}, nil, ""},
		"of Excel in Europe":                {"\ufeffName;E-Mail;Active\r\nAna;a@x.example;TRUE\r\n", []string{"2 a@x.example|Ana|| true"}, nil, ""},
		"tabs":                              {"email\tname\na@x.example\tAna, B.\n", []string{"2 a@x.example|Ana, B.||"}, nil, ""},
		"the separator is said":             {"sep=;\nemail;name\na@x.example;Ana\n", []string{"2 a@x.example|Ana||"}, nil, ""},
		"of a Mac":                          {"email,name\ra@x.example,Ana\rb@x.example,Bo", []string{"2 a@x.example|Ana||", "3 b@x.example|Bo||"}, nil, ""},
		"titles in any form and order":      {"External ID,ROLE,Full name,e_mail,active\n7,Agent,Ana,a@x.example,no\n", []string{"2 a@x.example|Ana|agent|7 false"}, nil, ""},
		"others are named":                  {"email,name,Phone,,Büro,Phone\na@x.example,Ana,1,2,3,4\n", []string{"2 a@x.example|Ana||"}, []string{"Phone", "Büro"}, ""},
		"quotes, commas and a line break":   {"email,name\na@x.example,\"Ana \"\"A\"\", of\r\nthe 2nd floor\"\nb@x.example,Bo\n", []string{"2 a@x.example|Ana \"A\", of\nthe 2nd floor||", "3 b@x.example|Bo||"}, nil, ""},
		"rows count as a spreadsheet shows": {"email,name\n\na@x.example,Ana\n,\n\nb@x.example,Bo\n", []string{"3 a@x.example|Ana||", "6 b@x.example|Bo||"}, nil, ""},
		"cells that are not there":          {"email,name,role\na@x.example\n", []string{"2 a@x.example|||"}, nil, ""},
		"cells too many":                    {"email,name\na@x.example,Ana,,\nb@x.example,Bo,x\n", []string{"2 a@x.example|Ana||", "3 b@x.example|Bo|| ! format"}, nil, ""},
		"a wrong quote spoils its row":      {"email,name\na@x.example,A\"na\"\nb@x.example,\"B\"o\nc@x.example,Cy\n", []string{"2 ||| ! format", "3 ||| ! format", "4 c@x.example|Cy||"}, nil, ""},
		"a quote that nobody closes":        {"email,name\na@x.example,\"Ana\nb@x.example,Bo\n", nil, nil, "body_malformed /rows/2 format"},
		"and one far away":                  {"email,name\na@x.example,\"Ana\n" + strings.Repeat("b@x.example,Bo\n", 9000), nil, nil, "body_malformed /rows/2 format"},
		"a row too long":                    {"email,name\na@x.example," + long + long + "\n", nil, nil, "body_malformed /rows/2 format"},
		"the formula of our own file":       {"email,name,external_id\n'+a@x.example,'=Ana,'-7\nb@x.example,'＝Bo,\n", []string{"2 +a@x.example|=Ana||-7", "3 b@x.example|＝Bo||"}, nil, ""},
		"an apostrophe stays":               {"email,name\na@x.example,'t Hart\n", []string{"2 a@x.example|'t Hart||"}, nil, ""},
		"Latin-1":                           {"email,name\na@x.example,Jos\xe9\nb@x.example,Bo\n", []string{"2 a@x.example||| !name format", "3 b@x.example|Bo||"}, nil, ""},
		"neither yes nor no":                {"email,name,active\na@x.example,Ana,perhaps\n", []string{"2 a@x.example|Ana|| !active invalid"}, nil, ""},
		"only a head":                       {"email,name", nil, nil, ""},
		"nothing":                           {"", nil, nil, "validation_failed  required"},
		"only a byte order mark":            {"\ufeff", nil, nil, "validation_failed  required"},
		"a column lacks":                    {"mail;phone\na;b\n", nil, nil, "validation_failed /columns/name required"},
		"a column twice":                    {"email,name,E-Mail\n", nil, nil, "validation_failed /columns/email duplicate"},
		"no head":                           {"a@x.example,Ana\n", nil, nil, "validation_failed /columns/email required /columns/name required"},
		"numbered columns are others":       {"email,name,E-Mail 2,Name2\na@x.example,Ana,b@x.example,Bo\n", []string{"2 a@x.example|Ana||"}, []string{"E-Mail 2", "Name2"}, ""},
		"titles with space around":          {" email\u00a0,\u00a0name \na@x.example,Ana\n", []string{"2 a@x.example|Ana||"}, nil, ""},
		"of a Mac, the separator is said":   {"sep=;\remail;name\ra@x.example;Ana\r", []string{"2 a@x.example|Ana||"}, nil, ""},
		"the separator of Windows":          {"\ufeffsep=;\r\nemail;name\r\na@x.example;Ana\r\n", []string{"2 a@x.example|Ana||"}, nil, ""},
		"UTF-16 without a mark":             {"e\x00m\x00a\x00i\x00l\x00,\x00n\x00a\x00m\x00e\x00\n\x00", nil, nil, "body_malformed  format"},
		"UTF-16 of the other order":         {"\x00e\x00m\x00a\x00i\x00l\x00,\x00n\x00a\x00m\x00e\x00\n", nil, nil, "body_malformed  format"},
		"UTF-16":                            {"\xff\xfee\x00m\x00", nil, nil, "body_malformed  format"},
		"columns without end":               {strings.Repeat("a,", 300), nil, nil, "validation_failed /columns out_of_range"},
	} {
		for way, file := range map[string]io.Reader{"": strings.NewReader(c.file), "byte by byte": iotest.OneByteReader(strings.NewReader(c.file))} {
			rows, unknown, refused := read(peoplefile.CSV, file)
			if !slices.Equal(rows, c.rows) || !slices.Equal(unknown, c.unknown) || refused != c.refused {
				t.Errorf("%s %s: %q %q %q", name, way, rows, unknown, refused)
			}
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file    string
		rows    []string
		unknown []string
		refused string
	}{
		"plain":                {`{"email":"a@x.example","name":"Ana","externalId":"7","active":false,"role":null}` + "\n\r\n" + `{"name":"Bo","email":"b@x.example"}`, []string{"1 a@x.example|Ana||7 false", "3 b@x.example|Bo||"}, nil, ""},
		"others":               {`{"email":"a@x.example","phone":{},"cell":1}`, []string{"1 a@x.example|||"}, []string{"cell", "phone"}, ""},
		"no object":            {"7\n{\n" + `{"email":"b@x.example","email":"c@x.example"}`, []string{"1 ||| ! format", "2 ||| ! format", "3 ||| ! format"}, nil, ""},
		"of another kind":      {`{"email":7,"name":true,"active":"yes"}`, []string{"1 ||| !active type"}, nil, ""},
		"others of any form":   {`{"email":"a@x.example","name":"Ana","address":{"lines":[["x"]]}}`, []string{"1 a@x.example|Ana||"}, []string{"address"}, ""},
		"one in two spellings": {`{"E-Mail":"b@x.example","email":"a@x.example","name":"Ana","externalId":"7","external_id":null}`, []string{"1 b@x.example|Ana||7 !email duplicate"}, nil, ""},
		"a line too long":      {`{"email":"` + strings.Repeat("a", 70_000) + `"}`, nil, nil, "body_malformed /rows/1 too_long"},
		"nothing":              {"", nil, nil, ""},
	} {
		rows, unknown, refused := read(peoplefile.NDJSON, strings.NewReader(c.file))
		if !slices.Equal(rows, c.rows) || !slices.Equal(unknown, c.unknown) || refused != c.refused {
			t.Errorf("%s: %q %q %q", name, rows, unknown, refused)
		}
	}
}

// What cannot be read to its end is no short file.
func TestAFileThatBreaksOffIsNoFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("gone")
	for _, kind := range []string{peoplefile.CSV, peoplefile.NDJSON} {
		for _, start := range []string{"", "email,name\n", "email,name\na@x.example,Ana\nb@x"} {
			r, err := peoplefile.Open(kind, io.MultiReader(strings.NewReader(start), iotest.ErrReader(broken)))
			for err == nil {
				_, err = r.Read()
			}
			if !errors.Is(err, broken) {
				t.Errorf("%s %q: %v", kind, start, err)
			}
		}
	}
}

func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		"", "email,name\na@x.example,Ana\n", "\ufeffName;E-Mail;Active\r\nAna;a@x.example;TRUE\r\n", "sep=;\nemail;name\n", "email,name\ra,b",
		"email,name\na,\"b\nc", "email,name\n\xff,\x00\n", "\xff\xfee\x00", "email,name,x\n'=1,\"a\r\nb\",c,d\n", `{"email":"a@x.example","name":"Ana"}`, "{}\n[]\n\"a\"",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, file string, isTable bool) {
		kind := peoplefile.NDJSON
		if isTable {
			kind = peoplefile.CSV
		}
		r, err := peoplefile.Open(kind, strings.NewReader(file))
		last := 0
		for err == nil {
			var row peoplefile.Row
			if row, err = r.Read(); err != nil {
				break
			}
			if row.Number <= last {
				t.Fatalf("row %d after %d", row.Number, last)
			}
			if last = row.Number; !utf8.ValidString(row.Email + row.Name + row.Role + row.ExternalID) {
				t.Fatalf("row %d is no text: %q", last, asText(row))
			}
		}
		if !errors.Is(err, io.EOF) && fault.Of(err).Code == fault.InternalError {
			t.Fatalf("our fault: %v", err)
		}
		if last > strings.Count(file, "\n")+strings.Count(file, "\r")+1 {
			t.Fatalf("%d rows", last)
		}
	})
}
