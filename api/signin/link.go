package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// MaxLinkProofs is how many proofs may be tried on one pending link.
const MaxLinkProofs = 5

// LinkPage is what the link page shows: the same for a person with an account here
// and for one without.
type LinkPage struct {
	Organization  string // code
	Name          string
	Provider      string
	ProviderLabel string // of a generic provider, else ""
	ProviderEmail string // masked if its proof is weak; "" if the provider gave none
	Email         string // the address to prove, or "" if it may not be shown
	EmailEditable bool
	Proofs        []string // "password", "code", or none: only an administrator can help
	TriesLeft     int
	ExpiresAt     time.Time
}

// PendingLink reads the pending link of a browser.
func (r *Flow) PendingLink(ctx context.Context, id string) (LinkPage, error) {
	p, err := r.pending(ctx, id)
	if err != nil {
		return LinkPage{}, err
	}
	l, err := r.liveForLink(ctx, r.store.Rows, p)
	if err != nil {
		return LinkPage{}, err
	}
	step := facts.LinkStep(l, p, r.now(), r.mail.On)
	page := LinkPage{
		Organization: l.OrganizationCode, Name: l.OrganizationName, Provider: p.Provider,
		Email: p.Email, EmailEditable: step.MayTypeEmail(), ProviderEmail: step.ShownAccount(), Proofs: step.Proofs(),
		TriesLeft: max(0, MaxLinkProofs-int(p.Tries)), ExpiresAt: p.ExpiresAt.Time,
	}
	if !provider.Key(p.Provider).IsBrand() {
		page.ProviderLabel = l.Label
	}
	if step.Proof != decision.Strong {
		page.Email = p.Suggestion
	}
	return page, nil
}

// LinkProof is a proof that is sent from the link page.
type LinkProof struct {
	ID       string // of the pending link, from the browser's cookie
	Email    string // typed, where that is allowed; else ""
	Password string // this
	Code     string // or this
	Visitor  Visitor
}

// ProveLink links the waiting provider account to the user whose password this is, or
// to whom this code was mailed, ends that user's other sessions, and signs in. Every
// failure is link_proof_failed; it counts on the link and on the account alike.
func (r *Flow) ProveLink(ctx context.Context, p LinkProof) (Outcome, error) {
	link, err := r.pending(ctx, p.ID)
	if err != nil {
		return Outcome{}, err
	}
	l, err := r.liveForLink(ctx, r.store.Rows, link)
	if err != nil {
		return Outcome{}, err
	}
	email := facts.LinkStep(l, link, r.now(), r.mail.On).EmailToProve(p.Email)
	if email == "" {
		return Outcome{}, noAddress()
	}
	counters := r.passwords.CountersOf(l.OrganizationID, email, p.Visitor)
	if p.Code != "" { // wrong passwords from other networks do not stop whoever has the mailed code
		counters.All = ""
	}
	proof := passwordcheck.Request{
		OrganizationID: l.OrganizationID, Email: email, Password: p.Password, Visitor: p.Visitor, Counters: counters, Paused: fault.LinkLocked,
		Also: func(ctx context.Context) (err error) { link, err = r.countProof(ctx, p.ID, link); return err },
	}
	checked, err := r.checkProof(ctx, l, &link, proof, p.Code)
	if err != nil {
		return Outcome{}, err
	}
	a := r.linkPageAttempt(link, l, p.Visitor)
	if checked.Reason != "" {
		return Outcome{}, r.proofFailed(ctx, a, checked.User, checked.Reason)
	}
	return r.commitLink(ctx, a, link, r.passwords.Upgraded(ctx, checked, p.Password), counters, p)
}

