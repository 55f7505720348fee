package linking

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// replace writes the new link in place of the old one and ends the user's other
// sessions, in one transaction, so that they are never without a link.
func (s *SelfService) replace(ctx context.Context, a *attempt.Returned) (attempt.Outcome, error) {
	err := s.Store.Guarded(ctx, a.Organization, func(rows store.Rows) error {
		me, err := s.recheck(ctx, rows, a)
		if err != nil {
			return err
		}
		old, err := s.linkAt(ctx, rows, me, a.Connection)
		if err != nil {
			return err
		}
		if old == nil { // disconnected meanwhile: there is nothing to replace
			return notConnected()
		}
		owners, err := s.owners(ctx, rows, a)
		if err != nil {
			return err
		}
		d, err := decision.DecideConnect(connecting(a, me, false), owners)
		if err != nil {
			return err
		}
		a.Reach("commit")
		if err := a.Spend(ctx, rows, ""); err != nil {
			return err
		}
		if !d.Link { // the same account once more
			return s.Links.Write(ctx, rows, a, d, a.Identity(d.User), "")
		}
		return s.writeReplacement(ctx, rows, a, me, *old)
	})
	if errors.Is(err, store.ErrNoSuperAdminLeft) {
		err = fault.New(fault.LastSuperAdmin)
	}
	if err != nil {
		return attempt.Outcome{}, err
	}
	return s.finished(a), nil
}

// writeReplacement writes the new link, the mail about it and the audit event.
func (s *SelfService) writeReplacement(ctx context.Context, rows store.Rows, a *attempt.Returned, me store.Principal, old store.Identity) error {
	if _, err := rows.Displace(ctx, me.OrganizationID, me.UserID, old.ID); err != nil {
		return race(err)
	}
	identity := a.Identity(decision.Candidate{ID: me.UserID})
	if err := rows.AddIdentity(ctx, identity); err != nil {
		return race(err)
	}
	if _, err := rows.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, "identity_replaced", s.Now()); err != nil {
		return fmt.Errorf("end the other sessions: %w", err)
	}
	if err := s.Links.Mail.Add(ctx, rows, mail.Message{
		Kind: mail.Replaced, OrganizationID: me.OrganizationID, UserID: me.UserID, To: me.Email,
		Values: map[string]string{"provider": a.Live.ProviderName(), "account": identity.Email, "old": old.Email},
	}); err != nil {
		return err
	}
	return event.Record(ctx, rows, event.Event{
		Organization: me.OrganizationID, Actor: me.UserID, Kind: event.IdentityReplaced, Subject: identity.ID, At: s.Now(),
		Detail: map[string]any{"user": me.UserID, "provider": a.Provider, "old_identity": old.ID, "old_email": old.Email, "email": identity.Email},
	})
}
