package linking

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// MaxProofs is how many proofs may be tried on one pending link.
const MaxProofs = 5

// Proof is a proof that is sent from the link page.
type Proof struct {
	ID       string // of the pending link, from the browser's cookie
	Email    string // typed, where that is allowed; else ""
	Password string // this
	Code     string // or this
	Role     string // which the person wants, where they may choose; else ""
	Visitor  attempt.Visitor
}

// Prove links the waiting provider account to the user whose password this is, or
// to whom this code was mailed, ends that user's other sessions, and signs in. Every
// failure is link_proof_failed; it counts on the link and on the account alike.
func (s *Pages) Prove(ctx context.Context, p Proof) (attempt.Outcome, error) {
	link, err := s.pending(ctx, p.ID)
	if err != nil {
		return attempt.Outcome{}, err
	}
	l, err := s.liveForLink(ctx, s.Store.Rows, link)
	if err != nil {
		return attempt.Outcome{}, err
	}
	if err := s.mayChoose(ctx, l, p.Role); err != nil {
		return attempt.Outcome{}, err
	}
	address := facts.LinkStep(l, link, s.Now(), s.Links.Mail.On).EmailToProve(p.Email)
	if address == "" {
		return attempt.Outcome{}, noAddress()
	}
	counters := s.Passwords.CountersOf(l.OrganizationID, address, p.Visitor)
	if p.Code != "" { // wrong passwords from other networks do not stop whoever has the mailed code
		counters.All = ""
	}
	proof := passwordcheck.Request{
		OrganizationID: l.OrganizationID, Email: address, Password: p.Password, Visitor: p.Visitor, Counters: counters, Paused: fault.LinkLocked,
		Also: func(ctx context.Context) (err error) { link, err = s.countProof(ctx, p.ID, link); return err },
	}
	checked, err := s.checkProof(ctx, l, &link, proof, p.Code)
	if err != nil {
		return attempt.Outcome{}, err
	}
	a := s.linkPageAttempt(link, l, p.Visitor)
	if checked.Reason != "" {
		return attempt.Outcome{}, s.proofFailed(ctx, a, checked.User, checked.Reason)
	}
	return s.commitLink(ctx, a, link, s.Passwords.Upgraded(ctx, checked, p.Password), counters, p)
}

// mayChoose says whether a role is one of those that the page offers.
func (s *Pages) mayChoose(ctx context.Context, l store.LiveConnection, chosen string) error {
	if chosen == "" {
		return nil
	}
	offered, err := s.Roles.Offered(ctx, s.Store.Rows, l)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(offered, func(one store.RoleRow) bool { return string(one.Key) == chosen }) {
		return fault.Invalid(fault.Field{Pointer: "/role", Code: "invalid"})
	}
	return nil
}

// checkProof counts the proof, and compares the code or the password. The link is read
// again when the proof is counted.
func (s *Pages) checkProof(ctx context.Context, l store.LiveConnection, link *store.PendingLink, proof passwordcheck.Request, code string) (passwordcheck.Result, error) {
	if code != "" {
		if err := s.Passwords.Count(ctx, proof); err != nil {
			return passwordcheck.Result{}, err
		}
		return s.checkCode(ctx, *link, proof.Email, code)
	}
	c, err := s.Passwords.Check(ctx, proof)
	if err == nil && c.Reason == "" && !facts.LinkStep(l, *link, s.Now(), s.Links.Mail.On).PasswordProves(c.User.Email) {
		c.Reason = "password_is_no_proof_here"
	}
	return c, err
}

// countProof counts a proof on the link; after the last one, the link is locked until
// it expires.
func (s *Pages) countProof(ctx context.Context, id string, p store.PendingLink) (store.PendingLink, error) {
	tried, err := s.Store.TryPendingLink(ctx, secret.Hash(id), MaxProofs, s.Now())
	if errors.Is(err, store.ErrNotFound) {
		if _, err := s.pending(ctx, id); err != nil { // spent or run out meanwhile
			return p, err
		}
		return p, &fault.Fault{Code: fault.LinkLocked, Reason: "tries_used_up", RetryAfter: p.ExpiresAt.Sub(s.Now())}
	}
	if err != nil {
		return p, fmt.Errorf("count a try: %w", err)
	}
	return tried, nil
}

// proofFailed writes a proof that failed to the log, and refuses it.
func (s *Pages) proofFailed(ctx context.Context, a *attempt.Returned, u store.User, reason string) error {
	a.UserID = u.ID
	row := a.Row(string(fault.LinkProofFailed), reason)
	row.Account = a.RefusedAccount()
	if err := s.Store.SpendAttempt(ctx, row); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	a.LogRefusal(ctx, s.Log, fault.Because(fault.LinkProofFailed, reason))
	return fault.Because(fault.LinkProofFailed, reason)
}

