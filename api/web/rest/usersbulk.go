package rest

import (
	"context"
	"net/http"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// CreateUserBulkChange begins a change of many people, or says what it would come to.
func (s *Server) CreateUserBulkChange(ctx context.Context, r contract.CreateUserBulkChangeRequestObject) (contract.CreateUserBulkChangeResponseObject, error) {
	ctx, admin := callerOf(ctx)
	order, err := bulkOrder(*r.Body)
	if err != nil {
		return nil, err
	}
	if given(r.Params.DryRun) {
		seen, err := s.People.PreviewBulk(ctx, s.actorOf(admin), order)
		if err != nil {
			return nil, err
		}
		changes, leftAlone := bulkCounts(seen.Outcomes)
		return contract.CreateUserBulkChange200JSONResponse{People: int(seen.People), Changes: changes, LeftAlone: leftAlone}, nil
	}
	b, err := s.People.StartBulk(ctx, s.actorOf(admin), order)
	if err != nil {
		return nil, err
	}
	at := "/api/v1/organizations/" + admin.OrganizationCode + "/user-bulk-changes/" + b.ID
	return contract.CreateUserBulkChange202JSONResponse{
		Body: bulkChange(b), Headers: contract.CreateUserBulkChange202ResponseHeaders{Location: &at},
	}, nil
}

// bulkOrder reads what is to be done, and to whom.
func bulkOrder(body contract.NewUserBulkChange) (people.BulkOrder, error) {
	o := people.BulkOrder{Action: people.BulkAction(body.Action), Role: store.Role(given(body.Role))}
	switch {
	case body.People != nil && body.Matching != nil:
		return o, fault.Invalid(fault.Field{Pointer: "/matching", Code: "unknown"})
	case body.People != nil:
		o.Of.IDs = *body.People
	case body.Matching != nil:
		m := *body.Matching
		o.Of.Query = userQuery(m.Search, m.Filter, m.State, m.Role, m.Connection, nil)
	default:
		return o, fault.Invalid(fault.Field{Pointer: "/people", Code: "required"})
	}
	return o, nil
}

// GetUserBulkChange says how far a change of many people is.
func (s *Server) GetUserBulkChange(ctx context.Context, r contract.GetUserBulkChangeRequestObject) (contract.GetUserBulkChangeResponseObject, error) {
	ctx, admin := callerOf(ctx)
	b, err := s.People.Bulk(ctx, admin.OrganizationID, r.BulkChangeId)
	if err != nil {
		return nil, err
	}
	return contract.GetUserBulkChange200JSONResponse(bulkChange(b)), nil
}

// CancelUserBulkChange ends a change of many people before its time.
func (s *Server) CancelUserBulkChange(ctx context.Context, r contract.CancelUserBulkChangeRequestObject) (contract.CancelUserBulkChangeResponseObject, error) {
	ctx, admin := callerOf(ctx)
	b, err := s.People.CancelBulk(ctx, admin.OrganizationID, r.BulkChangeId)
	if err != nil {
		return nil, err
	}
	return contract.CancelUserBulkChange200JSONResponse(bulkChange(b)), nil
}

func bulkChange(b store.BulkChange) contract.UserBulkChange {
	state := contract.UserBulkChangeStateRunning
	if b.EndedHow != "" {
		state = contract.UserBulkChangeState(b.EndedHow)
	}
	changed, leftAlone := bulkCounts(b.Outcomes)
	is := contract.UserBulkChange{
		Id: b.ID, Action: contract.UserBulkAction(b.Action), Role: orNull(string(b.Role)), State: state,
		People: int(b.Total), Done: int(b.Done), Changed: changed, LeftAlone: leftAlone, CreatedAt: b.CreatedAt.Time,
		EndedAt: timeOrNull(b.EndedAt),
	}
	if state != contract.UserBulkChangeStateRunning && b.Done < b.Total {
		is.LeftAlone = append(is.LeftAlone, contract.UserBulkCount{Code: contract.UserBulkOutcomeNotDone, People: int(b.Total - b.Done)})
	}
	return is
}

// bulkCounts are how many people change, and why others do not.
func bulkCounts(outcomes store.Counts) (changed int, leftAlone []contract.UserBulkCount) {
	leftAlone = []contract.UserBulkCount{}
	for code, n := range outcomes {
		switch {
		case code == string(contract.UserBulkOutcomeChanged):
			changed = int(n)
		case n > 0:
			leftAlone = append(leftAlone, contract.UserBulkCount{Code: contract.UserBulkOutcome(code), People: int(n)})
		}
	}
	slices.SortFunc(leftAlone, func(a, b contract.UserBulkCount) int { return b.People - a.People })
	return changed, leftAlone
}

// bulkFile is what became of each person of a change, as a file.
type bulkFile struct{ *listFile[store.BulkPerson] }

// VisitExportUserBulkChangeResponse writes the file.
func (f bulkFile) VisitExportUserBulkChangeResponse(w http.ResponseWriter) error { return f.write(w) }

// ExportUserBulkChange streams what became of each person of a change.
func (s *Server) ExportUserBulkChange(ctx context.Context, r contract.ExportUserBulkChangeRequestObject) (contract.ExportUserBulkChangeResponseObject, error) {
	own, admin := callerOf(ctx)
	b, err := s.People.Bulk(own, admin.OrganizationID, r.BulkChangeId)
	if err != nil {
		return nil, err
	}
	form := asTable(bulkCells, "external_id", "email", "name", "outcome", "id")
	file, err := newListFile(ctx, s, "change "+b.ID, form, func(ctx context.Context, last *store.BulkPerson) ([]store.BulkPerson, error) {
		after := ""
		if last != nil {
			after = last.UserID
		}
		return s.Store.BulkPeople(ctx, b, after, exportPage)
	})
	if err != nil {
		return nil, err
	}
	file.name = "change-" + admin.OrganizationCode + "-" + store.Day(b.CreatedAt.Time)
	return bulkFile{file}, nil
}

func bulkCells(p store.BulkPerson) []string {
	outcome := p.Outcome
	if outcome == "" {
		outcome = string(contract.UserBulkOutcomeNotDone)
	}
	return []string{given(p.ExternalID), p.Email, p.Name, outcome, p.UserID}
}
