package signin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// StartRequest asks to sign in through a provider.
type StartRequest struct {
	Organization  string // code
	Provider      string
	ReturnTo      string
	ChooseAccount bool
	Attempts      map[string]string // the attempt cookies that the browser has, by name
	Visitor       Visitor
}

// Started is an attempt that has begun: the browser goes to AuthorizationURL.
type Started struct {
	AuthorizationURL string
	Cookie           AttemptCookie
	Drop             []string // names of attempt cookies to clear, so that this one fits
}

// Start begins a sign-in. It writes nothing to the database: the attempt is sealed
// into a cookie. What it refuses, it refuses before the browser leaves, so that the
// page shows the reason in place (A44, A45).
func (r *Flow) Start(ctx context.Context, s StartRequest) (Started, error) {
	live, err := r.store.LiveAt(ctx, s.Organization, s.Provider)
	if errors.Is(err, store.ErrNotFound) {
		return Started{}, r.noConnection(ctx, s)
	}
	if err != nil {
		return Started{}, fmt.Errorf("read a connection: %w", err)
	}
	if err := r.health.MayStart(ctx, live); err != nil {
		r.counts.add(live.OrganizationID, s.Provider, string(fault.Of(err).Code), r.now())
		return Started{}, err
	}
	a := r.newAttempt(live, s)
	started, err := r.startAttempt(ctx, live, a, idp.Attempt{Prompt: prompt(s.ChooseAccount)}, s.Attempts)
	if err != nil {
		r.health.Refused(ctx, live, err)
		return Started{}, err
	}
	r.counts.add(live.OrganizationID, s.Provider, "started", r.now())
	r.count(s.Provider, "started")
	return started, nil
}

// newAttempt begins an attempt to sign in, with secrets of its own.
func (r *Flow) newAttempt(l store.Live, s StartRequest) attempt {
	return attempt{
		ID: secret.NewID(), Reference: s.Visitor.Reference, Purpose: purposeSignIn,
		State: secret.NewToken(), Nonce: secret.NewToken(), Verifier: secret.NewToken(),
		Organization: l.OrganizationID, Code: l.OrganizationCode,
		Connection: l.ID, Version: l.VersionID, Provider: l.Provider,
		ReturnTo: r.returnPath(s.ReturnTo), Chosen: s.ChooseAccount, Started: r.now().UnixMicro(),
	}
}

// returnPath keeps a path that is exactly a route of the app, with ids where the
// route has them; everything else is Home. The path is compared and not parsed, so
// that nothing like "/\evil.com" is read as a host (A05).
func (r *Flow) returnPath(asked string) string {
	if slices.ContainsFunc(r.routes, func(route string) bool { return isRoute(route, asked) }) {
		return asked
	}
	return Home
}

func isRoute(route, asked string) bool {
	parts, given := strings.Split(route, "/"), strings.Split(asked, "/")
	return slices.EqualFunc(parts, given, func(part, text string) bool {
		if strings.HasPrefix(part, ":") {
			return secret.IsID(text)
		}
		return part == text
	})
}

// startAttempt seals an attempt and gives the address at the provider. The request
// says what else the provider is asked for.
func (r *Flow) startAttempt(ctx context.Context, l store.Live, a attempt, request idp.Attempt, cookies map[string]string) (Started, error) {
	request.State, request.Nonce, request.Verifier, request.HostedDomain = a.State, a.Nonce, a.Verifier, domainHint(l)
	to, err := r.idp.AuthURL(ctx, r.applications.Public(l), request)
	if err != nil {
		return Started{}, err
	}
	a.AsksMore = idp.AsksMore(to)
	cookie, err := r.sealAttempt(a)
	if err != nil {
		return Started{}, err
	}
	return Started{to, cookie, r.excessAttempts(cookies)}, nil
}

// noConnection refuses an unknown organization, or one without the provider.
func (r *Flow) noConnection(ctx context.Context, s StartRequest) error {
	o, err := r.store.OrganizationByCode(ctx, s.Organization)
	if errors.Is(err, store.ErrNotFound) {
		return fault.New(fault.OrgNotResolved)
	}
	if err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	counted := store.UnknownProvider
	if provider.Key(s.Provider).IsBrand() { // the page has a button for it
		counted = s.Provider
	}
	r.counts.add(o.ID, counted, string(fault.SSONotConfigured), r.now())
	return fault.New(fault.SSONotConfigured)
}

func prompt(chooseAccount bool) string {
	if chooseAccount {
		return "select_account"
	}
	return ""
}

// domainHint lets the provider offer the right accounts; the lock itself is checked in
// the callback.
func domainHint(l store.Live) string {
	if provider.Of(provider.Key(l.Provider)).LockParameter != "" && len(l.LockedTo) == 1 {
		return l.LockedTo[0]
	}
	return ""
}
