package rest

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// The bounds of an export.
const (
	exportWithin = time.Minute
	exportPage   = 500 // rows in one query, and between two flushes
)

// ExportSignIns streams the log as a file. Each organization has one export
// under way at a time.
func (s *Server) ExportSignIns(ctx context.Context, r contract.ExportSignInsRequestObject) (contract.ExportSignInsResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	if _, running := s.exports.LoadOrStore(admin.OrganizationID, nil); running {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "export_running", RetryAfter: 5 * time.Second}
	}
	p := r.Params
	e := &export{
		ctx: ctx, store: s.Store, organization: admin.OrganizationID,
		filter: signInFilter(p.Search, p.Result, p.Provider, p.Code, p.User, p.From, p.To),
		format: p.Format, name: "sign-ins-" + admin.OrganizationCode + "-" + store.Day(s.Now()) + "." + string(p.Format),
		done: func() { s.exports.Delete(admin.OrganizationID) },
		cut: func(err error) {
			s.Log.WarnContext(ctx, "export cut", "ref", middleware.Reference(c), "organization", admin.OrganizationID, "error", err)
		},
	}
	var err error
	if e.rows, err = e.read(store.Cursor{}); err != nil { // while a refusal can still be written
		e.done()
		return nil, err
	}
	return e, nil
}

// export is a file of the log on its way to a client.
type export struct {
	ctx          context.Context //nolint:containedctx // of the request that the file answers
	store        *store.Store
	organization string
	filter       store.SignInFilter
	format       contract.ExportSignInsParamsFormat
	name         string
	rows         []store.LogLine // the first page
	done         func()
	cut          func(error) // logs why: the request ends without its own line
}

func (e *export) read(after store.Cursor) ([]store.LogLine, error) {
	ctx := e.ctx
	if after != (store.Cursor{}) { // the first page is still under the limit of the request
		ctx = store.Within(ctx, store.RequestWithin)
	}
	rows, err := e.store.SignInLog(ctx, e.organization, e.filter, after, exportPage)
	if err != nil {
		return nil, fmt.Errorf("export the sign-in log: %w", err)
	}
	return rows, nil
}

// VisitExportSignInsResponse writes the file page by page. If the database goes
// away in the middle the connection is cut: half a file must not look whole.
func (e *export) VisitExportSignInsResponse(w http.ResponseWriter) error {
	defer e.done()
	var file exportFile = &csvFile{to: w}
	kind := "text/csv; charset=utf-8"
	if e.format == contract.ExportSignInsParamsFormatJson {
		file, kind = &jsonFile{w: w, before: "["}, "application/json"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+e.name+`"`)
	connection := http.NewResponseController(w)
	// The server's own limit is for answers that are short; a recorder has none.
	_ = connection.SetWriteDeadline(time.Now().Add(exportWithin))
	w.WriteHeader(http.StatusOK)
	if err := e.write(file, connection); err != nil {
		e.cut(err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (e *export) write(file exportFile, connection *http.ResponseController) error {
	if err := file.begin(); err != nil {
		return err
	}
	for rows := e.rows; ; {
		for _, row := range rows {
			if err := file.add(row); err != nil {
				return err
			}
		}
		if len(rows) < exportPage {
			return file.end()
		}
		if err := connection.Flush(); err != nil {
			return err
		}
		var err error
		if rows, err = e.read(rows[len(rows)-1].Cursor()); err != nil {
			return err
		}
	}
}

// exportFile is a form that the log can take.
type exportFile interface {
	begin() error
	add(store.LogLine) error
	end() error
}

// csvFile is the log as a table.
type csvFile struct {
	*csv.Writer
	to io.Writer
}

func (f *csvFile) begin() (err error) {
	f.Writer, err = newTable(f.to, "time", "reference", "result", "code", "reason", "person", "provider", "address", "label", "application", "times")
	return err
}

func (f *csvFile) add(l store.LogLine) error {
	return f.Write(safeCells(
		l.FinishedAt.Format(time.RFC3339Nano), l.Reference, string(store.ResultOf(l.Code)), l.Code, l.Reason,
		personOf(l.UserName, l.Email), l.Provider, l.Address, given(labelOf(l.Provider, l.Label)), l.Application, strconv.FormatInt(l.Times, 10),
	))
}

func (f *csvFile) end() error {
	f.Flush()
	return f.Error()
}

// jsonFile is a list of entries as the log's pages have them.
type jsonFile struct {
	w      io.Writer
	before string // the next entry
}

func (f *jsonFile) begin() error { return nil }

func (f *jsonFile) add(l store.LogLine) error {
	text, err := json.Marshal(signInEntry(l))
	if err != nil {
		return err
	}
	_, err = io.WriteString(f.w, f.before+string(text))
	f.before = ",\n"
	return err
}

func (f *jsonFile) end() error {
	if f.before == "[" {
		_, err := io.WriteString(f.w, "[]")
		return err
	}
	_, err := io.WriteString(f.w, "]")
	return err
}
