package rest

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/useragent"
	"latchkey/api/web/contract"
)

// ListSignIns lists how attempts to sign in ended (S14).
func (s *Server) ListSignIns(ctx context.Context, r contract.ListSignInsRequestObject) (contract.ListSignInsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	after, err := readCursor(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	p, size := r.Params, sizeOf(r.Params.Limit)
	rows, err := s.Store.SignInLog(ctx, admin.OrganizationID, signInFilter(p), after, size+1)
	if err != nil {
		return nil, fmt.Errorf("read the sign-in log: %w", err)
	}
	o, err := s.Store.OrganizationByID(ctx, admin.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("read the organization: %w", err)
	}
	rows, next := page(rows, size)
	items := make([]contract.SignInEntry, len(rows))
	for i, row := range rows {
		items[i] = signInEntry(row)
	}
	return contract.ListSignIns200JSONResponse{
		Items: items, Next: next, RetentionDays: int(o.LogDays),
	}, nil
}

func signInFilter(p contract.ListSignInsParams) store.SignInFilter {
	return store.SignInFilter{
		Result: store.SignInResult(given(p.Result)), Provider: given(p.Provider), Code: given(p.Code), UserID: given(p.User),
		From: given(p.From), To: given(p.To), Search: given(p.Search),
	}
}

func signInEntry(l store.LogLine) contract.SignInEntry {
	return contract.SignInEntry{
		Id: l.ID, Reference: l.Reference, Result: contract.SignInResult(store.ResultOf(l.Code)), Code: orNull(l.Code),
		Reason: l.Reason, Purpose: contract.SignInPurpose(l.Purpose), Provider: orNull(l.Provider),
		Label:       orNull(given(labelOf(l.Provider, l.Label))),
		Application: orNull(l.Application), Times: int(l.Times),
		Person: orNull(personOf(l.UserName, l.Email)), At: l.FinishedAt.Time, Address: l.Address, Browser: l.Browser, BrowserName: browserName(l.Browser),
	}
}

// browserName names a User-Agent.
func browserName(userAgent string) contract.BrowserName {
	n := useragent.Read(userAgent)
	return contract.BrowserName{Browser: n.Browser, System: n.System}
}

// personOf is the user's name, else the address, else nothing.
func personOf(name, email string) string {
	if name != "" {
		return name
	}
	return email
}

// GetSignIn shows one attempt, step by step.
func (s *Server) GetSignIn(ctx context.Context, r contract.GetSignInRequestObject) (contract.GetSignInResponseObject, error) {
	ctx, admin := callerOf(ctx)
	row, err := s.Store.SignInEntry(ctx, admin.OrganizationID, r.SignInId)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Because(fault.NotFound, "no_sign_in")
	}
	if err != nil {
		return nil, fmt.Errorf("read a sign-in: %w", err)
	}
	connectable, err := s.People.Connectable(ctx, row.SignIn)
	if err != nil {
		return nil, fmt.Errorf("look for the account of a sign-in: %w", err)
	}
	account, _ := row.RefusedAccount()
	return contract.GetSignIn200JSONResponse{
		Id: row.ID, Reference: row.Reference, Result: contract.SignInResult(store.ResultOf(row.Code)), Code: orNull(row.Code),
		Reason: row.Reason, Purpose: contract.SignInPurpose(row.Purpose), Provider: orNull(row.Provider),
		Label:       orNull(given(labelOf(row.Provider, row.Label))),
		Application: orNull(row.Application), Times: int(row.Times),
		Person: orNull(personOf(row.UserName, row.Email)), At: row.FinishedAt.Time, Email: orNull(row.Email), Name: orNull(account.Name),
		UserId: orNull(given(row.UserID)), Proof: orNull(row.Proof), Address: row.Address, Browser: row.Browser, BrowserName: browserName(row.Browser),
		StartedAt: row.StartedAt.Time, Expected: orNull(row.Expected), Received: orNull(row.Received),
		Steps: stepsOf(row.SignIn), ConnectionId: orNull(given(row.ConnectionID)), Connectable: connectable,
	}, nil
}

// ListAuditEvents lists who changed what.
func (s *Server) ListAuditEvents(ctx context.Context, r contract.ListAuditEventsRequestObject) (contract.ListAuditEventsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	after, err := readCursor(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	size := sizeOf(r.Params.Limit)
	rows, err := s.Store.AuditLog(ctx, admin.OrganizationID, after, size+1)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	rows, next := page(rows, size)
	items := make([]contract.AuditEntry, len(rows))
	for i, row := range rows {
		items[i] = auditEntry(row)
	}
	o, err := s.Store.OrganizationByID(ctx, admin.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("read the organization: %w", err)
	}
	return contract.ListAuditEvents200JSONResponse{Items: items, Next: next, RetentionDays: int(o.AuditDays)}, nil
}
