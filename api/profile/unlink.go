package profile

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// unlinked is why sessions end that came through an account.
const unlinked = "unlinked"

// Unlink disconnects the holder's account at a provider and ends the other
// sessions that came through it. Whoever would be left without a way in is
// refused; the organization is held, so of two that would cut the last two only
// one is cut.
func (p *Profile) Unlink(ctx context.Context, h store.Principal, provider string) error {
	err := p.Store.Guarded(ctx, h.OrganizationID, func(rows store.Rows) error {
		s, err := p.situation(ctx, rows, h)
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
		code, err := p.refusal(ctx, rows, s, *link)
		if err != nil {
			return err
		}
		if code != "" {
			return fault.New(code)
		}
		return p.cut(ctx, rows, h, *link, provider)
	})
	if errors.Is(err, store.ErrNobodyLeft) {
		return fault.New(fault.LastSuperAdmin)
	}
	return err
}

// cut removes a link. This session stays though it came through it: whoever
// holds it has just proven to be its user.
func (p *Profile) cut(ctx context.Context, rows store.Rows, h store.Principal, link store.Identity, provider string) error {
	if _, err := rows.Unlink(ctx, h.OrganizationID, h.UserID, link.ID, p.Now()); err != nil {
		return fmt.Errorf("remove a link: %w", err)
	}
	if _, err := rows.EndSessionsOfIdentity(ctx, h.OrganizationID, link.ID, h.ID, unlinked, p.Now()); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	c, err := rows.ConnectionByID(ctx, h.OrganizationID, link.ConnectionID)
	if err != nil {
		return fmt.Errorf("read the connection: %w", err)
	}
	if err := p.Mail.Add(ctx, rows, mail.Message{
		Kind: mail.Unlinked, OrganizationID: h.OrganizationID, UserID: h.UserID,
		Values: map[string]string{"provider": cmp.Or(c.Label, provider), "account": link.Email, "how": "profile"},
	}); err != nil {
		return err
	}
	// The link is gone, so the event is the person's.
	return p.note(ctx, rows, h, "identity.unlinked", map[string]any{"identity": link.ID, "provider": provider, "email": link.Email})
}

// refusal says why a link cannot be cut, or "". Where SSO is required that comes
// first: a password would not help.
func (p *Profile) refusal(ctx context.Context, rows store.Rows, s situation, link store.Identity) (fault.Code, error) {
	if !s.organization.PasswordsOpen(p.Now()) && !s.user.Exempt && !s.another(link) {
		return fault.SSORequired, nil
	}
	can, err := rows.CanGetInWithout(ctx, s.user.OrganizationID, s.user.ID, link.ID)
	if err != nil {
		return "", fmt.Errorf("look for another way in: %w", err)
	}
	if !can {
		return fault.LastSignInMethod, nil
	}
	return "", nil
}
