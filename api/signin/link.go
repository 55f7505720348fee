package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// LinkTries is how often a proof may be tried on one pending link.
const LinkTries = 5

// LinkPage is what the link page shows: the same for a person with an account
// and for one without.
type LinkPage struct {
	Organization  string // code
	Name          string
	Provider      string
	ProviderLabel string // of a generic provider, else ""
	ProviderEmail string // masked if its proof is weak; "" if the provider gave none
	Email         string // the address to prove, or "" when it may not be shown
	EmailEditable bool
	Proofs        []string // "password", "code", or none: only an administrator can help
	TriesLeft     int
	ExpiresAt     time.Time
}

// PendingLink reads the link step of a browser.
func (r *Flow) PendingLink(ctx context.Context, id string) (LinkPage, error) {
	p, err := r.pending(ctx, id)
	if err != nil {
		return LinkPage{}, err
	}
	l, err := r.liveForLink(ctx, r.store.Rows, p)
	if err != nil {
		return LinkPage{}, err
	}
	step := r.linkStep(l, p)
	page := LinkPage{
		Organization: l.OrganizationCode, Name: l.OrganizationName, Provider: p.Provider,
		Email: p.Email, EmailEditable: step.MayTypeEmail(), ProviderEmail: step.ShownAccount(), Proofs: step.Proofs(),
		TriesLeft: max(0, LinkTries-int(p.Tries)), ExpiresAt: p.ExpiresAt.Time,
	}
	if !provider.Key(p.Provider).IsBrand() {
		page.ProviderLabel = l.Label
	}
	if step.Proof != decision.Strong {
		page.Email = p.Suggestion
	}
	return page, nil
}

// LinkProof is a proof that somebody brings to the link page.
type LinkProof struct {
	ID       string // of the pending link, from the browser's cookie
	Email    string // typed, where that is allowed; else ""
	Password string // this
	Code     string // or this
	Visitor  Visitor
}

// ProveLink links the waiting provider account to the user whose password this
// is, or to whom this code was mailed, ends that user's other sessions, and signs in. Every failure is
// link_proof_failed; tries count on the link and on the account alike.
func (r *Flow) ProveLink(ctx context.Context, p LinkProof) (Outcome, error) {
	link, err := r.pending(ctx, p.ID)
	if err != nil {
		return Outcome{}, err
	}
	l, err := r.liveForLink(ctx, r.store.Rows, link)
	if err != nil {
		return Outcome{}, err
	}
	email := r.linkStep(l, link).EmailToProve(p.Email)
	if email == "" {
		return Outcome{}, noAddress()
	}
	counters := r.countersOf(l.OrganizationID, email, p.Visitor)
	if p.Code != "" { // guesses at the password, from wherever, do not stop who has the mail
		counters.All = ""
	}
	proof := look{
		organizationID: l.OrganizationID, email: email, password: p.Password, visitor: p.Visitor, counters: counters, paused: fault.LinkLocked,
		also: func(ctx context.Context) (err error) { link, err = r.tryLink(ctx, p.ID, link); return err },
	}
	checked, err := r.checkProof(ctx, l, &link, proof, p.Code)
	if err != nil {
		return Outcome{}, err
	}
	t := r.linkTrip(link, l, p.Visitor)
	if checked.reason != "" {
		return Outcome{}, r.proofFailed(ctx, t, checked.user, checked.reason)
	}
	return r.commitLink(ctx, t, link, r.upgraded(ctx, checked, p.Password), counters, p)
}

// checkProof counts a try and looks at the code, or at the password. The link is
// what it is once the try has counted.
func (r *Flow) checkProof(ctx context.Context, l store.Live, link *store.PendingLink, proof look, code string) (checked, error) {
	if code != "" {
		if err := r.countLook(ctx, proof); err != nil {
			return checked{}, err
		}
		return r.checkCode(ctx, *link, proof.email, code)
	}
	c, err := r.checkPassword(ctx, proof)
	if err == nil && c.reason == "" && !r.linkStep(l, *link).PasswordProves(c.user.Email) {
		c.reason = "password_is_no_proof_here"
	}
	return c, err
}

func (r *Flow) pending(ctx context.Context, id string) (store.PendingLink, error) {
	if id == "" {
		return store.PendingLink{}, fault.Because(fault.LinkTicketExpired, "no_cookie")
	}
	p, err := r.store.PendingLinkByID(ctx, secret.Hash(id))
	if errors.Is(err, store.ErrNotFound) || err == nil && !r.now().Before(p.ExpiresAt.Time) {
		return store.PendingLink{}, fault.Because(fault.LinkTicketExpired, "gone")
	}
	if err != nil {
		return store.PendingLink{}, fmt.Errorf("read a pending link: %w", err)
	}
	return p, nil
}

// liveForLink re-reads the connection: what was turned off or changed in any way
// since the provider answered links nobody, also when it was turned on again.
func (r *Flow) liveForLink(ctx context.Context, rows store.Rows, p store.PendingLink) (store.Live, error) {
	l, err := rows.LiveByID(ctx, p.OrganizationID, p.ConnectionID)
	if errors.Is(err, store.ErrNotFound) {
		return store.Live{}, fault.Because(fault.LinkTicketExpired, "connection_gone")
	}
	if err != nil {
		return store.Live{}, fmt.Errorf("read the connection: %w", err)
	}
	if !l.OrganizationActive || l.State != store.Enabled || l.VersionID != p.VersionID || l.Revision != p.Revision {
		return store.Live{}, fault.Because(fault.LinkTicketExpired, "connection_changed")
	}
	return l, nil
}

