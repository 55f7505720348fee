package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// signInsFile is the sign-in log as a file.
type signInsFile struct{ *listFile[store.LogLine] }

// ExportSignIns streams the log as a file. Each organization has one export
// under way at a time.
func (s *Server) ExportSignIns(ctx context.Context, r contract.ExportSignInsRequestObject) (contract.ExportSignInsResponseObject, error) {
	p := r.Params
	filter := signInFilter(contract.ListSignInsParams{
		Search: p.Search, Result: p.Result, Provider: p.Provider, Code: p.Code, User: p.User, From: p.From, To: p.To,
	})
	file, err := newListFile(ctx, s, "sign-ins", signInsForm(p.Format), func(ctx context.Context, last *store.LogLine) ([]store.LogLine, error) {
		rows, err := s.Store.SignInLog(ctx, principal.From(ctx).OrganizationID, filter, cursorAt(last), exportPage)
		if err != nil {
			return nil, fmt.Errorf("export the sign-in log: %w", err)
		}
		return rows, nil
	})
	if err != nil {
		return nil, err
	}
	return signInsFile{file}, nil
}

func signInsForm(format contract.ExportSignInsParamsFormat) fileForm[store.LogLine] {
	if format == contract.ExportSignInsParamsFormatJson {
		return asJSON(func(l store.LogLine) any { return signInEntry(l) })
	}
	return asTable(signInCells, "time", "reference", "result", "code", "reason", "person", "provider", "address", "label", "application", "times")
}

// VisitExportSignInsResponse writes the file.
func (f signInsFile) VisitExportSignInsResponse(w http.ResponseWriter) error { return f.write(w) }

// cursorAt is the place of a row; that of none is before the first.
func cursorAt[T interface{ Cursor() store.Cursor }](last *T) store.Cursor {
	if last == nil {
		return store.Cursor{}
	}
	return (*last).Cursor()
}

func signInCells(l store.LogLine) []string {
	return []string{
		l.FinishedAt.Format(time.RFC3339Nano), l.Reference, string(store.ResultOf(l.Code)), l.Code, l.Reason,
		personOf(l.UserName, l.Email), l.Provider, l.Address, given(labelOf(l.Provider, l.Label)), l.Application, strconv.FormatInt(l.Times, 10),
	}
}

// auditFile is the log of changes as a file.
type auditFile struct{ *listFile[store.AuditLine] }

// ExportAuditEvents streams who changed what as a file.
func (s *Server) ExportAuditEvents(ctx context.Context, r contract.ExportAuditEventsRequestObject) (contract.ExportAuditEventsResponseObject, error) {
	form := asTable(auditCells, "time", "actor", "actor_name", "action", "subject", "subject_name", "detail", "id")
	if r.Params.Format == contract.ExportAuditEventsParamsFormatNdjson {
		form = asLines(func(l store.AuditLine) any { return auditEntry(l) })
	}
	file, err := newListFile(ctx, s, "changes", form, func(ctx context.Context, last *store.AuditLine) ([]store.AuditLine, error) {
		rows, err := s.Store.AuditLog(ctx, principal.From(ctx).OrganizationID, cursorAt(last), exportPage)
		if err != nil {
			return nil, fmt.Errorf("export the log of changes: %w", err)
		}
		return rows, nil
	})
	if err != nil {
		return nil, err
	}
	return auditFile{file}, nil
}

// VisitExportAuditEventsResponse writes the file.
func (f auditFile) VisitExportAuditEventsResponse(w http.ResponseWriter) error { return f.write(w) }

func auditCells(l store.AuditLine) []string {
	e := auditEntry(l)
	actor, _ := e.ActorName.Get() // "" where it is null
	subject, _ := e.SubjectName.Get()
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		detail = []byte("{}")
	}
	return []string{
		e.At.Format(time.RFC3339Nano), e.Actor, actor, string(e.Action), e.Subject, subject, string(detail), e.Id,
	}
}
