package rest

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/webhook"
)

// ListWebhooks lists an organization's webhooks.
func (s *Server) ListWebhooks(ctx context.Context, _ contract.ListWebhooksRequestObject) (contract.ListWebhooksResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Webhooks.List(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Webhook, len(list))
	for i, one := range list {
		items[i] = webhookOf(one)
	}
	return contract.ListWebhooks200JSONResponse{Items: items}, nil
}

// GetWebhook shows one webhook.
func (s *Server) GetWebhook(ctx context.Context, r contract.GetWebhookRequestObject) (contract.GetWebhookResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, err := s.Webhooks.Read(ctx, admin.OrganizationID, r.WebhookId)
	if err != nil {
		return nil, err
	}
	return contract.GetWebhook200JSONResponse{WebhookNowJSONResponse: webhookNow(one)}, nil
}

// CreateWebhook makes a webhook, and shows its secret this once.
func (s *Server) CreateWebhook(ctx context.Context, r contract.CreateWebhookRequestObject) (contract.CreateWebhookResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, secret, err := s.Webhooks.Create(ctx, s.actorOf(admin), webhook.Wanted{
		URL: &r.Body.Url, Description: r.Body.Description, Types: typesOf(r.Body.Types),
	})
	if err != nil {
		return nil, err
	}
	return contract.CreateWebhook201JSONResponse{WebhookMadeJSONResponse: webhookMade(one, secret)}, nil
}

// ChangeWebhook changes a webhook.
func (s *Server) ChangeWebhook(ctx context.Context, r contract.ChangeWebhookRequestObject) (contract.ChangeWebhookResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	one, err := s.Webhooks.Change(ctx, s.actorOf(admin), r.WebhookId, revision, webhook.Wanted{
		URL: r.Body.Url, Description: r.Body.Description, Types: typesOf(r.Body.Types), On: r.Body.Enabled,
	})
	if err != nil {
		return nil, err
	}
	return contract.ChangeWebhook200JSONResponse{WebhookNowJSONResponse: webhookNow(one)}, nil
}

// DeleteWebhook takes a webhook away.
func (s *Server) DeleteWebhook(ctx context.Context, r contract.DeleteWebhookRequestObject) (contract.DeleteWebhookResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := s.Webhooks.Delete(ctx, s.actorOf(admin), r.WebhookId, revision); err != nil {
		return nil, err
	}
	return contract.DeleteWebhook204Response{}, nil
}

// RotateWebhookSecret gives a webhook another secret, and shows it this once.
func (s *Server) RotateWebhookSecret(ctx context.Context, r contract.RotateWebhookSecretRequestObject) (contract.RotateWebhookSecretResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	one, secret, err := s.Webhooks.Rotate(ctx, s.actorOf(admin), r.WebhookId, revision)
	if err != nil {
		return nil, err
	}
	return contract.RotateWebhookSecret200JSONResponse{WebhookMadeJSONResponse: webhookMade(one, secret)}, nil
}

// SendWebhookTest sends an event that nothing happened for.
func (s *Server) SendWebhookTest(ctx context.Context, r contract.SendWebhookTestRequestObject) (contract.SendWebhookTestResponseObject, error) {
	ctx, admin := callerOf(ctx)
	d, err := s.Webhooks.SendTest(ctx, s.actorOf(admin), r.WebhookId)
	if err != nil {
		return nil, err
	}
	return contract.SendWebhookTest202JSONResponse(deliveryOf(d)), nil
}

// ListDeliveries lists what was sent to a webhook.
func (s *Server) ListDeliveries(ctx context.Context, r contract.ListDeliveriesRequestObject) (contract.ListDeliveriesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	after, err := readCursor(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	size := sizeOf(r.Params.Limit)
	rows, err := s.Webhooks.Deliveries(ctx, admin.OrganizationID, r.WebhookId, string(given(r.Params.State)), after, size+1)
	if err != nil {
		return nil, err
	}
	rows, next := page(rows, size)
	items := make([]contract.Delivery, len(rows))
	for i, row := range rows {
		items[i] = deliveryOf(row)
	}
	return contract.ListDeliveries200JSONResponse{Items: items, Next: next}, nil
}

// Redeliver sends again: one delivery, or all that failed since a time.
func (s *Server) Redeliver(ctx context.Context, r contract.RedeliverRequestObject) (contract.RedeliverResponseObject, error) {
	ctx, admin := callerOf(ctx)
	if (r.Body.DeliveryId == nil) == (r.Body.Since == nil) {
		return nil, fault.Invalid(fault.Field{Pointer: "/since", Code: "invalid"})
	}
	n, err := s.Webhooks.Redeliver(ctx, s.actorOf(admin), r.WebhookId, webhook.Again{Delivery: given(r.Body.DeliveryId), Since: given(r.Body.Since)})
	if err != nil {
		return nil, err
	}
	return contract.Redeliver202JSONResponse{Count: int(n)}, nil
}

func typesOf(list *contract.WebhookTypes) *[]string {
	if list == nil {
		return nil
	}
	types := make([]string, len(*list))
	for i, t := range *list {
		types[i] = string(t)
	}
	return &types
}

func webhookNow(one store.WebhookLine) contract.WebhookNowJSONResponse {
	tag := etag(one.Revision)
	return contract.WebhookNowJSONResponse{Body: webhookOf(one), Headers: contract.WebhookNowResponseHeaders{ETag: &tag}}
}

func webhookMade(one store.WebhookLine, secret string) contract.WebhookMadeJSONResponse {
	tag := etag(one.Revision)
	return contract.WebhookMadeJSONResponse{
		Body: contract.WebhookMade{Webhook: webhookOf(one), Secret: secret}, Headers: contract.WebhookMadeResponseHeaders{ETag: &tag},
	}
}

func webhookOf(one store.WebhookLine) contract.Webhook {
	types := make([]contract.EventType, len(one.Types))
	for i, t := range one.Types {
		types[i] = contract.EventType(t)
	}
	return contract.Webhook{
		Id: one.ID, Url: one.URL, Description: one.Description, Types: types, Enabled: one.State == store.WebhookOn, OffReason: orNull(one.OffReason),
		FailingSince: timeOrNull(one.FailingSince), SucceededAt: timeOrNull(one.SucceededAt), OldSecretUntil: timeOrNull(one.OldUntil),
		Waiting: int(one.Waiting), Failed: int(one.Failed), CreatedAt: one.CreatedAt.Time, CreatedBy: one.CreatedByName,
		ChangedAt: one.ChangedAt.Time, ChangedBy: one.ChangedByName, Etag: etag(one.Revision),
	}
}

func deliveryOf(d store.Delivery) contract.Delivery {
	attempts := make([]contract.DeliveryAttempt, len(d.Attempts))
	for i, a := range d.Attempts {
		attempts[i] = contract.DeliveryAttempt{At: a.At, Status: nullable.NewNullNullable[int](), Problem: orNull(a.Problem), Milliseconds: int(a.Micros / 1000)}
		if a.Status > 0 {
			attempts[i].Status = nullable.NewNullableWithValue(a.Status)
		}
	}
	return contract.Delivery{
		Id: d.ID, EventId: d.EventID, Type: d.Type, State: contract.DeliveryState(d.State), Attempts: attempts, CreatedAt: d.CreatedAt.Time,
		NextTryAt: timeOrNull(d.DueAt),
	}
}
