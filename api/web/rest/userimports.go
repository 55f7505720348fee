package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/people/peoplefile"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// importWithin is how long a file of people may take to come.
const importWithin = 5 * time.Minute

// importsShown is how many imports the list has.
const importsShown = 20

// StartUserImport takes a file of people as it comes.
func (s *Server) StartUserImport(ctx context.Context, r contract.StartUserImportRequestObject) (contract.StartUserImportResponseObject, error) {
	c, _ := ginOf(ctx)
	ctx, admin := callerOf(ctx)
	// The server's own limit is for bodies that are short; a recorder has none.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(importWithin))
	body := &importedBody{from: c.Request.Body}
	i, err := s.People.StartImport(ctx, s.actorOf(admin), people.Import{
		FileName: given(r.Params.FileName), DryRun: given(r.Params.DryRun), DeactivateMissing: given(r.Params.DeactivateMissing), Invite: given(r.Params.Invite),
	}, func() (peoplefile.Reader, error) { return peoplefile.Open(middleware.MediaType(c), body) })
	if body.failed != nil {
		return nil, tooLarge(middleware.Unread(body.failed), "")
	}
	if err != nil {
		// Who still sends, browsers above all, reads no answer: what is left of the file comes first.
		_, _ = io.Copy(io.Discard, c.Request.Body)
		return nil, tooLarge(err, "/rows")
	}
	now, err := s.userImport(i)
	if err != nil {
		return nil, err
	}
	at := "/api/v1/organizations/" + admin.OrganizationCode + "/user-imports/" + i.ID
	return contract.StartUserImport202JSONResponse{Body: now, Headers: contract.StartUserImport202ResponseHeaders{Location: &at}}, nil
}

// tooLarge says of which bound a file is beyond: that of rows, or that of bytes.
func tooLarge(err error, pointer string) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Code != fault.BodyTooLarge {
		return err
	}
	is := *f
	is.Fields = []fault.Field{{Pointer: pointer, Code: "too_long"}}
	return &is
}

// importedBody remembers why it could not be read.
type importedBody struct {
	from   io.Reader
	failed error
}