// tryLink counts a try; the last one spent, the link is locked until it expires.
func (r *Flow) tryLink(ctx context.Context, id string, p store.PendingLink) (store.PendingLink, error) {
	tried, err := r.store.TryPendingLink(ctx, secret.Hash(id), LinkTries, r.now())
	if errors.Is(err, store.ErrNotFound) {
		if _, err := r.pending(ctx, id); err != nil { // spent or run out meanwhile
			return p, err
		}
		return p, &fault.Fault{Code: fault.LinkLocked, Reason: "tries_used_up", RetryAfter: p.ExpiresAt.Sub(r.now())}
	}
	if err != nil {
		return p, fmt.Errorf("count a try: %w", err)
	}
	return tried, nil
}

func (r *Flow) proofFailed(ctx context.Context, t *trip, u store.User, reason string) error {
	t.userID = u.ID
	row := t.row(string(fault.LinkProofFailed), reason)
	row.Account = t.refusedAccount()
	if err := r.store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	r.logRefusal(ctx, t, fault.Because(fault.LinkProofFailed, reason))
	return fault.Because(fault.LinkProofFailed, reason)
}

// commitLink spends the pending link and writes link, session and audit event.
func (r *Flow) commitLink(ctx context.Context, t *trip, link store.PendingLink, u store.User, counters store.TryCounters, p LinkProof) (Outcome, error) {
	t.userID = u.ID
	t.reach("commit")
	identity := t.identity(decision.Person{ID: u.ID})
	row, token, err := r.sessions.Begin(t.entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := r.takeLink(ctx, rows, link, u); err != nil {
			return err
		}
		if err := rows.SpendAttempt(ctx, t.row("", "")); err != nil {
			return err
		}
		if err := rows.AddIdentity(ctx, identity); err != nil {
			return err
		}
		if err := rows.AddAuditEvent(ctx, linkedEvent(identity, t.Provider, "link_page", r.now())); err != nil {
			return err
		}
		if err := r.tellLinked(ctx, rows, t, identity, "link_page"); err != nil {
			return err
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
			return err
		}
		if err := r.seeProof(ctx, rows, u, p); err != nil {
			return err
		}
		// Whoever had a session of this account before it was linked loses it (D23).
		if _, err := rows.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "linked", r.now()); err != nil {
			return err
		}
		return r.replaceSession(ctx, rows, p.Visitor, row)
	})
	switch {
	case errors.Is(err, store.ErrConflict): // the account or the user is linked already
		return Outcome{}, r.proofFailed(ctx, t, u, "already_linked_other")
	case errors.Is(err, store.ErrNotFound):
		return Outcome{}, fault.Because(fault.LinkTicketExpired, "spent")
	case err != nil:
		return Outcome{}, fmt.Errorf("link: %w", err)
	}
	return Outcome{
		ReturnTo: link.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.remember(p.Visitor, u.OrganizationID, u.Email), Organization: t.Code,
	}, nil
}

// takeLink spends the pending link, if it is not void for whoever has proven
// themselves.
func (r *Flow) takeLink(ctx context.Context, rows store.Rows, link store.PendingLink, u store.User) error {
	if err := rows.HoldOrganization(ctx, u.OrganizationID); err != nil { // as whoever makes it void does
		return err
	}
	if _, err := rows.TakePendingLink(ctx, link.IDHash, r.now()); err != nil {
		return err
	}
	may, err := rows.MayFinish(ctx, u.OrganizationID, u.ID, link.Begun)
	if err != nil {
		return err
	}
	if !may {
		return fault.Because(fault.LinkTicketExpired, "void")
	}
	_, err = r.liveForLink(ctx, rows, link)
	return err
}

// seeProof notes the use of the password, if one was the proof. Another one that
// was set meanwhile is no reason to begin again: the old one was right.
func (r *Flow) seeProof(ctx context.Context, rows store.Rows, u store.User, p LinkProof) error {
	if p.Code != "" {
		return nil
	}
	if err := rows.RecordPasswordUse(ctx, u, r.now()); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// linkTrip is the link step as a row of its own: a new id, the reference of the
// request.
func (r *Flow) linkTrip(p store.PendingLink, l store.Live, v Visitor) *trip {
	t := r.begin(attempt{
		ID: secret.NewID(), Reference: v.Reference, Purpose: purposeLinkPage,
		Organization: p.OrganizationID, Code: l.OrganizationCode, Connection: p.ConnectionID,
		Version: p.VersionID, Provider: p.Provider, ReturnTo: p.ReturnTo, Started: r.now().UnixMicro(),
	}, v)
	t.live, t.proof = l, decision.Proof(p.Proof)
	t.claims.Issuer, t.claims.Subject, t.claims.Email = p.Issuer, p.Subject, p.Email
	t.claims.TenantID, t.claims.ObjectID, t.claims.HostedDomain = text(p.TenantID), text(p.ObjectID), p.HostedDomain
	t.reach("person")
	return t
}
