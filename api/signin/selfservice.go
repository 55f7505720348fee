package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// SelfServiceRequest is what a user who is signed in begins for their own account.
type SelfServiceRequest struct {
	Principal store.Principal // the session that alone may complete it
	Provider  string
	Attempts  map[string]string // the attempt cookies that the browser has, by name
	Visitor   Visitor
}

// SecurityPage is where self-service returns to, refused or not.
const SecurityPage = "/profile/security"

// StartLink begins to connect an account to the user; the caller has checked that
// their authentication is recent. The provider shows its account chooser, because
// the account that is signed in there may be another person's.
func (r *Flow) StartLink(ctx context.Context, o SelfServiceRequest) (Started, error) {
	live, err := r.connectionForSelfService(ctx, o)
	if err != nil {
		return Started{}, err
	}
	return r.startSelfService(ctx, live, o, attempt.Link, url.Values{"connected": {o.Provider}}, idp.Attempt{Prompt: attempt.Prompt(true)})
}

// StartStepUp begins to confirm who the user is, with an account that they have
// connected. The provider must authenticate them again.
func (r *Flow) StartStepUp(ctx context.Context, o SelfServiceRequest) (Started, error) {
	live, mine, err := r.connectedAccount(ctx, o)
	if err != nil {
		return Started{}, err
	}
	return r.startSelfService(ctx, live, o, attempt.StepUp, url.Values{"confirmed": {"1"}}, idp.Attempt{Fresh: true, LoginHint: mine.Email})
}

// connectedAccount reads the connection and the account that the user has connected at
// it, and refuses who has none.
func (r *Flow) connectedAccount(ctx context.Context, o SelfServiceRequest) (store.Live, *store.Identity, error) {
	live, err := r.connectionForSelfService(ctx, o)
	if err != nil {
		return store.Live{}, nil, err
	}
	mine, err := r.linkAt(ctx, r.store.Rows, o.Principal, live.ID)
	if err == nil && mine == nil {
		err = notConnected()
	}
	return live, mine, err
}

// connectionForSelfService reads the connection, and refuses what a sign-in would be
// refused. It counts no start: this is no sign-in.
func (r *Flow) connectionForSelfService(ctx context.Context, o SelfServiceRequest) (store.Live, error) {
	live, err := r.store.LiveAt(ctx, o.Principal.OrganizationCode, o.Provider)
	if errors.Is(err, store.ErrNotFound) {
		return store.Live{}, fault.New(fault.SSONotConfigured)
	}
	if err != nil {
		return store.Live{}, fmt.Errorf("read a connection: %w", err)
	}
	return live, r.health.MayStart(ctx, live)
}

// startSelfService begins an attempt that is bound to the session and user. It returns
// to the security page with the values that say what happened.
func (r *Flow) startSelfService(ctx context.Context, l store.Live, o SelfServiceRequest, purpose string, returns url.Values, request idp.Attempt) (Started, error) {
	a := r.attempts.New(purpose, l, o.Visitor)
	a.Session, a.User = o.Principal.ID, o.Principal.UserID
	a.Begun, a.Revision = l.Voids, l.Revision
	a.ReturnTo = SecurityPage + "?" + returns.Encode()
	started, err := r.attempts.Begin(ctx, l, a, request, o.Attempts)
	if err != nil {
		r.health.Refused(ctx, l, err)
		return Started{}, err
	}
	r.count(o.Provider, "started")
	return started, nil
}

// linkAt is the account that a user has connected at a connection, or nil.
func (r *Flow) linkAt(ctx context.Context, rows store.Rows, p store.Principal, connectionID string) (*store.Identity, error) {
	identities, err := rows.IdentitiesOf(ctx, p.OrganizationID, p.UserID)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	for i := range identities {
		if identities[i].ConnectionID == connectionID {
			return &identities[i], nil
		}
	}
	return nil, nil
}

// signedIn says whether a browser has an active session. It only chooses a page, and
// is asked even if the request has run out of time.
func (r *Flow) signedIn(ctx context.Context, v attempt.Visitor) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	active, err := r.sessions.Active(ctx, v.Session)
	return err == nil && active
}

// sameSession demands that self-service is completed by the session that began it
// (D11, D12).
func (r *Flow) sameSession(ctx context.Context, a *attempt.Returned) error {
	principal, active, err := r.sessions.ActivePrincipal(ctx, a.Visitor.Session)
	switch {
	case err != nil:
		return fmt.Errorf("read the session: %w", err)
	case !active, a.Session == "", principal.ID != a.Session, principal.UserID != a.User, principal.OrganizationID != a.Organization:
		return fault.Because(fault.AttemptSessionChanged, "other_session")
	}
	return nil
}

// lockAndRecheck locks the organization and reads session, attempt and connection
// again, so that a session that was ended, or an attempt that was made void, a moment
// ago is refused, such as by an unlink in another browser.
func (r *Flow) lockAndRecheck(ctx context.Context, rows store.Rows, a *attempt.Returned) (store.Principal, error) {
	if err := rows.LockOrganization(ctx, a.Organization); err != nil {
		return store.Principal{}, fmt.Errorf("lock an organization: %w", err)
	}
	principal, err := rows.SessionPrincipal(ctx, a.Session)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return store.Principal{}, fmt.Errorf("read the session: %w", err)
	case err != nil, !r.sessions.StillActive(principal):
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "session_over")
	}
	may, err := rows.MayFinish(ctx, a.Organization, a.User, a.Begun)
	if err != nil {
		return store.Principal{}, fmt.Errorf("look whether the attempt is void: %w", err)
	}
	if !may {
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "void")
	}
	return principal, r.sameApplication(ctx, rows, a)
}

// sameApplication refuses self-service through a connection that was changed in any
// way since it began, also while the code was sent.
func (r *Flow) sameApplication(ctx context.Context, rows store.Rows, a *attempt.Returned) error {
	live, err := rows.LiveByID(ctx, a.Organization, a.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	if live.State != store.Enabled {
		return fault.Because(fault.SSOProviderDisabled, string(live.State))
	}
	if live.Revision != a.Revision {
		return fault.Because(fault.SSOConfigChanged, "other_revision")
	}
	return nil
}

// owners reads to whom the account is connected. Whose e-mail address it has does not
// matter here.
func (r *Flow) owners(ctx context.Context, rows store.Rows, a *attempt.Returned) (decision.Found, error) {
	matches, err := rows.OwnersOf(ctx, a.Account())
	if err != nil {
		return decision.Found{}, fmt.Errorf("look for the account: %w", err)
	}
	return facts.Found(matches), nil
}

// finished is the outcome of self-service that was not refused.
func (r *Flow) finished(a *attempt.Returned) Outcome {
	r.count(a.Provider, "finished")
	return Outcome{ReturnTo: a.ReturnTo, Organization: a.Code, SpentCookie: a.CookieName()}
}
