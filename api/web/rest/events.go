package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/event"
	"latchkey/api/event/feed"
	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// eventsAtOnce is how many events an answer has unless the request says otherwise.
const eventsAtOnce = 100

// ListEvents hands out what happened, the oldest first.
func (s *Server) ListEvents(ctx context.Context, r contract.ListEventsRequestObject) (contract.ListEventsResponseObject, error) {
	ctx, caller := callerOf(ctx)
	types, err := eventTypes(given(r.Params.Types))
	if err != nil {
		return nil, err
	}
	q := feed.Query{After: given(r.Params.After), Types: types, Limit: eventsAtOnce, Wait: time.Duration(given(r.Params.Wait)) * time.Second}
	if r.Params.Limit != nil {
		q.Limit = *r.Params.Limit
	}
	page, err := s.Events.Read(ctx, caller.OrganizationID, q)
	if err == nil && q.Wait > 0 {
		err = principal.Again(ctx)
	}
	if err != nil {
		return nil, err
	}
	items := make([]contract.Event, len(page.Events))
	for i, row := range page.Events {
		if items[i], err = eventOf(row); err != nil {
			return nil, err
		}
	}
	return contract.ListEvents200JSONResponse{Items: items, Next: page.Next, More: page.More}, nil
}

// eventTypes reads types with commas between; none is all.
func eventTypes(list string) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	types := strings.Split(list, ",")
	for _, t := range types {
		if !slices.Contains(event.Types(), event.Type(t)) {
			return nil, middleware.InvalidQuery(fault.Field{Pointer: "?types", Code: "invalid"})
		}
	}
	return types, nil
}

func eventOf(row store.EventRow) (contract.Event, error) {
	e := contract.Event{Id: row.ID, Type: contract.EventType(row.Type), Sequence: row.Sequence, OccurredAt: row.OccurredAt.Time}
	if err := json.Unmarshal([]byte(row.Data), &e.Data); err != nil {
		return e, fmt.Errorf("read the data of event %s: %w", row.ID, err)
	}
	return e, nil
}