func (b *importedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

// ListUserImports lists the latest imports.
func (s *Server) ListUserImports(ctx context.Context, _ contract.ListUserImportsRequestObject) (contract.ListUserImportsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Store.UserImports(ctx, admin.OrganizationID, importsShown)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	answer := contract.ListUserImports200JSONResponse{Items: make([]contract.UserImport, len(list))}
	for n, i := range list {
		if answer.Items[n], err = s.userImport(i); err != nil {
			return nil, err
		}
	}
	return answer, nil
}

// GetUserImport says how far an import is.
func (s *Server) GetUserImport(ctx context.Context, r contract.GetUserImportRequestObject) (contract.GetUserImportResponseObject, error) {
	ctx, admin := callerOf(ctx)
	i, err := s.People.UserImport(ctx, admin.OrganizationID, r.ImportId)
	if err != nil {
		return nil, err
	}
	now, err := s.userImport(i)
	return contract.GetUserImport200JSONResponse(now), err
}

// CancelUserImport stops an import.
func (s *Server) CancelUserImport(ctx context.Context, r contract.CancelUserImportRequestObject) (contract.CancelUserImportResponseObject, error) {
	ctx, admin := callerOf(ctx)
	i, err := s.People.CancelImport(ctx, s.actorOf(admin), r.ImportId)
	if err != nil {
		return nil, err
	}
	now, err := s.userImport(i)
	return contract.CancelUserImport200JSONResponse(now), err
}

func (s *Server) userImport(i store.ImportLine) (contract.UserImport, error) {
	wrong, err := people.FirstWrong(i.UserImport)
	if err != nil {
		return contract.UserImport{}, fmt.Errorf("read an import: %w", err)
	}
	answer := contract.UserImport{
		Id: i.ID, State: contract.UserImportState(i.State), Problem: filled[contract.UserImportProblem](i.Problem), FileName: filled[string](i.FileName),
		DryRun: i.DryRun, DeactivateMissing: i.DeactivateMissing, Invite: i.Invite, UnknownColumns: append([]string{}, i.UnknownColumns...),
		Rows: int(i.Total), Done: int(i.Done), Rate: s.importRate(i.UserImport), Added: int(i.Added), Changed: int(i.Changed), Same: int(i.Same),
		Wrong: int(i.Wrong), FirstWrong: make([]contract.WrongRow, len(wrong)), Missing: number(i.Missing), Ceiling: number(i.Ceiling),
		Deactivated: int(i.Deactivated), CreatedBy: store.ActorName(i.CreatedBy, i.CreatedByName), CreatedAt: i.CreatedAt.Time,
		StartedAt: moment(i.StartedAt), FinishedAt: moment(i.FinishedAt),
	}
	for n, w := range wrong {
		answer.FirstWrong[n] = contract.WrongRow{
			Row: w.Row, Code: contract.ProblemCode(w.Code), Column: filled[contract.WrongRowColumn](w.Column), Problem: filled[contract.FieldCode](w.Problem),
		}
	}
	return answer, nil
}

// importRate is how many rows are done in a second.
func (s *Server) importRate(i store.UserImport) int {
	until := i.FinishedAt.Time
	if until.IsZero() {
		until = s.Now()
	}
	took := until.Sub(i.StartedAt.Time).Seconds()
	if i.StartedAt.IsZero() || took <= 0 {
		return int(i.Done)
	}
	return int(float64(i.Done) / took)
}

func filled[T ~string](text string) *T {
	if text == "" {
		return nil
	}
	return new(T(text))
}

func number(n *int64) *int {
	if n == nil {
		return nil
	}
	return new(int(*n))
}

func moment(at store.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at.Time
}

// GetUserImportReport streams what came of each row.
func (s *Server) GetUserImportReport(ctx context.Context, r contract.GetUserImportReportRequestObject) (contract.GetUserImportReportResponseObject, error) {
	c, _ := ginOf(ctx)
	ctx, admin := callerOf(ctx)
	i, err := s.People.UserImport(ctx, admin.OrganizationID, r.ImportId)
	if err != nil {
		return nil, err
	}
	return &importReport{
		ctx: ctx, store: s.Store, of: i, name: "import-" + admin.OrganizationCode + "-" + store.Day(i.CreatedAt.Time) + ".csv",
		cut: func(err error) {
			s.Log.WarnContext(ctx, "report cut", "ref", middleware.Reference(c), "organization", admin.OrganizationID, "error", err)
		},
	}, nil
}

// importReport is a report on its way to a client.
type importReport struct {
	ctx   context.Context //nolint:containedctx // of the request that the file answers
	store *store.Store
	of    store.ImportLine
	name  string
	cut   func(error)
}

// VisitGetUserImportReportResponse writes the report part by part, as [export] does.
func (r *importReport) VisitGetUserImportReportResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.name+`"`)
	to := newFlowing(w, exportStalls)
	w.WriteHeader(http.StatusOK)
	if err := r.write(to); err != nil {
		r.cut(err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (r *importReport) write(w io.Writer) error {
	head, err := newTable(w, people.ReportColumns()...)
	if err != nil {
		return err
	}
	for _, column := range r.of.UnknownColumns {
		if err := head.Write(safeCells("1", "ignored", "", column, "unknown", "")); err != nil {
			return err
		}
	}
	if head.Flush(); head.Error() != nil {
		return head.Error()
	}
	for last := int64(-1); ; {
		number, lines, err := r.store.ImportReport(store.Within(r.ctx, store.RequestWithin), r.of.ID, last)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a report: %w", err)
		}
		if _, err := io.WriteString(w, lines); err != nil {
			return err
		}
		last = number
	}
}
