package linking

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/mail"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Links writes the links between users and accounts; safe for concurrent use.
type Links struct {
	Mail mail.Outbox // takes the mails to people
	Now  func() time.Time
}

// ErrRace says that another request linked first: read again.
var ErrRace = errors.New("the link was made or changed meanwhile")

// Write makes the link, heals it, or notes that it was used. An address that the account
// proves for the first time is noted with the user.
func (l *Links) Write(ctx context.Context, rows store.Rows, a *attempt.Returned, d decision.Decision, identity store.Identity, how string) error {
	if l.Proves(a, d) {
		if err := rows.ProveEmail(ctx, a.Organization, d.User.ID, a.Claims.Email); err != nil {
			return fmt.Errorf("record that an address is proven: %w", err)
		}
	}
	if d.Link {
		if err := rows.AddIdentity(ctx, identity); err != nil {
			return race(err)
		}
		if err := l.Mail.Add(ctx, rows, linkedMessage(a, identity, how)); err != nil {
			return err
		}
		return event.Record(ctx, rows, linkedEvent(identity, a.Provider, how, l.Now()))
	}
	err := rows.TouchIdentity(ctx, l.Use(a, d, identity))
	if err != nil || !d.Heal {
		return race(err)
	}
	return event.Record(ctx, rows, event.Event{
		Organization: a.Organization, Actor: store.ActorSystem, Kind: event.IdentityHealed, Subject: identity.ID, At: l.Now(),
		Detail: map[string]any{"user": d.User.ID, "provider": a.Provider, "email": a.Claims.Email},
	})
}

// Proves says whether the account proves an address of its user that nobody has proven.
func (l *Links) Proves(a *attempt.Returned, d decision.Decision) bool {
	return a.Proof == decision.Strong && !d.User.EmailProven && (d.User.Email == "" || email.Same(a.Claims.Email, d.User.Email))
}

// Use is what a sign-in updates of the link.
func (l *Links) Use(a *attempt.Returned, d decision.Decision, identity store.Identity) store.IdentityUse {
	return store.IdentityUse{
		OrganizationID: a.Organization, IdentityID: identity.ID, UserID: d.User.ID,
		OldSubject: d.User.Subject, Subject: a.Claims.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID,
		ClientID: a.Live.ClientID, Email: a.Claims.Email, HostedDomain: identity.HostedDomain, At: l.Now(),
		RoleFacts: a.RoleFacts, GroupsUnsent: a.GroupsUnsent,
	}
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
		return ErrRace
	}
	return fmt.Errorf("write the link: %w", err)
}

// linkedMessage tells a user that an account was connected to them (D30).
func linkedMessage(a *attempt.Returned, i store.Identity, how string) mail.Message {
	return mail.Message{
		Kind: mail.Linked, OrganizationID: i.OrganizationID, UserID: i.UserID,
		Values: map[string]string{"provider": a.Live.ProviderName(), "account": i.Email, "how": how},
	}
}
