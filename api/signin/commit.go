package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// errRace says that another request linked first: read again.
var errRace = errors.New("the link was made or changed meanwhile")

// errStale says that the application was changed while the code was sent: go by
// what it is now.
var errStale = errors.New("the application was changed meanwhile")

// codeLinkRequired stands in the sign-in row of an attempt that ended at the
// link page.
const codeLinkRequired = "link_required"

// PendingLife is how long the link page waits for the proof.
const PendingLife = 10 * time.Minute

// commit writes how the attempt ended: the sign-in row, which spends it, with
// the link and the session or with the pending link; all of it or nothing.
func (r *Flow) commit(ctx context.Context, t *trip, d decision.Decision) (Outcome, error) {
	if d.Ask {
		if d.Again {
			t.weakness = cmp.Or(t.weakness, decision.Disconnected)
		}
		return r.ask(ctx, t)
	}
	t.userID = d.Person.ID
	identity := t.identity(d.Person)
	row, token, err := r.sessions.Begin(t.entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if !d.Link { // else they are told of the link
			if err := r.tellBrowser(ctx, rows, t.Organization, d.Person, t.visitor, called(t.live)); err != nil {
				return err
			}
		}
		if err := r.spendUnder(ctx, rows, t, ""); err != nil {
			return err
		}
		if err := r.writeLink(ctx, rows, t, d, identity, silently); err != nil {
			return err
		}
		return r.replaceSession(ctx, rows, t.visitor, row)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(t.Provider, "finished")
	return Outcome{
		ReturnTo: t.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.remember(t.visitor, t.Organization, d.Person.Email), Organization: t.Code, SpentCookie: attemptName(t.State),
	}, nil
}

// silently is how a link is made by an e-mail alone.
const silently = "silent"

// writeLink makes, heals or merely uses the link.
func (r *Flow) writeLink(ctx context.Context, rows store.Rows, t *trip, d decision.Decision, identity store.Identity, how string) error {
	if d.Link {
		if err := rows.AddIdentity(ctx, identity); err != nil {
			return race(err)
		}
		if how == silently { // read again: it may have been disconnected since
			if was, err := rows.WasUnlinked(ctx, identity); err != nil || was {
				return race(cmp.Or(err, store.ErrConflict))
			}
		}
		if err := r.tellLinked(ctx, rows, t, identity, how); err != nil {
			return err
		}
		return rows.AddAuditEvent(ctx, linkedEvent(identity, t.Provider, how, r.now()))
	}
	err := rows.TouchIdentity(ctx, store.Seen{
		OrganizationID: t.Organization, IdentityID: identity.ID, UserID: d.Person.ID,
		OldSubject: d.Person.Subject, Subject: t.claims.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID,
		ClientID: t.live.ClientID, Email: t.claims.Email, HostedDomain: identity.HostedDomain, At: r.now(),
	})
	if err != nil || !d.Heal {
		return race(err)
	}
	return rows.AddAuditEvent(ctx, store.NewAuditEvent(t.Organization, store.ActorSystem, "identity.healed",
		identity.ID, map[string]any{"user": d.Person.ID, "provider": t.Provider, "email": t.claims.Email}, r.now()))
}

// ask leaves the provider account waiting for a proof. The browser gets the
// only copy of the pending link's id.
func (r *Flow) ask(ctx context.Context, t *trip) (Outcome, error) {
	suggestion, err := r.suggestion(ctx, t)
	if err != nil {
		return Outcome{}, err
	}
	id := secret.NewToken()
	identity := t.identity(decision.Person{})
	pending := store.PendingLink{
		IDHash: secret.Hash(id), OrganizationID: t.Organization, ConnectionID: t.Connection, VersionID: t.Version,
		AttemptID: t.ID, Provider: t.Provider, Issuer: identity.Issuer, Subject: identity.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID, ClientID: identity.ClientID,
		Email: t.claims.Email, Suggestion: suggestion, HostedDomain: identity.HostedDomain, Proof: string(t.proof), ReturnTo: t.ReturnTo,
		Begun: t.live.Voids, Revision: t.live.Revision, ExpiresAt: store.At(r.now().Add(PendingLife)),
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if err := r.spendUnder(ctx, rows, t, codeLinkRequired); err != nil {
			return err
		}
		return rows.AddPendingLink(ctx, pending)
	})
	if err != nil {
		return Outcome{}, err
	}
	r.count(t.Provider, "asked")
	return Outcome{PendingLink: id, Organization: t.Code, SpentCookie: attemptName(t.State)}, nil
}

// identity is the link of a person to the account: theirs, or a new one.
func (t *trip) identity(p decision.Person) store.Identity {
	return store.Identity{
		ID: cmp.Or(p.IdentityID, "idn_"+secret.NewID()), OrganizationID: t.Organization, UserID: p.ID, ConnectionID: t.Connection,
		Issuer: t.claims.Issuer, Subject: t.claims.Subject,
		TenantID: given(t.claims.TenantID), ObjectID: given(t.claims.ObjectID),
		ClientID: t.live.ClientID, Email: t.claims.Email, HostedDomain: t.claims.HostedDomain,
		LinkedAt: store.At(t.now()), LastUsedAt: store.At(t.now()),
	}
}

func (t *trip) entry(identityID string) session.Entry {
	return session.Entry{
		OrganizationID: t.Organization, UserID: t.userID, Method: "sso", Provider: t.Provider,
		ProviderEmail: t.claims.Email, ConnectionID: t.Connection, IdentityID: identityID,
		Address: t.visitor.Address, Browser: t.visitor.Browser,
		Idle:     time.Duration(t.live.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(t.live.SessionAbsoluteSeconds) * time.Second,
	}
}

// replaceSession writes the new session and ends the one that this browser had:
// one session per browser, and a planted one dies (B16).
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

func linkedEvent(i store.Identity, provider, how string, now time.Time) store.AuditEvent {
	return store.NewAuditEvent(i.OrganizationID, i.UserID, "identity.linked", i.ID,
		map[string]any{"user": i.UserID, "provider": provider, "email": i.Email, "how": how}, now)
}

// spendUnder spends the attempt if the application is still the one that was read.
// Only where it could not does it look why.
func (r *Flow) spendUnder(ctx context.Context, rows store.Rows, t *trip, code string) error {
	err := rows.SpendAttemptUnder(ctx, t.row(code, t.weakness), t.live)
	if !errors.Is(err, store.ErrConflict) {
		return spent(err)
	}
	_, unspent := rows.SignInByID(ctx, t.Organization, t.ID)
	if errors.Is(unspent, store.ErrNotFound) {
		return errStale
	}
	return spent(cmp.Or(unspent, err))
}

// spent names a lost race for the attempt itself.
func spent(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrConflict) {
		return fault.New(fault.AttemptReplayed)
	}
	return fmt.Errorf("write the sign-in: %w", err)
}

// race names a lost race for the link.
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
func (r *Flow) suggestion(ctx context.Context, t *trip) (string, error) {
	name := t.claims.PreferredUsername
	if t.claims.Email != "" || strings.Contains(name, "#") || !email.IsPlain(name) {
		return "", nil
	}
	known, err := r.store.HasDomain(ctx, t.Organization, email.Domain(name))
	if err != nil {
		return "", fmt.Errorf("look for a domain: %w", err)
	}
	if !known {
		return "", nil
	}
	return name, nil
}