// checkProof counts the proof, and compares the code or the password. The link is read
// again when the proof is counted.
func (r *Flow) checkProof(ctx context.Context, l store.Live, link *store.PendingLink, proof passwordcheck.Request, code string) (passwordcheck.Result, error) {
	if code != "" {
		if err := r.passwords.Count(ctx, proof); err != nil {
			return passwordcheck.Result{}, err
		}
		return r.checkCode(ctx, *link, proof.Email, code)
	}
	c, err := r.passwords.Check(ctx, proof)
	if err == nil && c.Reason == "" && !facts.LinkStep(l, *link, r.now(), r.mail.On).PasswordProves(c.User.Email) {
		c.Reason = "password_is_no_proof_here"
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

// liveForLink reads the connection again: one that was turned off or changed in any
// way since the provider answered links nobody, even if it was turned on again.
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

// countProof counts a proof on the link; after the last one, the link is locked until
// it expires.
func (r *Flow) countProof(ctx context.Context, id string, p store.PendingLink) (store.PendingLink, error) {
	tried, err := r.store.TryPendingLink(ctx, secret.Hash(id), MaxLinkProofs, r.now())
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

// proofFailed writes a proof that failed to the log, and refuses it.
func (r *Flow) proofFailed(ctx context.Context, a *attempt.Returned, u store.User, reason string) error {
	a.UserID = u.ID
	row := a.Row(string(fault.LinkProofFailed), reason)
	row.Account = a.RefusedAccount()
	if err := r.store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	a.LogRefusal(ctx, r.log, fault.Because(fault.LinkProofFailed, reason))
	return fault.Because(fault.LinkProofFailed, reason)
}

// commitLink spends the pending link and writes link, session and audit event, in one
// transaction.
func (r *Flow) commitLink(ctx context.Context, a *attempt.Returned, link store.PendingLink, u store.User, counters store.TryCounters, p LinkProof) (Outcome, error) {
	a.UserID = u.ID
	a.Reach("commit")
	identity := a.Identity(decision.Person{ID: u.ID})
	row, token, err := r.sessions.Begin(a.Entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := r.takeLink(ctx, rows, link, u); err != nil {
			return err
		}
		if err := rows.SpendAttempt(ctx, a.Row("", "")); err != nil {
			return err
		}
		if err := rows.AddIdentity(ctx, identity); err != nil {
			return err
		}
		if err := event.Record(ctx, rows, linkedEvent(identity, a.Provider, "link_page", r.now())); err != nil {
			return err
		}
		if err := r.mailLinked(ctx, rows, a, identity, "link_page"); err != nil {
			return err
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
			return err
		}
		if err := r.recordProof(ctx, rows, u, p); err != nil {
			return err
		}
		// Sessions of this user from before the link are ended (D23).
		if _, err := rows.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "linked", r.now()); err != nil {
			return err
		}
		return r.replaceSession(ctx, rows, p.Visitor, row)
	})
	switch {
	case errors.Is(err, store.ErrConflict): // the account or the user is linked already
		return Outcome{}, r.proofFailed(ctx, a, u, "already_linked_other")
	case errors.Is(err, store.ErrNotFound):
		return Outcome{}, fault.Because(fault.LinkTicketExpired, "spent")
	case err != nil:
		return Outcome{}, fmt.Errorf("link: %w", err)
	}
	return Outcome{
		ReturnTo: link.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.passwords.Remember(p.Visitor, u.OrganizationID, u.Email), Organization: a.Code,
	}, nil
}

// takeLink spends the pending link, unless it is void for the user who was proven.
func (r *Flow) takeLink(ctx context.Context, rows store.Rows, link store.PendingLink, u store.User) error {
	if err := rows.LockOrganization(ctx, u.OrganizationID); err != nil { // as the requests do that make it void
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

// recordProof notes the use of the password, if that was the proof. It does not matter
// if another one was set meanwhile: the old one was right when it was checked.
func (r *Flow) recordProof(ctx context.Context, rows store.Rows, u store.User, p LinkProof) error {
	if p.Code != "" {
		return nil
	}
	if err := rows.RecordPasswordUse(ctx, u, r.now()); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// linkPageAttempt is the proof on the link page as an attempt of its own in the log,
// with a new id and the reference of the request.
func (r *Flow) linkPageAttempt(p store.PendingLink, l store.Live, v attempt.Visitor) *attempt.Returned {
	a := r.attempts.Resume(attempt.Attempt{
		ID: secret.NewID(), Reference: v.Reference, Purpose: attempt.LinkPage,
		Organization: p.OrganizationID, Code: l.OrganizationCode, Connection: p.ConnectionID,
		Version: p.VersionID, Provider: p.Provider, ReturnTo: p.ReturnTo, Started: r.now().UnixMicro(),
	}, v)
	a.Live, a.Proof = l, decision.Proof(p.Proof)
	a.Claims.Issuer, a.Claims.Subject, a.Claims.Email = p.Issuer, p.Subject, p.Email
	a.Claims.TenantID, a.Claims.ObjectID, a.Claims.HostedDomain = facts.OrEmpty(p.TenantID), facts.OrEmpty(p.ObjectID), p.HostedDomain
	a.Reach("person")
	return a
}
