package rest

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// tableFile is a CSV file of rows that are read page by page, so that one of any length takes
// the memory of a page.
type tableFile[T any] struct {
	name   string
	header []string
	first  []T // the first page, read while a refusal could still be written
	size   int // of a full page
	cells  func(T) []string
	after  func(last T) ([]T, error)
	done   func()
	cut    func(error) // logs why: the request ends without its own line
}

func (f *tableFile[T]) write(w http.ResponseWriter) error {
	defer f.done()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	connection := http.NewResponseController(w)
	// The server's own limit is for answers that are short; a recorder has none.
	_ = connection.SetWriteDeadline(time.Now().Add(exportWithin))
	w.WriteHeader(http.StatusOK)
	if err := f.rows(w, connection); err != nil { // half a file must not look whole
		f.cut(err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (f *tableFile[T]) rows(w http.ResponseWriter, connection *http.ResponseController) error {
	table, err := newTable(w, f.header...)
	if err != nil {
		return err
	}
	for rows := f.first; ; {
		for _, row := range rows {
			if err := table.Write(safeCells(f.cells(row)...)); err != nil {
				return err
			}
		}
		table.Flush()
		if err := table.Error(); err != nil || len(rows) < f.size {
			return err
		}
		if err := connection.Flush(); err != nil {
			return err
		}
		if rows, err = f.after(rows[len(rows)-1]); err != nil {
			return err
		}
	}
}

// usersFile are the people that a list finds, as a file.
type usersFile struct{ tableFile[people.User] }

// VisitExportUsersResponse writes it.
func (f *usersFile) VisitExportUsersResponse(w http.ResponseWriter) error { return f.write(w) }

// ExportUsers streams the people that a list finds. Each organization has one such export
// under way at a time.
func (s *Server) ExportUsers(ctx context.Context, r contract.ExportUsersRequestObject) (contract.ExportUsersResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin, p := principal.From(ctx), r.Params
	q := userQuery(p.Search, p.Filter, p.State, p.Role, p.Connection, p.Sort)
	running := "people of " + admin.OrganizationID
	if _, busy := s.exports.LoadOrStore(running, nil); busy {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "export_running", RetryAfter: 5 * time.Second}
	}
	read := func(ctx context.Context, after store.UserPlace) ([]people.User, error) {
		return s.People.Export(ctx, admin.OrganizationID, q, after, exportPage)
	}
	first, err := read(ctx, nil)
	if err != nil {
		s.exports.Delete(running)
		return nil, err
	}
	return &usersFile{tableFile[people.User]{
		name:   "people-" + admin.OrganizationCode + "-" + store.Day(s.Now()) + ".csv",
		header: []string{"external_id", "email", "name", "role", "active", "exempt", "accounts", "last_sign_in", "last_sign_in_with", "id"},
		first:  first, size: exportPage, cells: userCells,
		after: func(last people.User) ([]people.User, error) {
			return read(store.Within(ctx, store.RequestWithin), q.Sort.PlaceOf(last.UserLine))
		},
		done: func() { s.exports.Delete(running) },
		cut: func(err error) {
			s.Log.WarnContext(ctx, "export cut", "ref", middleware.Reference(c), "organization", admin.OrganizationID, "error", err)
		},
	}}, nil
}

func userCells(u people.User) []string {
	accounts := make([]string, len(u.Links))
	for i, l := range u.Links {
		accounts[i] = l.Provider
		if label := given(labelOf(l.Provider, l.Label)); label != "" {
			accounts[i] = label
		}
		if l.Email != "" {
			accounts[i] += " " + l.Email
		}
	}
	last, with := "", ""
	if at := u.LastSignIn(); !at.At.IsZero() {
		last, with = at.At.Format(time.RFC3339), at.Provider
		if with == "" {
			with = store.ByPassword
		}
	}
	return []string{
		given(u.ExternalID), u.Email, u.Name, string(u.Role), strconv.FormatBool(u.Active), strconv.FormatBool(u.Exempt),
		strings.Join(accounts, "; "), last, with, u.ID,
	}
}
