package rest

import (
	"context"
	"net/http"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// BatchUsers does many operations, and says of each how it ended; of those too that are not as
// the contract has them, which the list is without.
func (s *Server) BatchUsers(ctx context.Context, r contract.BatchUsersRequestObject) (contract.BatchUsersResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list := make([]people.Operation, len(r.Body.Operations))
	for i, o := range r.Body.Operations {
		list[i] = people.Operation{Do: people.Doing(o.Do), Wanted: people.Wanted{
			ExternalID: o.ExternalId, Email: given(o.Email), Name: given(o.Name), Role: store.Role(given(o.Role)), Active: o.Active,
		}}
	}
	outcomes, err := s.People.Batch(middleware.Patient(ctx), s.actorOf(admin), list)
	if err != nil {
		return nil, err
	}
	sent := middleware.ItemsOf(ctx)
	items := make([]contract.UserOutcome, sent.Sent)
	for i := range items {
		if wrong, is := sent.Wrong[i]; is {
			items[i] = userOutcome(i, people.Outcome{Refused: &fault.Fault{Code: fault.ValidationFailed, Fields: wrong}})
			continue
		}
		items[i] = userOutcome(i, outcomes[0])
		outcomes = outcomes[1:]
	}
	return contract.BatchUsers200JSONResponse{Items: items}, nil
}

func userOutcome(index int, o people.Outcome) contract.UserOutcome {
	item := contract.UserOutcome{Index: index, Status: http.StatusOK}
	switch {
	case o.Refused != nil:
		code := contract.ProblemCode(o.Refused.Code)
		item.Status, item.Code = fault.Lookup(o.Refused.Code).Status, &code
		if len(o.Refused.Fields) > 0 {
			item.Pointer = &o.Refused.Fields[0].Pointer
		}
		return item
	case o.Made:
		item.Status = http.StatusCreated
	}
	item.Id = &o.ID
	return item
}
