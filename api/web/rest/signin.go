package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/oapi-codegen/nullable"

	"latchkey/api/client/access"
	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwords"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// DiscoverOrganization finds an organization by its code or by the domain of a
// work e-mail (S2). Of the e-mail nothing else is looked at, so that the answer
// says nothing about people (H08).
func (s *Server) DiscoverOrganization(ctx context.Context, r contract.DiscoverOrganizationRequestObject) (contract.DiscoverOrganizationResponseObject, error) {
	_, ctx = ginOf(ctx)
	o, err := s.discover(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	return contract.DiscoverOrganization200JSONResponse{Code: o.Code, Name: o.Name}, nil
}

func (s *Server) discover(ctx context.Context, by contract.DiscoverRequest) (store.Organization, error) {
	if by.Email == nil { // the contract lets exactly one of them through
		return s.organization(ctx, normalCode(given(by.Code)))
	}
	o, err := s.Store.OrganizationByDomain(ctx, domain.Of(*by.Email))
	if errors.Is(err, store.ErrNotFound) {
		return o, fault.Because(fault.OrgNotResolved, "domain")
	}
	if err != nil {
		return o, fmt.Errorf("find an organization by its domain: %w", err)
	}
	return o, nil
}

// GetSignInPage says what an organization's sign-in page needs (S1).
func (s *Server) GetSignInPage(ctx context.Context, r contract.GetSignInPageRequestObject) (contract.GetSignInPageResponseObject, error) {
	_, ctx = ginOf(ctx)
	page, err := s.SignInPage(ctx, r.Organization)
	if err != nil {
		return nil, err
	}
	return contract.GetSignInPage200JSONResponse(page), nil
}

// StartSignIn begins an attempt at a provider.
func (s *Server) StartSignIn(ctx context.Context, r contract.StartSignInRequestObject) (contract.StartSignInResponseObject, error) {
	c, ctx := ginOf(ctx)
	started, err := s.Flow.Start(ctx, signin.StartRequest{
		Organization: r.Body.Organization, Provider: r.Body.Provider, ReturnTo: given(r.Body.ReturnTo),
		ChooseAccount: given(r.Body.ChooseAccount), Attempts: s.attempts(c), Visitor: s.visitor(c),
	})
	if err != nil {
		return nil, err
	}
	s.began(c, started)
	return contract.StartSignIn201JSONResponse{Body: contract.StartedSignIn{AuthorizationUrl: started.AuthorizationURL}}, nil
}

// CompleteSignIn is the callback: it sends the browser on to a path of ours, or here
// once more.
func (s *Server) CompleteSignIn(ctx context.Context, r contract.CompleteSignInRequestObject) (contract.CompleteSignInResponseObject, error) {
	c, ctx := ginOf(ctx)
	if !middleware.IsNavigation(c.Request.Header) {
		return nil, fault.Because(fault.CallbackMalformed, "not_a_navigation")
	}
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		query = url.Values{} // read as malformed
	}
	done, err := s.Flow.Complete(ctx, signin.Return{
		ConnectionID: r.ConnectionId, Query: query, Attempts: s.attempts(c), Visitor: s.visitor(c),
	})
	if _, is := errors.AsType[*signin.Busy](err); is {
		return s.crowded(c)
	}
	if again, is := errors.AsType[*signin.AskAgain](err); is {
		s.cookies.Clear(c, again.SpentCookie)
		s.began(c, again.Started)
		return seeOther(again.AuthorizationURL), nil
	}
	if refusal, ok := errors.AsType[*signin.Refusal](err); ok {
		return s.refused(c, refusal, r.ConnectionId), nil
	}
	if err != nil {
		return nil, err
	}
	if done.Test != nil {
		return s.tested(ctx, c, done), nil
	}
	s.goOn(ctx, &done)
	s.signedIn(c, done)
	if done.PendingLink != "" {
		return seeOther("/o/" + done.Organization + "/link-account"), nil
	}
	return seeOther(done.ReturnTo), nil
}

// refused sends the browser to the refused page (S5), or back to their own page
// who asked for something there. The reason is the code alone, so that one face
// stays one face.
func (s *Server) refused(c *gin.Context, r *signin.Refusal, connectionID string) contract.CompleteSignInResponseObject {
	if r.SpentCookie != "" {
		s.cookies.Clear(c, r.SpentCookie)
	}
	if r.SignedIn {
		return seeOther(linking.SecurityPage + "?" + url.Values{
			"refused": {string(r.Fault.Code)}, "provider": {r.Provider}, "ref": {r.Reference},
		}.Encode())
	}
	base, provider := "", r.Provider
	if r.Organization != "" {
		base = "/o/" + r.Organization
	} else if at, err := s.Store.PlaceOf(c.Request.Context(), connectionID); err == nil {
		base, provider = "/o/"+at.OrganizationCode, at.Provider
	}
	query := url.Values{"reason": {string(r.Fault.Code)}, "ref": {r.Reference}}
	if provider != "" {
		query.Set("provider", provider)
	}
	if r.Chosen { // not every provider lets people choose: the page says what else helps
		query.Set("chosen", "1")
	}
	return seeOther(base + "/sign-in/refused?" + query.Encode())
}

func seeOther(path string) contract.CompleteSignIn303Response {
	return contract.CompleteSignIn303Response{Headers: contract.CompleteSignIn303ResponseHeaders{Location: &path}}
}