// commitLink spends the pending link and writes link, session and audit event, in one
// transaction.
func (s *Pages) commitLink(ctx context.Context, a *attempt.Returned, link store.PendingLink, u store.User, counters store.AttemptCounters, p Proof) (attempt.Outcome, error) {
	a.UserID = u.ID
	a.Reach("commit")
	identity := a.Identity(decision.Candidate{ID: u.ID})
	row, token, err := s.Sessions.Begin(a.Entry(identity.ID))
	if err != nil {
		return attempt.Outcome{}, err
	}
	// Locked, as the requests are that make the link void.
	err = s.Store.Locked(ctx, u.OrganizationID, func(rows store.Rows) error {
		if err := s.takeLink(ctx, rows, link, u); err != nil {
			return err
		}
		if err := s.writeLink(ctx, rows, a, link, identity, p.Role); err != nil {
			return err
		}
		if err := rows.ClearTries(ctx, counters); err != nil {
			return err
		}
		if err := s.recordProof(ctx, rows, u, p); err != nil {
			return err
		}
		if err := s.proveEmail(ctx, rows, a, u, p); err != nil {
			return err
		}
		// Sessions of this user from before the link are ended (D23).
		if _, err := rows.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "linked", s.Now()); err != nil {
			return err
		}
		return s.Sessions.Replace(ctx, rows, p.Visitor.Session, row)
	})
	switch f, _ := errors.AsType[*fault.Fault](err); {
	case f != nil && f.Code == fault.RoleRequired:
		return attempt.Outcome{}, s.refused(ctx, a, f)
	case errors.Is(err, store.ErrConflict): // the account or the user is linked already
		return attempt.Outcome{}, s.proofFailed(ctx, a, u, "already_linked_other")
	case errors.Is(err, store.ErrNotFound):
		return attempt.Outcome{}, fault.Because(fault.LinkTicketExpired, "spent")
	case err != nil:
		return attempt.Outcome{}, fmt.Errorf("link: %w", err)
	}
	return attempt.Outcome{
		ReturnTo: link.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: s.Passwords.Remember(p.Visitor, u.OrganizationID, u.Email), Organization: a.Code,
	}, nil
}

// writeLink writes the link of a pending one that was taken, with the role that comes of it,
// its event and its mail.
func (s *Pages) writeLink(ctx context.Context, rows store.Rows, a *attempt.Returned, link store.PendingLink, identity store.Identity, chosen string) error {
	if err := s.Roles.AtFirstSignIn(ctx, rows, a.Live, a.UserID, chosen); err != nil {
		return err
	}
	if err := s.giveRole(ctx, rows, a, link, &identity); err != nil {
		return err
	}
	if err := rows.SpendAttempt(ctx, a.Row("", "")); err != nil {
		return err
	}
	if err := rows.AddIdentity(ctx, identity); err != nil {
		return err
	}
	if err := event.Record(ctx, rows, linkedEvent(identity, a.Provider, "link_page", s.Now())); err != nil {
		return err
	}
	return s.Links.Mail.Add(ctx, rows, linkedMessage(a, identity, "link_page"))
}

// giveRole gives the role that rules say, by what the provider said when the link page was
// shown. What nobody asked for then is not known now: the next sign-in knows it.
func (s *Pages) giveRole(ctx context.Context, rows store.Rows, a *attempt.Returned, link store.PendingLink, identity *store.Identity) error {
	f, _, seen := assign.Seen(link.ConnectionID, link.RoleFacts)
	if !seen {
		return nil
	}
	kept, err := s.Roles.AtSignIn(ctx, rows, link.OrganizationID, a.UserID, a.Live.RoleMode, f)
	identity.RoleFacts, identity.GroupsUnsent = kept.Facts, kept.GroupsUnsent
	return err
}

// refused writes a sign-in to the log that rules of roles refuse. The pending link stays.
func (s *Pages) refused(ctx context.Context, a *attempt.Returned, f *fault.Fault) error {
	if err := s.Store.SpendAttempt(ctx, a.Row(string(f.Code), f.Reason)); err != nil {
		return fmt.Errorf("write the sign-in: %w", err)
	}
	a.LogRefusal(ctx, s.Log, f)
	return f
}

// takeLink spends the pending link, unless it is void for the user who was proven. The
// organization is locked.
func (s *Pages) takeLink(ctx context.Context, rows store.Rows, link store.PendingLink, u store.User) error {
	if _, err := rows.TakePendingLink(ctx, link.IDHash, s.Now()); err != nil {
		return err
	}
	may, err := rows.MayFinish(ctx, u.OrganizationID, u.ID, link.Begun)
	if err != nil {
		return err
	}
	if !may {
		return fault.Because(fault.LinkTicketExpired, "void")
	}
	_, err = s.liveForLink(ctx, rows, link)
	return err
}

// recordProof notes the use of the password, if that was the proof. It does not matter
// if another one was set meanwhile: the old one was right when it was checked.
func (s *Pages) recordProof(ctx context.Context, rows store.Rows, u store.User, p Proof) error {
	if p.Code != "" {
		return nil
	}
	if err := rows.RecordPasswordUse(ctx, u, s.Now()); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// proveEmail notes that the user's address is theirs: a code was mailed to it, or the
// provider says so and is to be believed.
func (s *Pages) proveEmail(ctx context.Context, rows store.Rows, a *attempt.Returned, u store.User, p Proof) error {
	if p.Code == "" && (a.Proof != decision.Strong || !email.Same(a.Claims.Email, u.Email)) {
		return nil
	}
	return rows.ProveEmail(ctx, u.OrganizationID, u.ID, u.Email)
}

// linkPageAttempt is the proof on the link page as an attempt of its own in the log,
// with a new id and the reference of the request.
func (s *Pages) linkPageAttempt(p store.PendingLink, l store.LiveConnection, v attempt.Visitor) *attempt.Returned {
	a := s.Attempts.Resume(attempt.Attempt{
		ID: secret.NewID(), Reference: v.Reference, Purpose: attempt.LinkPage,
		Organization: p.OrganizationID, Code: l.OrganizationCode, Connection: p.ConnectionID,
		Version: p.VersionID, Provider: p.Provider, ReturnTo: p.ReturnTo, Started: s.Now().UnixMicro(),
	}, v)
	a.Live, a.Proof = l, decision.Proof(p.Proof)
	a.Claims.Issuer, a.Claims.Subject, a.Claims.Email = p.Issuer, p.Subject, p.Email
	a.Claims.TenantID, a.Claims.ObjectID, a.Claims.HostedDomain = facts.OrEmpty(p.TenantID), facts.OrEmpty(p.ObjectID), p.HostedDomain
	a.Reach("person")
	return a
}
