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
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// errRace says that another request linked first: read again.
var errRace = errors.New("the link was made or changed meanwhile")

// codeLinkRequired stands in the sign-in row of an attempt that ended at the
// link page.
const codeLinkRequired = "link_required"

// PendingLife is how long the link page waits for the proof.
const PendingLife = 10 * time.Minute

// commit writes how the attempt ended, in one transaction: the row of the log, which
// spends the attempt, with the link and the session or with the pending link.
func (r *Flow) commit(ctx context.Context, a *attempt.Returned, d decision.Decision) (Outcome, error) {
	if d.Ask {
		if d.Again {
			a.Weakness = cmp.Or(a.Weakness, decision.Disconnected)
		}
		return r.ask(ctx, a)
	}
	a.UserID = d.Person.ID
	identity := a.Identity(d.Person)
	row, token, err := r.sessions.Begin(a.Entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if !d.Link { // else they get the mail about the link
			if err := r.mailNewBrowser(ctx, rows, a.Organization, d.Person, a.Visitor, a.Live.ProviderName()); err != nil {
				return err
			}
		}
		if err := a.SpendUnder(ctx, rows, ""); err != nil {
			return err
		}
		if err := r.writeLink(ctx, rows, a, d, identity, linkedSilently); err != nil {
			return err
		}
		return r.replaceSession(ctx, rows, a.Visitor, row)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(a.Provider, "finished")
	return Outcome{
		ReturnTo: a.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.passwords.Remember(a.Visitor, a.Organization, d.Person.Email), Organization: a.Code, SpentCookie: a.CookieName(),
	}, nil
}

// linkedSilently is how a link is made by the e-mail address alone.
const linkedSilently = "silent"

// writeLink makes the link, heals it, or notes that it was used.
func (r *Flow) writeLink(ctx context.Context, rows store.Rows, a *attempt.Returned, d decision.Decision, identity store.Identity, how string) error {
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
		OldSubject: d.Person.Subject, Subject: a.Claims.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID,
		ClientID: a.Live.ClientID, Email: a.Claims.Email, HostedDomain: identity.HostedDomain, At: r.now(),
	})
	if err != nil || !d.Heal {
		return race(err)
	}
	return event.Record(ctx, rows, event.Event{
		Organization: a.Organization, Actor: store.ActorSystem, Kind: event.IdentityHealed, Subject: identity.ID, At: r.now(),
		Detail: map[string]any{"user": d.Person.ID, "provider": a.Provider, "email": a.Claims.Email},
	})
}

// ask keeps the provider account as a pending link until there is a proof. Only the
// browser gets the pending link's id; the database has its hash.
func (r *Flow) ask(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	suggestion, err := r.suggestion(ctx, a)
	if err != nil {
		return Outcome{}, err
	}
	id := secret.NewToken()
	identity := a.Identity(decision.Person{})
	pending := store.PendingLink{
		IDHash: secret.Hash(id), OrganizationID: a.Organization, ConnectionID: a.Connection, VersionID: a.Version,
		AttemptID: a.ID, Provider: a.Provider, Issuer: identity.Issuer, Subject: identity.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID, ClientID: identity.ClientID,
		Email: a.Claims.Email, Suggestion: suggestion, HostedDomain: identity.HostedDomain, Proof: string(a.Proof), ReturnTo: a.ReturnTo,
		Begun: a.Live.Voids, Revision: a.Live.Revision, ExpiresAt: store.At(r.now().Add(PendingLife)),
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := a.SpendUnder(ctx, rows, codeLinkRequired); err != nil {
			return err
		}
		return rows.AddPendingLink(ctx, pending)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(a.Provider, "asked")
	return Outcome{PendingLink: id, Organization: a.Code, SpentCookie: a.CookieName()}, nil
}

// replaceSession writes the new session and ends the one that this browser had: a
// browser has one session, and one that an attacker planted in it ends (B16).
func (r *Flow) replaceSession(ctx context.Context, rows store.Rows, v attempt.Visitor, row store.Session) error {
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
func (r *Flow) suggestion(ctx context.Context, a *attempt.Returned) (string, error) {
	name := a.Claims.PreferredUsername
	if a.Claims.Email != "" || strings.Contains(name, "#") || !email.IsPlain(name) {
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
