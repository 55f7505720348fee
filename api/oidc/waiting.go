package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Waiting is a request that waits for its person, as the sign-in page tells of it.
type Waiting struct {
	Application string      // its name
	As          *SomebodyIn // nil: nobody is signed in who could go on
}

// SomebodyIn is who is signed in in this browser, and where they go on as they are.
type SomebodyIn struct{ Name, Email, Organization, To string }

// Waiting says which request waits at a return path: none, with no name, at a path that is
// no request of ours, or too old. It decides as Continue does, so that what is offered is
// what happens.
func (p *Provider) Waiting(ctx context.Context, returnTo, cookie string) (w Waiting, err error) {
	sealed, is := strings.CutPrefix(returnTo, ContinuePath)
	if !is {
		return w, nil
	}
	r, err := p.unseal(sealed)
	if err != nil {
		return w, nil //nolint:nilerr // no request of ours
	}
	c, err := p.Clients.FindApplication(ctx, r.ClientID)
	if errors.Is(err, client.ErrUnknown) {
		return w, nil
	}
	if err != nil {
		return w, fmt.Errorf("find an application: %w", err)
	}
	w.Application = c.Name
	who, err := p.signedIn(ctx, cookie)
	if err != nil || who == nil {
		return w, err
	}
	r.Chosen = who.UserID
	wanted, err := p.wanted(ctx, r, *c.Application, who)
	if _, refused := errors.AsType[*fault.OAuth](err); refused {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	if next, _ := decide(r, *c.Application, who, wanted.ID, p.Now()); next == giveCode {
		w.As = somebodyIn(*who, returnTo)
	}
	return w, nil
}

func somebodyIn(who store.Principal, returnTo string) *SomebodyIn {
	return &SomebodyIn{who.Name, who.Email, who.OrganizationName, returnTo + "?as=" + url.QueryEscape(who.UserID)}
}
