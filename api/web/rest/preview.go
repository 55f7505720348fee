package rest

import (
	"bytes"
	"context"

	"latchkey/api/signin/decision"
	"latchkey/api/signin/preview"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// PreviewConnection says what would happen to everybody once it is on.
func (s *Server) PreviewConnection(ctx context.Context, r contract.PreviewConnectionRequestObject) (contract.PreviewConnectionResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.Forecasts.Preview(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	wanted := p.Entries
	if only := given(r.Params.Outcome); only != "" {
		wanted = nil
		if only == contract.ForecastFilterWorst {
			only = contract.ForecastFilter(p.Worst())
		}
		for _, e := range p.Entries {
			if e.Outcome == decision.PredictedOutcome(only) {
				wanted = append(wanted, e)
			}
		}
	}
	first := min(given(r.Params.Offset), len(wanted))
	last := min(first+sizeOf(r.Params.Limit), len(wanted))
	body := forecast(p)
	body.Items, body.Total = forecastEntries(wanted[first:last]), len(wanted)
	return contract.PreviewConnection200JSONResponse(body), nil
}

// ForecastConnections says how many people each connection lets in.
func (s *Server) ForecastConnections(ctx context.Context, _ contract.ForecastConnectionsRequestObject) (contract.ForecastConnectionsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	all, err := s.Forecasts.All(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	body := contract.ForecastsOfConnections{Items: make([]contract.ForecastOfConnection, len(all))}
	for i, p := range all {
		body.Items[i] = contract.ForecastOfConnection{
			ConnectionId: p.ConnectionID, People: p.People, Linked: p.Count[decision.Linked], Silent: p.Count[decision.Silent],
			Ask: p.Count[decision.Asked], Refused: p.Count[decision.Refused], Unknown: p.Count[decision.Unknown],
		}
	}
	return contract.ForecastConnections200JSONResponse(body), nil
}

// forecast maps the counts.
func forecast(p preview.Preview) contract.Forecast {
	f := contract.Forecast{
		People: p.People, Linked: p.Count[decision.Linked], Silent: p.Count[decision.Silent], Ask: p.Count[decision.Asked],
		Refused: p.Count[decision.Refused], Unknown: p.Count[decision.Unknown], PersonalAddresses: p.PersonalAddresses, RefusedWithPassword: p.RefusedWithPassword,
		Reasons: make([]contract.ForecastReason, len(p.Reasons)), Domains: p.Domains,
	}
	if f.Domains == nil {
		f.Domains = []string{}
	}
	f.Sources = make([]contract.ForecastSource, len(p.Sources))
	for i, source := range p.Sources {
		f.Sources[i] = contract.ForecastSource(source)
	}
	for i, r := range p.Reasons {
		f.Reasons[i] = contract.ForecastReason{Outcome: contract.ForecastOutcome(r.Outcome), Reason: r.Reason, People: r.People}
	}
	return f
}

func forecastEntries(entries []preview.Entry) []contract.ForecastEntry {
	items := make([]contract.ForecastEntry, len(entries))
	for i, e := range entries {
		items[i] = contract.ForecastEntry{
			UserId: e.UserID, Name: e.Name, Email: e.Email, Role: string(e.Role), RoleName: e.RoleName,
			Outcome: contract.ForecastOutcome(e.Outcome), Code: orNull(string(e.Code)), Reason: e.Reason,
			HasPassword: e.HasPassword, Exempt: e.Exempt,
		}
	}
	return items
}

// ExportPreview gives the forecast as a file. It is made whole before a byte is
// sent: an organization's people fit into memory.
func (s *Server) ExportPreview(ctx context.Context, r contract.ExportPreviewRequestObject) (contract.ExportPreviewResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.Forecasts.Preview(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	name := `attachment; filename="preview-` + admin.OrganizationCode + "-" + p.Provider + "-" + store.Day(s.Now()) + "." + string(r.Params.Format) + `"`
	headers := contract.ExportPreview200ResponseHeaders{ContentDisposition: &name}
	if r.Params.Format == contract.ExportPreviewParamsFormatJson {
		return contract.ExportPreview200JSONResponse{Body: forecastEntries(p.Entries), Headers: headers}, nil
	}
	file, err := previewTable(p.Entries)
	if err != nil {
		return nil, err
	}
	return contract.ExportPreview200TextcsvResponse{Body: bytes.NewReader(file), Headers: headers, ContentLength: int64(len(file))}, nil
}

// previewTable is the forecast as a table.
func previewTable(entries []preview.Entry) ([]byte, error) {
	var file bytes.Buffer
	table, err := newTable(&file, "name", "email", "role", "outcome", "reason")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := table.Write(safeCells(e.Name, e.Email, string(e.Role), string(e.Outcome), e.Reason)); err != nil {
			return nil, err
		}
	}
	table.Flush()
	return file.Bytes(), table.Error()
}
