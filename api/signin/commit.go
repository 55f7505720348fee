package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// errRace says that another request linked first: read again.
var errRace = errors.New("the link was made or changed meanwhile")

// errStale says that the connection was changed while the code was sent: check again
// by what it is now.
var errStale = errors.New("the connection was changed meanwhile")

// codeLinkRequired stands in the sign-in row of an attempt that ended at the
// link page.
const codeLinkRequired = "link_required"

// PendingLife is how long the link page waits for the proof.
const PendingLife = 10 * time.Minute

// commit writes how the attempt ended, in one transaction: the row of the log, which
// spends the attempt, with the link and the session or with the pending link.
func (r *Flow) commit(ctx context.Context, a *returnedAttempt, d decision.Decision) (Outcome, error) {
	if d.Ask {
		if d.Again {
			a.weakness = cmp.Or(a.weakness, decision.Disconnected)
		}
		return r.ask(ctx, a)
	}
	a.userID = d.Person.ID
	identity := a.identity(d.Person)
	row, token, err := r.sessions.Begin(a.entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if !d.Link { // else they get the mail about the link
			if err := r.mailNewBrowser(ctx, rows, a.Organization, d.Person, a.visitor, a.live.ProviderName()); err != nil {
				return err
			}
		}
		if err := r.spendUnder(ctx, rows, a, ""); err != nil {
			return err
		}
		if err := r.writeLink(ctx, rows, a, d, identity, linkedSilently); err != nil {
			return err
		}
		return r.replaceSession(ctx, rows, a.visitor, row)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(a.Provider, "finished")
	return Outcome{
		ReturnTo: a.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.passwords.Remember(a.visitor.browser(), a.Organization, d.Person.Email), Organization: a.Code, SpentCookie: attemptName(a.State),
	}, nil
}

// linkedSilently is how a link is made by the e-mail address alone.
const linkedSilently = "silent"

// writeLink makes the link, heals it, or notes that it was used.
func (r *Flow) writeLink(ctx context.Context, rows store.Rows, a *returnedAttempt, d decision.Decision, identity store.Identity, how string) error {
	if d.Link {
		if err := rows.AddIdentity(ctx, identity); err != nil {
			return race(err)
		}
		if how == linkedSilently { // read again: it may have been disconnected meanwhile
			if was, err := rows.WasUnlinked(ctx, identity); err != nil || was {
				return race(cmp.Or(err, store.ErrConflict))
			}
		}
		if err := r.mailLinked(ctx, rows, a, identity, how); err != nil {
			return err
		}
		return event.Record(ctx, rows, linkedEvent(identity, a.Provider, how, r.now()))
	}
	err := rows.TouchIdentity(ctx, store.Seen{
		OrganizationID: a.Organization, IdentityID: identity.ID, UserID: d.Person.ID,
		OldSubject: d.Person.Subject, Subject: a.claims.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID,
		ClientID: a.live.ClientID, Email: a.claims.Email, HostedDomain: identity.HostedDomain, At: r.now(),
	})
	if err != nil || !d.Heal {
		return race(err)
	}
	return event.Record(ctx, rows, event.Event{
		Organization: a.Organization, Actor: store.ActorSystem, Kind: event.IdentityHealed, Subject: identity.ID, At: r.now(),
		Detail: map[string]any{"user": d.Person.ID, "provider": a.Provider, "email": a.claims.Email},
	})
}

// ask keeps the provider account as a pending link until there is a proof. Only the
// browser gets the pending link's id; the database has its hash.
func (r *Flow) ask(ctx context.Context, a *returnedAttempt) (Outcome, error) {
	suggestion, err := r.suggestion(ctx, a)
	if err != nil {
		return Outcome{}, err
	}
	id := secret.NewToken()
	identity := a.identity(decision.Person{})
	pending := store.PendingLink{
		IDHash: secret.Hash(id), OrganizationID: a.Organization, ConnectionID: a.Connection, VersionID: a.Version,
		AttemptID: a.ID, Provider: a.Provider, Issuer: identity.Issuer, Subject: identity.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID, ClientID: identity.ClientID,
		Email: a.claims.Email, Suggestion: suggestion, HostedDomain: identity.HostedDomain, Proof: string(a.proof), ReturnTo: a.ReturnTo,
		Begun: a.live.Voids, Revision: a.live.Revision, ExpiresAt: store.At(r.now().Add(PendingLife)),
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := r.spendUnder(ctx, rows, a, codeLinkRequired); err != nil {
			return err
		}
		return rows.AddPendingLink(ctx, pending)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(a.Provider, "asked")
	return Outcome{PendingLink: id, Organization: a.Code, SpentCookie: attemptName(a.State)}, nil
}

// identity is the link between a user and the account: the one they have, or a new one.
func (a *returnedAttempt) identity(p decision.Person) store.Identity {
	return store.Identity{
		ID: cmp.Or(p.IdentityID, "idn_"+secret.NewID()), OrganizationID: a.Organization, UserID: p.ID, ConnectionID: a.Connection,
		Issuer: a.claims.Issuer, Subject: a.claims.Subject,
		TenantID: orNil(a.claims.TenantID), ObjectID: orNil(a.claims.ObjectID),
		ClientID: a.live.ClientID, Email: a.claims.Email, HostedDomain: a.claims.HostedDomain,
		LinkedAt: store.At(a.now()), LastUsedAt: store.At(a.now()),
	}
}

// entry is the session that the attempt begins.
func (a *returnedAttempt) entry(identityID string) session.Entry {
	return session.Entry{
		OrganizationID: a.Organization, UserID: a.userID, Method: "sso", Provider: a.Provider,
		ProviderEmail: a.claims.Email, ConnectionID: a.Connection, IdentityID: identityID,
		Address: a.visitor.Address, Browser: a.visitor.Browser,
		Idle:     time.Duration(a.live.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(a.live.SessionAbsoluteSeconds) * time.Second,
	}
}

// replaceSession writes the new session and ends the one that this browser had: a
// browser has one session, and one that an attacker planted in it ends (B16).
func (r *Flow) replaceSession(ctx context.Context, rows store.Rows, v Visitor, row store.Session) error {
	if old, ok := r.sessions.SessionOf(v.Session); ok {
		if _, err := rows.EndSession(ctx, old, "replaced", r.now()); err != nil {
			return fmt.Errorf("end the browser's session: %w", err)
		}
	}
	if err := rows.AddSession(ctx, row); err != nil {
		return fmt.Errorf("write the session: %w", err)
	}
	return nil
}

func linkedEvent(i store.Identity, provider, how string, now time.Time) event.Event {
	return event.Event{
		Organization: i.OrganizationID, Actor: i.UserID, Kind: event.IdentityLinked, Subject: i.ID, At: now,
		Detail: map[string]any{"user": i.UserID, "provider": provider, "email": i.Email, "how": how},
	}
}

// spendUnder spends the attempt if the connection is still the one that was read, else
// says which of the two has changed.
func (r *Flow) spendUnder(ctx context.Context, rows store.Rows, a *returnedAttempt, code string) error {
	err := rows.SpendAttemptUnder(ctx, a.row(code, a.weakness), a.live)
	if !errors.Is(err, store.ErrConflict) {
		return spent(err)
	}
	_, unspent := rows.SignInByID(ctx, a.Organization, a.ID)
	if errors.Is(unspent, store.ErrNotFound) {
		return errStale
	}
	return spent(cmp.Or(unspent, err))
}

// spent gives the refusal of a lost race for the attempt itself.
func spent(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrConflict) {
		return fault.New(fault.AttemptReplayed)
	}
	return fmt.Errorf("write the sign-in: %w", err)
}

// race gives the error of a lost race for the link.
func race(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
		return errRace
	}
	return fmt.Errorf("write the link: %w", err)
}

// suggestion is the account's user name where the provider gave no address, if it
// may be one: it looks like an address of a domain that people of the organization
// have. It proves nothing, and whose it is is not looked at.
func (r *Flow) suggestion(ctx context.Context, a *returnedAttempt) (string, error) {
	name := a.claims.PreferredUsername
	if a.claims.Email != "" || strings.Contains(name, "#") || !email.IsPlain(name) {
		return "", nil
	}
	known, err := r.store.HasDomain(ctx, a.Organization, email.Domain(name))
	if err != nil {
		return "", fmt.Errorf("look for a domain: %w", err)
	}
	if !known {
		return "", nil
	}
	return name, nil
}
