package rest

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"latchkey/api/people"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// usersFile are the people that a list finds, as a file.
type usersFile struct{ *listFile[people.User] }

// VisitExportUsersResponse writes the file.
func (f usersFile) VisitExportUsersResponse(w http.ResponseWriter) error { return f.write(w) }

// ExportUsers streams the people that a list finds. Each organization has one such export
// under way at a time.
func (s *Server) ExportUsers(ctx context.Context, r contract.ExportUsersRequestObject) (contract.ExportUsersResponseObject, error) {
	p := r.Params
	q := userQuery(p.Search, p.Filter, p.State, p.Role, p.Connection, p.Sort)
	form := asTable(userCells, "external_id", "email", "name", "role", "active", "exempt", "accounts", "last_sign_in", "last_sign_in_with", "id")
	file, err := newListFile(ctx, s, "people", form, func(ctx context.Context, last *people.User) ([]people.User, error) {
		var after store.UserPlace
		if last != nil {
			after = q.Sort.PlaceOf(last.UserLine)
		}
		return s.People.Export(ctx, principal.From(ctx).OrganizationID, q, after, exportPage)
	})
	if err != nil {
		return nil, err
	}
	return usersFile{file}, nil
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
			with = store.WithPassword
		}
	}
	return []string{
		given(u.ExternalID), u.Email, u.Name, string(u.Role), strconv.FormatBool(u.Active), strconv.FormatBool(u.Exempt),
		strings.Join(accounts, "; "), last, with, u.ID,
	}
}
