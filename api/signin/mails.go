package signin

import (
	"context"
	"time"

	"latchkey/api/mail"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// mailLinked mails a user that an account was connected to them (D30).
func (r *Flow) mailLinked(ctx context.Context, rows store.Rows, a *attempt.Returned, i store.Identity, how string) error {
	return r.mail.Add(ctx, rows, mail.Message{
		Kind: mail.Linked, OrganizationID: i.OrganizationID, UserID: i.UserID,
		Values: map[string]string{"provider": a.Live.ProviderName(), "account": i.Email, "how": how},
	})
}

// mailNewBrowser mails a user that a browser signed in as them for the first time, if
// they have signed in before. Call it before the sign-in is written.
func (r *Flow) mailNewBrowser(ctx context.Context, rows store.Rows, organizationID string, p decision.Person, v attempt.Visitor, method string) error {
	if !r.mail.On || r.passwords.Knows(v, organizationID, p.Email) {
		return nil
	}
	return r.mail.AddToReturning(ctx, rows, mail.Message{
		Kind: mail.NewBrowser, OrganizationID: organizationID, UserID: p.ID,
		Values: map[string]string{"browser": mail.Browser(v.Browser), "address": v.Address, "method": method},
	})
}

// mailMismatch mails a user that somebody tried to sign in with another account than
// the one that is connected to them (D02): once a day, so that nobody can flood them. It
// is called for every such refusal and finds no recipient for the others, so that all
// take equally long.
func (r *Flow) mailMismatch(ctx context.Context, rows store.Rows, a *attempt.Returned, reason string) error {
	whom := a.UserID
	if reason != decision.AlreadyLinkedOther {
		whom = ""
	}
	return r.mail.AddTo(ctx, rows, whom, mail.Message{
		Kind: mail.RefusedMismatch, OrganizationID: a.Organization,
		Values: map[string]string{"provider": a.Live.ProviderName(), "account": a.Claims.Email, "ref": a.Reference},
		Once:   "refused_mismatch|" + a.UserID + "|" + r.now().UTC().Format(time.DateOnly),
	})
}
