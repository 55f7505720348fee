package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"latchkey/api/client"
	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/oidc/refusals"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Authorize answers an authorization request: the address to send the browser to, at the
// application or at our sign-in page. The error is a [BadTarget], or ours.
func (p *Provider) Authorize(ctx context.Context, q url.Values, v Visitor) (to string, err error) {
	r, to, err := p.authorize(ctx, q, v.Session)
	if err != nil {
		return p.refused(ctx, r, aboutQuery(q), err, v)
	}
	return to, nil
}

func (p *Provider) authorize(ctx context.Context, q url.Values, cookie string) (r Request, to string, err error) {
	id, uri, err := ReadTarget(q)
	if err != nil {
		return r, "", err
	}
	c, err := p.target(ctx, id, uri)
	if err != nil {
		return r, "", err
	}
	r, err = ReadRequest(q, *c.Application, p.Audience)
	if err != nil {
		return r, "", err
	}
	if r.Hint != "" {
		hint, err := p.Sessions.ReadHint(r.Hint, c.ID)
		r.Hint = hint.Subject
		if err != nil && r.silent() { // nobody knows who is meant, so it is not whoever is here
			return r, "", fault.OAuthBecause(fault.LoginRequired, "id_token_hint is none of ours.", string(refusals.HintUnknown))
		}
	}
	to, err = p.answer(ctx, r, c, cookie)
	return r, to, err
}

// Continue goes on with a request whose person was asked to sign in; as is the person who
// chose to go on as they are, "" if nobody did.
func (p *Provider) Continue(ctx context.Context, sealed, as string, v Visitor) (to string, err error) {
	r, err := p.unseal(sealed)
	if err != nil {
		return "", &BadTarget{"request_expired"}
	}
	r.Chosen = as
	c, err := p.target(ctx, r.ClientID, r.RedirectURI) // it may have been turned off meanwhile
	if err == nil {
		to, err = p.answer(ctx, r, c, v.Session)
	}
	if err != nil {
		return p.refused(ctx, r, r, err, v)
	}
	return to, nil
}

// target finds the application, and looks whether it may be answered there.
func (p *Provider) target(ctx context.Context, id, uri string) (client.Client, error) {
	c, err := p.Clients.FindApplication(ctx, id)
	if errors.Is(err, client.ErrUnknown) {
		return c, &BadTarget{"client_unknown"}
	}
	if err != nil {
		return c, err
	}
	if !isRegistered(*c.Application, uri) {
		return c, &BadTarget{"redirect_uri_unknown"}
	}
	return c, nil
}

// answer leads on with a request. The error is a refusal of it, or ours.
func (p *Provider) answer(ctx context.Context, r Request, c client.Client, cookie string) (string, error) {
	who, err := p.signedIn(ctx, cookie)
	if err != nil {
		return "", err
	}
	wanted, err := p.wanted(ctx, r, *c.Application, who)
	if err != nil {
		return "", err
	}
	step, why := decide(r, *c.Application, who, wanted.ID, p.Now())
	switch step {
	case refuse:
		return "", why
	case askPerson:
		return p.signInPage(ctx, r, pageOf(r, *c.Application, who, wanted.Code))
	case giveCode:
	}
	return p.code(ctx, r, c, *who)
}

// pageOf is the organization whose page asks, "" if nobody knows it: the one that is wanted, or
// that of who is signed in, where they are to prove that they still are there.
func pageOf(r Request, a store.Application, who *store.Principal, wanted string) string {
	if wanted != "" || who == nil || !a.For(who.OrganizationID) || slices.Contains(r.Prompt, "select_account") || r.Hint != "" && r.Hint != who.UserID {
		return wanted
	}
	return who.OrganizationCode
}

// signedIn is who is signed in in this browser, nil if nobody is.
func (p *Provider) signedIn(ctx context.Context, cookie string) (*store.Principal, error) {
	who, active, err := p.Sessions.ActivePrincipal(ctx, cookie)
	if err != nil {
		return nil, fmt.Errorf("read a session: %w", err)
	}
	if !active {
		return nil, nil //nolint:nilnil // nobody, and no error
	}
	return &who, nil
}

