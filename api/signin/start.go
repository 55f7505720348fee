package signin

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/attempt"
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

// Start begins a sign-in. It writes nothing to the database: the attempt is sealed
// into a cookie. What it refuses, it refuses before the browser leaves, so that the
// page shows the reason in place (A44, A45).
func (r *Flow) Start(ctx context.Context, s StartRequest) (Started, error) {
	live, err := r.remembered.at(ctx, s.Organization, s.Provider)
	if errors.Is(err, store.ErrNotFound) {
		return Started{}, r.noConnection(ctx, s)
	}
	if err != nil {
		return Started{}, fmt.Errorf("read a connection: %w", err)
	}
	if err := r.health.MayStart(ctx, live); err != nil {
		r.Counts.add(live.OrganizationID, s.Provider, string(fault.Of(err).Code), r.now())
		return Started{}, err
	}
	a := r.attempts.New(attempt.SignIn, live, s.Visitor)
	a.ReturnTo, a.Chosen = r.routes.ReturnPath(s.ReturnTo), s.ChooseAccount
	started, err := r.attempts.Begin(ctx, live, a, idp.Attempt{Prompt: attempt.Prompt(s.ChooseAccount), MaxAge: attempt.MaxAge(a.ReturnTo)}, s.Attempts)
	if err != nil {
		r.health.Refused(ctx, live, err)
		return Started{}, err
	}
	r.Counts.add(live.OrganizationID, s.Provider, "started", r.now())
	r.count(s.Provider, "started")
	return started, nil
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
	r.Counts.add(o.ID, counted, string(fault.SSONotConfigured), r.now())
	return fault.New(fault.SSONotConfigured)
}
