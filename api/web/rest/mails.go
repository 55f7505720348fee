package rest

import (
	"context"
	"fmt"

	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListMails says what was mailed to the people of an organization, and whether it
// was sent; never what it said.
func (s *Server) ListMails(ctx context.Context, r contract.ListMailsRequestObject) (contract.ListMailsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	state := ""
	if r.Params.State != nil {
		state = string(*r.Params.State)
	}
	mails, err := s.Store.MailsOf(ctx, admin.OrganizationID, state)
	if err != nil {
		return nil, fmt.Errorf("read the mails: %w", err)
	}
	counts, err := s.Store.MailCounts(ctx, admin.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("count the mails: %w", err)
	}
	answer := contract.ListMails200JSONResponse{Enabled: s.Mail, Items: make([]contract.Mail, len(mails))}
	for i, m := range mails {
		answer.Items[i] = mailOf(m)
	}
	for _, n := range counts {
		switch n.State {
		case store.MailWaiting:
			answer.Waiting = int(n.N)
		case store.MailSent:
			answer.Sent = int(n.N)
		case store.MailFailed:
			answer.Failed = int(n.N)
		}
	}
	return answer, nil
}

func mailOf(m store.Mail) contract.Mail {
	return contract.Mail{
		Id: m.ID, Kind: contract.MailKind(m.Kind), Recipient: m.Recipient, State: contract.MailState(m.State),
		Tries: int(m.Tries), Problem: contract.MailProblem(m.Problem), CreatedAt: m.CreatedAt.Time,
		NextTryAt: timeOrNull(m.DueAt), FinishedAt: timeOrNull(m.FinishedAt),
	}
}