// SignInWithPassword signs in with e-mail and password (A3).
func (s *Server) SignInWithPassword(ctx context.Context, r contract.SignInWithPasswordRequestObject) (contract.SignInWithPasswordResponseObject, error) {
	c, ctx := ginOf(ctx)
	done, err := s.Passwords.SignIn(ctx, passwords.Request{
		Organization: r.Body.Organization, Email: r.Body.Email, Password: r.Body.Password,
		ReturnTo: given(r.Body.ReturnTo), Visitor: s.visitor(c),
	})
	if err != nil {
		return nil, err
	}
	s.goOn(ctx, &done)
	s.signedIn(c, done)
	return contract.SignInWithPassword200JSONResponse{SessionBegunJSONResponse: begun(done)}, nil
}

// goOn leads on to the one application of an organization, where the operator wants that,
// whoever signed in at our own page and asked for nothing there.
func (s *Server) goOn(ctx context.Context, done *signin.Outcome) {
	if done.ReturnTo != signin.Home || done.Session == "" {
		return
	}
	on, err := s.Access.GoesOn(ctx)
	if err != nil { // they have signed in: the start page is better than an error
		s.Log.WarnContext(ctx, "nobody knows whether people go on to an application", "error", err)
	}
	if on {
		done.ReturnTo = access.OpenPath
	}
}

// organization reads an active organization by its code.
func (s *Server) organization(ctx context.Context, code string) (store.Organization, error) {
	if !utf8.ValidString(code) || strings.Contains(code, "\x00") { // PostgreSQL would call it our error
		return store.Organization{}, fault.New(fault.OrgNotResolved)
	}
	o, err := s.Store.OrganizationByCode(ctx, code)
	if errors.Is(err, store.ErrNotFound) || err == nil && !o.Active {
		return o, fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return o, fmt.Errorf("read an organization: %w", err)
	}
	return o, nil
}

// SignInPage says what an organization's sign-in page needs: with nothing configured both brand buttons are shown, and a click
// opens the warning dialog (A44); else the enabled ones, whatever their health.
func (s *Server) SignInPage(ctx context.Context, code string) (contract.SignInPage, error) {
	o, err := s.organization(ctx, code)
	if err != nil {
		return contract.SignInPage{}, err
	}
	states, err := s.Store.ProviderStates(ctx, o.ID)
	if err != nil {
		return contract.SignInPage{}, fmt.Errorf("read the connections: %w", err)
	}
	brand, err := s.Store.BrandingOf(ctx, o.ID)
	if err != nil {
		return contract.SignInPage{}, fmt.Errorf("read the branding: %w", err)
	}
	buttons, open := []contract.ProviderButton{}, o.PasswordsOpen(s.Now())
	for _, p := range states {
		if p.State == store.Enabled {
			buttons = append(buttons, contract.ProviderButton{Provider: p.Provider, Label: labelOf(p.Provider, p.Label)})
		}
	}
	if len(states) == 0 {
		for _, brand := range provider.Brands() {
			buttons = append(buttons, contract.ProviderButton{Provider: string(brand)})
		}
	}
	return contract.SignInPage{
		Organization: contract.Organization{Code: o.Code, Name: cmp.Or(brand.Name, o.Name)}, Providers: buttons,
		PasswordSignIn: open, ContactText: o.ContactText, Trouble: !open && noneWorks(states), Mail: s.Mail,
		Branding: signInBranding(o.Code, brand),
		Straight: straight(o, states, buttons, s.Now()),
	}, nil
}

// straight is the provider that the page goes on to by itself: the one that is on, while
// it works and passwords are off; nil if there is none.
func straight(o store.Organization, states []store.ProviderState, buttons []contract.ProviderButton, now time.Time) *string {
	if !o.StraightToProvider || o.PasswordsOpen(now) || len(states) == 0 || len(buttons) != 1 || noneWorks(states) {
		return nil
	}
	return &buttons[0].Provider
}

// noneWorks says that there is a provider to sign in with, and that all of them
// are in trouble.
func noneWorks(states []store.ProviderState) bool {
	enabled, degraded := 0, 0
	for _, p := range states {
		if p.State == store.Enabled {
			enabled++
			if p.Health == store.HealthDegraded {
				degraded++
			}
		}
	}
	return enabled > 0 && enabled == degraded
}

// labelOf is the name of a generic provider. The others have their brand,
// whatever the organization calls its application.
func labelOf(key, label string) *string {
	if provider.Key(key).IsBrand() || label == "" {
		return nil
	}
	return &label
}

// normalCode forgives what people type around a code.
func normalCode(typed string) string {
	return strings.ToLower(strings.TrimSpace(typed))
}

func begun(o signin.Outcome) contract.SessionBegunJSONResponse {
	return contract.SessionBegunJSONResponse{Body: contract.SignedIn{ReturnTo: o.ReturnTo}}
}

// given reads an optional member; absent is the zero value.
func given[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func orNull(text string) nullable.Nullable[string] {
	if text == "" {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(text)
}

func timeOrNull(t store.Time) nullable.Nullable[time.Time] {
	if t.IsZero() {
		return nullable.NewNullNullable[time.Time]()
	}
	return nullable.NewNullableWithValue(t.Time)
}