// wanted is the organization that is asked for: by its code, or by the proven domain of
// the address that is hinted at. Of who is signed in it is known already.
func (p *Provider) wanted(ctx context.Context, r Request, a store.Application, who *store.Principal) (store.Organization, error) {
	if r.Organization == "" {
		o, err := p.hinted(ctx, r.LoginHint)
		if err != nil || !a.For(o.ID) {
			return store.Organization{}, err // a hint, no more
		}
		return o, nil
	}
	if who != nil && r.Organization == who.OrganizationCode {
		if !a.For(who.OrganizationID) {
			return store.Organization{}, deniedTo(a, who.OrganizationID)
		}
		return store.Organization{ID: who.OrganizationID, Code: who.OrganizationCode, Active: true}, nil
	}
	o, err := p.Store.OrganizationByCode(ctx, r.Organization)
	if errors.Is(err, store.ErrNotFound) || err == nil && (!o.Active || !a.For(o.ID)) {
		return o, fault.OAuthBecause(fault.AccessDenied, deniedToAnybody, string(notFor(a, o.ID)))
	}
	return o, err
}

// What is said of an application that an organization does not have. To whoever is not
// signed in there it is one sentence for all causes: they learn nothing of the organization.
const (
	deniedToAnybody = "There is no such organization, or the application is not for it, or a super admin there switched it off. Its sign-in log says which."
	deniedNotFor    = "The application is not for the person's organization. The operator can register it for that."
	deniedSwitched  = "A super admin of the person's organization switched this application off for everybody there. They can switch it on again, under Applications."
)

// deniedTo is what is said to somebody of the organization.
func deniedTo(a store.Application, organizationID string) *fault.OAuth {
	why, text := notFor(a, organizationID), deniedNotFor
	if why == refusals.SwitchedOff {
		text = deniedSwitched
	}
	return fault.OAuthBecause(fault.AccessDenied, text, string(why))
}

// hinted is the organization that has proven the domain of an address, the zero one if none has.
func (p *Provider) hinted(ctx context.Context, address string) (store.Organization, error) {
	domain := email.Domain(email.Fold(address))
	if !email.IsDomain(domain) {
		return store.Organization{}, nil
	}
	o, err := p.Store.OrganizationByDomain(ctx, domain)
	if errors.Is(err, store.ErrNotFound) {
		return store.Organization{}, nil
	}
	return o, err
}

// signInPage is where the person is asked, with the request as the return path.
func (p *Provider) signInPage(ctx context.Context, r Request, code string) (string, error) {
	r.AskedAt = p.Now().UnixMicro()
	back, err := p.seal(r)
	if err != nil {
		return "", err
	}
	if code == "" {
		only, err := p.Store.OnlyOrganization(ctx)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
		code = only
	}
	page := "/sign-in"
	if code != "" {
		page = "/o/" + code + "/sign-in"
		if r.Provider != "" {
			page += "/" + r.Provider
		}
	}
	return page + "?returnTo=" + back, nil // nothing in it needs escaping, and the page need not undo any
}

// code makes and stores an authorization code, which is all that a successful request writes, and
// returns the address of the application with it.
func (p *Provider) code(ctx context.Context, r Request, c client.Client, who store.Principal) (string, error) {
	code := secret.NewToken()
	err := p.Store.AddCode(ctx, store.Code{
		CodeHash: secret.Hash(code), ClientID: c.ID, OrganizationID: who.OrganizationID, UserID: who.UserID, SessionID: who.ID,
		RedirectURI: r.RedirectURI, Challenge: r.Challenge, Nonce: r.Nonce, Scope: strings.Join(r.Scope, " "), Resource: r.Resource,
		ExpiresAt: store.At(p.Now().Add(CodeLife).Truncate(time.Microsecond)),
	})
	if err != nil {
		return "", fmt.Errorf("write a code: %w", err)
	}
	p.Clients.Used(c, who.OrganizationID)
	return p.back(r, url.Values{"code": {code}}), nil
}

// back is the address of an answer, with state and issuer (RFC 9207).
func (p *Provider) back(r Request, answer url.Values) string {
	if r.State != "" {
		answer.Set("state", r.State)
	}
	answer.Set("iss", p.Issuer)
	return withQuery(r.RedirectURI, answer)
}

// withQuery adds parameters to an address, whose own stay as they are.
func withQuery(address string, more url.Values) string {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + more.Encode()
}
