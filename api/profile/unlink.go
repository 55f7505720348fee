package profile

import (
	"cmp"
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// unlinked is the reason why sessions end that began with the account.
const unlinked = "unlinked"

// Unlink disconnects the user's account at a provider and ends the other sessions that
// began with it. It refuses to take the last sign-in method; the organization is locked,
// so that of two requests for the last two accounts one is refused.
func (p *Profile) Unlink(ctx context.Context, me store.Principal, provider string) error {
	return p.changes.Guarded(ctx, actorOf(me), func(tx change.Tx) error {
		s, err := p.signInMethods(ctx, tx.Rows, me)
		if err != nil {
			return err
		}
		if err := p.AskRecent(s.session); err != nil {
			return err
		}
		link := s.account(provider).Identity
		if link == nil {
			return fault.Because(fault.NotFound, "not_connected")
		}
		code, err := p.refusal(ctx, tx.Rows, s, *link)
		if err != nil {
			return err
		}
		if code != "" {
			return fault.New(code)
		}
		return p.removeLink(ctx, tx, me, *link, provider)
	})
}

// removeLink removes a link. The current session stays, even if it began with it: its
// user has just confirmed who they are.
func (p *Profile) removeLink(ctx context.Context, tx change.Tx, me store.Principal, link store.Identity, provider string) error {
	if _, err := tx.Unlink(ctx, me.OrganizationID, me.UserID, link.ID, tx.At); err != nil {
		return fmt.Errorf("remove a link: %w", err)
	}
	if _, err := tx.EndSessionsOfIdentity(ctx, me.OrganizationID, link.ID, me.ID, unlinked, tx.At); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	c, err := tx.ConnectionByID(ctx, me.OrganizationID, link.ConnectionID)
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	if err := p.Mail.Add(ctx, tx.Rows, mail.Message{
		Kind: mail.Unlinked, OrganizationID: me.OrganizationID, UserID: me.UserID,
		Values: map[string]string{"provider": cmp.Or(c.Label, provider), "account": link.Email, "how": "profile"},
	}); err != nil {
		return err
	}
	// The link is gone, so the event is about the user.
	return tx.Record(ctx, event.IdentityUnlinked, me.UserID, map[string]any{"identity": link.ID, "provider": provider, "email": link.Email})
}

// refusal says why a link cannot be removed, or "". That SSO is required comes first: a
// password would not help.
func (p *Profile) refusal(ctx context.Context, rows store.Rows, s methods, link store.Identity) (fault.Code, error) {
	if !s.organization.PasswordsOpen(p.Now()) && !s.user.Exempt && !s.hasOther(link) {
		return fault.SSORequired, nil
	}
	can, err := rows.CanSignInWithout(ctx, s.user.OrganizationID, s.user.ID, link.ID)
	if err != nil {
		return "", fmt.Errorf("look for another sign-in method: %w", err)
	}
	if !can {
		return fault.LastSignInMethod, nil
	}
	return "", nil
}
