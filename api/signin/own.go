package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Own is a trip of somebody who is signed in, about themselves.
type Own struct {
	Principal store.Principal // whose session alone may finish it
	Provider  string
	Attempts  map[string]string // the attempt cookies that the browser has, by name
	Visitor   Visitor
}

// SecurityPage is where these trips end, well or refused.
const SecurityPage = "/profile/security"

// StartLink begins the trip that connects an account to whoever asks; that their
// authentication is recent has been asked for. The account chooser is shown: the
// account that happens to be signed in may be anybody's.
func (r *Flow) StartLink(ctx context.Context, o Own) (Started, error) {
	live, err := r.liveForOwn(ctx, o)
	if err != nil {
		return Started{}, err
	}
	return r.startOwn(ctx, live, o, purposeLink, url.Values{"connected": {o.Provider}}, idp.Attempt{Prompt: prompt(true)})
}

// StartStepUp begins the trip that confirms that it is still them, through an
// account that they have connected. The provider must authenticate them anew.
func (r *Flow) StartStepUp(ctx context.Context, o Own) (Started, error) {
	live, err := r.liveForOwn(ctx, o)
	if err != nil {
		return Started{}, err
	}
	mine, err := r.linkAt(ctx, r.store.Rows, o.Principal, live.ID)
	if err != nil {
		return Started{}, err
	}
	if mine == nil {
		return Started{}, notConnected()
	}
	return r.startOwn(ctx, live, o, purposeStepUp, url.Values{"confirmed": {"1"}}, idp.Attempt{Fresh: true, LoginHint: mine.Email})
}

// liveForOwn refuses what a sign-in is refused, before any trip. These are no
// sign-ins, so they are not counted as such.
func (r *Flow) liveForOwn(ctx context.Context, o Own) (store.Live, error) {
	live, err := r.store.LiveAt(ctx, o.Principal.OrganizationCode, o.Provider)
	if errors.Is(err, store.ErrNotFound) {
		return store.Live{}, fault.New(fault.SSONotConfigured)
	}
	if err != nil {
		return store.Live{}, fmt.Errorf("read a connection: %w", err)
	}
	return live, r.mayStart(ctx, live)
}

func (r *Flow) startOwn(ctx context.Context, l store.Live, o Own, purpose string, ends url.Values, t idp.Attempt) (Started, error) {
	a := r.newAttempt(l, StartRequest{Visitor: o.Visitor})
	a.Purpose, a.Session, a.User = purpose, o.Principal.ID, o.Principal.UserID
	a.Begun, a.Revision = l.Voids, l.Revision
	a.ReturnTo = SecurityPage + "?" + ends.Encode()
	started, err := r.depart(ctx, l, a, t, o.Attempts)
	if err != nil {
		r.noteRefusal(ctx, l, err)
		return Started{}, err
	}
	r.count(o.Provider, "started")
	return started, nil
}

// linkAt is the account that somebody has connected at a connection, or nil.
func (r *Flow) linkAt(ctx context.Context, rows store.Rows, h store.Principal, connectionID string) (*store.Identity, error) {
	identities, err := rows.IdentitiesOf(ctx, h.OrganizationID, h.UserID)
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

// signedIn says whether a browser has a session that stands. A page is chosen by
// it, nothing is opened; it is asked though the request has run out of time.
func (r *Flow) signedIn(ctx context.Context, v Visitor) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	live, err := r.sessions.Live(ctx, v.Session)
	return err == nil && live
}

// sameSession demands of a trip about oneself that the session that began it
// finishes it (D11, D12). A sign-in is anybody's.
func (r *Flow) sameSession(ctx context.Context, t *trip) error {
	if !t.own() {
		return nil
	}
	h, live, err := r.sessions.Standing(ctx, t.visitor.Session)
	switch {
	case err != nil:
		return fmt.Errorf("read the session: %w", err)
	case !live, t.Session == "", h.ID != t.Session, h.UserID != t.User, h.OrganizationID != t.Organization:
		return fault.Because(fault.AttemptSessionChanged, "other_session")
	}
	return nil
}

// inTurn holds the organization and reads once more what the trip stands on: what
// ended the session, made the trip void or changed the application meanwhile, such
// as an unlink in another browser, took its turn before.
func (r *Flow) inTurn(ctx context.Context, rows store.Rows, t *trip) (store.Principal, error) {
	if err := rows.HoldOrganization(ctx, t.Organization); err != nil {
		return store.Principal{}, fmt.Errorf("hold an organization: %w", err)
	}
	h, err := rows.SessionPrincipal(ctx, t.Session)
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return store.Principal{}, fmt.Errorf("read the session: %w", err)
	case err != nil, !r.sessions.Stands(h):
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "session_over")
	}
	may, err := rows.MayFinish(ctx, t.Organization, t.User, t.Begun)
	if err != nil {
		return store.Principal{}, fmt.Errorf("look whether the trip is void: %w", err)
	}
	if !may {
		return store.Principal{}, fault.Because(fault.AttemptSessionChanged, "void")
	}
	return h, r.sameApplication(ctx, rows, t)
}

// sameApplication refuses a trip about oneself of an application that was changed
// in any way since the trip began, also while the code was sent.
func (r *Flow) sameApplication(ctx context.Context, rows store.Rows, t *trip) error {
	live, err := rows.LiveByID(ctx, t.Organization, t.Connection)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	if live.State != store.Enabled {
		return fault.Because(fault.SSOProviderDisabled, string(live.State))
	}
	if live.Revision != t.Revision {
		return fault.Because(fault.SSOConfigChanged, "other_revision")
	}
	return nil
}

// owners reads who has the account. Whose its e-mail is decides nothing here.
func (r *Flow) owners(ctx context.Context, rows store.Rows, t *trip) (decision.Found, error) {
	matches, err := rows.OwnersOf(ctx, t.account())
	if err != nil {
		return decision.Found{}, fmt.Errorf("look for the account: %w", err)
	}
	return foundBy(matches), nil
}

// back is how a trip about oneself ends well.
func (r *Flow) back(t *trip) Outcome {
	r.count(t.Provider, "finished")
	return Outcome{ReturnTo: t.ReturnTo, Organization: t.Code, SpentCookie: attemptName(t.State)}
}
