package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/oidc/refusals"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Visitor is who comes with a request.
type Visitor struct {
	Session   string // the session cookie of the browser, or ""
	Reference string // of the request
	Address   string // the client's IP address
	Browser   string // its User-Agent, cut
}

// refused answers a request that was refused, and tells the organization that it concerns:
// about is what is known of it, as far as it could be read. A refusal goes back to the
// application; a [BadTarget] and what is no refusal stay ours.
func (p *Provider) refused(ctx context.Context, r, about Request, err error, v Visitor) (string, error) {
	if bad, is := errors.AsType[*BadTarget](err); is {
		p.tell(ctx, about, reasonOf(bad.What), v)
		return "", err
	}
	o, is := errors.AsType[*fault.OAuth](err)
	if !is {
		return "", err
	}
	p.Log.LogAttrs(ctx, slog.LevelInfo, "authorization refused", slog.String("ref", v.Reference), slog.String("client", r.ClientID),
		slog.String("code", string(o.Code)), slog.String("reason", o.Reason), slog.String("why", o.Description))
	p.tell(ctx, about, o.Reason, v)
	return p.back(r, url.Values{"error": {string(o.Code)}, "error_description": {o.Description + " (" + v.Reference + ")"}}), nil
}

// reasonOf is the reason that the log has of a word for developers.
func reasonOf(what string) string {
	if strings.HasSuffix(what, "_twice") {
		return string(refusals.ParameterTwice)
	}
	return what
}

// aboutQuery is what a query says of whom it concerns, even if the rest of it is wrong.
func aboutQuery(q url.Values) Request {
	about := Request{ClientID: q.Get("client_id"), Organization: q.Get("organization"), LoginHint: q.Get("login_hint")}
	for scope := range strings.FieldsSeq(q.Get("scope")) {
		if code, names := strings.CutPrefix(scope, "org:"); names && about.Organization == "" {
			about.Organization = code
		}
	}
	return about
}

// tell notes a refusal in the log of the organization that it concerns, where one is known.
// It never fails a request: what cannot be looked up is in the program's log.
func (p *Provider) tell(ctx context.Context, about Request, why string, v Visitor) {
	now := p.Now()
	if !refusals.IsOne(why) || !p.Refusals.MayLook(refusals.Person, now) {
		return
	}
	is := refusals.Refusal{Code: refusals.Code(why), Reference: v.Reference, Address: v.Address, Browser: v.Browser, At: now}
	c, err := p.Clients.Known(ctx, about.ClientID)
	if errors.Is(err, client.ErrUnknown) {
		err = nil
	}
	if c.Application == nil {
		c = client.Client{} // a service, of which no other organization learns
	}
	if is.Code == refusals.ClientUnknown && c.ID != "" {
		is.Code = refusals.ClientOver
	}
	var concerned []string
	if err == nil {
		concerned, err = p.concerned(ctx, about, c.Application, v.Session)
	}
	if err != nil {
		p.Log.WarnContext(ctx, "refusal not noted", "ref", v.Reference, "error", err)
		return
	}
	p.note(c, concerned, is)
}

// note notes a refusal in the log of each organization that it concerns. Where there are
// several, nobody knows whose person or machine it was: none of them learns from where it
// came, and each has one row a day.
func (p *Provider) note(c client.Client, concerned []string, is refusals.Refusal) {
	if len(concerned) > 1 {
		is.Counted, is.Address, is.Browser = true, "", ""
	}
	for _, id := range concerned {
		is.OrganizationID, is.ClientID = id, ""
		if c.Service != nil || c.Application != nil && c.Application.Registered(id) { // nobody learns what others have
			is.ClientID = c.ID
		}
		p.Refusals.Add(is)
	}
}

// concerned lists the organizations that a request concerns, none if nobody knows: the one
// that it names, else that of the person who is signed in, else those of the application,
// else the only one of the deployment.
func (p *Provider) concerned(ctx context.Context, about Request, a *store.Application, cookie string) ([]string, error) {
	if about.Organization != "" {
		return p.organizationOf(ctx, about.Organization)
	}
	if o, err := p.hinted(ctx, about.LoginHint); err != nil || o.ID != "" {
		return []string{o.ID}, err
	}
	who, err := p.signedIn(ctx, cookie)
	if err != nil {
		return nil, err
	}
	if who != nil {
		return []string{who.OrganizationID}, nil
	}
	return p.concernedBy(ctx, a)
}

// concernedBy lists the organizations that a request concerns which names nobody's. a is
// nil of an application that nobody knows.
func (p *Provider) concernedBy(ctx context.Context, a *store.Application) ([]string, error) {
	only, err := p.Store.OnlyOrganization(ctx)
	if err == nil {
		return p.organizationOf(ctx, only)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("look for the only organization: %w", err)
	}
	if a == nil {
		return nil, nil // the operator has it, in the program's log
	}
	return p.Refusals.Concerned(ctx, *a)
}

func (p *Provider) organizationOf(ctx context.Context, code string) ([]string, error) {
	if _, problem := rules.OrganizationCode(code); problem != "" {
		return nil, nil
	}
	o, err := p.Store.OrganizationByCode(ctx, code)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return nil, nil
	}
	return []string{o.ID}, err
}
