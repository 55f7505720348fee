package rest

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// The bounds of an export.
const (
	exportStalls = 30 * time.Second // how long a reader may take nothing
	exportPage   = 500              // rows in one query, and between two flushes
)

// listFile is a file of rows that are read page by page, so that one of any length takes
// the memory of a page.
type listFile[T any] struct {
	name  string // without the ending
	form  fileForm[T]
	first []T           // the first page, read while a refusal could still be written
	size  int           // of a full page
	stall time.Duration // how long its reader may take nothing
	after func(last T) ([]T, error)
	done  func()
	cut   func(error) // logs why: the request ends without its own line
}

// newListFile begins a file of a list for whoever asks: each organization has one of a kind
// under way at a time. read gives the page after a row; nil is before the first.
func newListFile[T any](ctx context.Context, s *Server, kind string, form fileForm[T], read func(context.Context, *T) ([]T, error)) (*listFile[T], error) {
	c, ctx := ginOf(ctx)
	caller := principal.From(ctx)
	running := kind + " of " + caller.OrganizationID
	if _, busy := s.exports.LoadOrStore(running, nil); busy {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "export_running", RetryAfter: 5 * time.Second}
	}
	first, err := read(ctx, nil)
	if err != nil {
		s.exports.Delete(running)
		return nil, err
	}
	return &listFile[T]{
		name: kind + "-" + caller.OrganizationCode + "-" + store.Day(s.Now()), form: form, first: first, size: exportPage, stall: exportStalls,
		after: func(last T) ([]T, error) { return read(store.Within(ctx, store.RequestWithin), &last) },
		done:  func() { s.exports.Delete(running) },
		cut: func(err error) {
			s.Log.WarnContext(ctx, "export cut", "ref", middleware.Reference(c), "organization", caller.OrganizationID, "error", err)
		},
	}, nil
}

// write writes the file page by page. If the database goes away in the middle the connection
// is cut: half a file must not look whole.
func (f *listFile[T]) write(w http.ResponseWriter) error {
	defer f.done()
	w.Header().Set("Content-Type", f.form.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+f.name+"."+f.form.ending+`"`)
	to := newFlowing(w, f.stall)
	w.WriteHeader(http.StatusOK)
	if err := f.rows(to); err != nil {
		f.cut(err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (f *listFile[T]) rows(w *flowing) error {
	to, err := f.form.begin(w)
	if err != nil {
		return err
	}
	for rows := f.first; ; {
		for _, row := range rows {
			if err := to.add(row); err != nil {
				return err
			}
		}
		if len(rows) < f.size {
			return to.end()
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if rows, err = f.after(rows[len(rows)-1]); err != nil {
			return err
		}
	}
}

// fileForm is a form that a list can take in a file.
type fileForm[T any] struct {
	ending, kind string
	begin        func(io.Writer) (rowWriter[T], error)
}

type rowWriter[T any] interface {
	add(row T) error
	end() error
}

// asTable is a CSV file; cells that a spreadsheet would run are defused.
func asTable[T any](cells func(T) []string, header ...string) fileForm[T] {
	return fileForm[T]{"csv", "text/csv; charset=utf-8", func(w io.Writer) (rowWriter[T], error) {
		table, err := newTable(w, header...)
		return &tableRows[T]{table, cells}, err
	}}
}

type tableRows[T any] struct {
	table *csv.Writer
	cells func(T) []string
}

func (r *tableRows[T]) add(row T) error { return r.table.Write(safeCells(r.cells(row)...)) }

func (r *tableRows[T]) end() error {
	r.table.Flush()
	return r.table.Error()
}

// asJSON is one list.
func asJSON[T any](entry func(T) any) fileForm[T] {
	return fileForm[T]{"json", "application/json", func(w io.Writer) (rowWriter[T], error) {
		return &jsonRows[T]{w: w, entry: entry, before: "["}, nil
	}}
}

type jsonRows[T any] struct {
	w      io.Writer
	entry  func(T) any
	before string // the next entry
}

func (r *jsonRows[T]) add(row T) error {
	text, err := json.Marshal(r.entry(row))
	if err != nil {
		return err
	}
	_, err = io.WriteString(r.w, r.before+string(text))
	r.before = ",\n"
	return err
}

func (r *jsonRows[T]) end() error {
	end := "]"
	if r.before == "[" {
		end = "[]"
	}
	_, err := io.WriteString(r.w, end)
	return err
}

// asLines is an object a line (NDJSON).
func asLines[T any](entry func(T) any) fileForm[T] {
	return fileForm[T]{"ndjson", "application/x-ndjson", func(w io.Writer) (rowWriter[T], error) {
		return &lineRows[T]{json.NewEncoder(w), entry}, nil
	}}
}

type lineRows[T any] struct {
	to    *json.Encoder
	entry func(T) any
}

func (r *lineRows[T]) add(row T) error { return r.to.Encode(r.entry(row)) }

func (r *lineRows[T]) end() error { return nil }
