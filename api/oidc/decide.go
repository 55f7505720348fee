package oidc

import (
	"slices"
	"time"

	"latchkey/api/fault"
	"latchkey/api/oidc/refusals"
	"latchkey/api/store"
)

// next is what a request leads to.
type next int

const (
	giveCode  next = iota // the person is who was asked for
	askPerson             // the sign-in page
	refuse                // back to the application with an error
)

// decide says what a request leads to. p is who is signed in in this browser, nil if
// nobody is; wanted is the organization that was asked for, "" if none was.
func decide(r Request, a store.Application, p *store.Principal, wanted string, now time.Time) (next, *fault.OAuth) {
	why := whyAsk(r, a, p, wanted, now)
	switch {
	case why == "":
		return giveCode, nil
	case r.silent():
		return refuse, fault.NewOAuth(why, "The person would have to be asked.")
	case why == fault.AccountSelection && r.AskedAt != 0 && wanted == "" && p != nil && !a.For(p.OrganizationID):
		// They were asked, and chose an organization that does not have the application.
		return refuse, deniedTo(a, p.OrganizationID)
	case why == fault.LoginRequired && p != nil && r.Hint != "" && r.Hint != p.UserID && isAsked(r, *p):
		// They were asked, and somebody else than id_token_hint says signed in (OpenID Connect Core, 3.1.2.1).
		return refuse, fault.OAuthBecause(why, "Somebody else signed in than id_token_hint says.", string(refusals.OtherPerson))
	}
	return askPerson, nil
}

// whyAsk says why the person must be asked, as prompt=none says it; "" if they need not.
func whyAsk(r Request, a store.Application, p *store.Principal, wanted string, now time.Time) fault.OAuthCode {
	switch {
	case p == nil:
		return fault.LoginRequired
	case !a.For(p.OrganizationID), wanted != "" && wanted != p.OrganizationID && (r.Organization != "" || r.Chosen != p.UserID):
		return fault.AccountSelection // who was only hinted at may be somebody else, if they choose
	case r.Hint != "" && r.Hint != p.UserID:
		return fault.LoginRequired
	case !isFresh(r, *p, now):
		return fault.LoginRequired
	}
	return ""
}

// isFresh says whether the person signed in as lately as was asked. A sign-in after they
// were asked is: else max_age=0 would never end.
func isFresh(r Request, p store.Principal, now time.Time) bool {
	if isAsked(r, p) {
		return true
	}
	if slices.Contains(r.Prompt, "login") || slices.Contains(r.Prompt, "select_account") && r.Chosen != p.UserID {
		return false
	}
	return r.MaxAge == nil || now.Sub(p.AuthenticatedAt.Time) <= time.Duration(*r.MaxAge)*time.Second
}

// maxAge is how many seconds ago the person may have signed in: prompt=login is none
// (OpenID Connect Core, 15.1).
func (r Request) maxAge() (seconds int, is bool) {
	switch {
	case slices.Contains(r.Prompt, "login"):
		return 0, true
	case r.MaxAge != nil:
		return *r.MaxAge, true
	}
	return 0, false
}

// isAsked says whether the person signed in since they were asked to.
func isAsked(r Request, p store.Principal) bool {
	return r.AskedAt != 0 && p.AuthenticatedAt.UnixMicro() >= r.AskedAt
}

// notFor says why the people of an organization may not enter an application.
func notFor(a store.Application, organizationID string) refusals.Code {
	if a.Registered(organizationID) {
		return refusals.SwitchedOff
	}
	return refusals.NotForOrganization
}
