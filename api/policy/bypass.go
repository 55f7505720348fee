package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/event"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// BypassLife is how long a bypass link works (S15).
const BypassLife = 5 * time.Minute

// NewBypass makes a bypass link for the operator and returns its token, of which the
// database has the hash. Only an active super admin of an active organization gets one.
// Its errors are shown to the operator alone.
func (p *Policies) NewBypass(ctx context.Context, organizationCode, email string) (token string, err error) {
	o, err := p.Store.OrganizationByCode(ctx, organizationCode)
	if errors.Is(err, store.ErrNotFound) {
		return "", fmt.Errorf("there is no organization %q", organizationCode)
	}
	if err != nil {
		return "", fmt.Errorf("read the organization: %w", err)
	}
	if !o.Active {
		return "", fmt.Errorf("organization %q is suspended", organizationCode)
	}
	u, err := p.Store.UserByEmail(ctx, o.ID, email)
	if errors.Is(err, store.ErrNotFound) {
		return "", fmt.Errorf("organization %q has no user %q", organizationCode, email)
	}
	if err != nil {
		return "", fmt.Errorf("read the user: %w", err)
	}
	switch {
	case !u.Active:
		return "", fmt.Errorf("%s is deactivated", u.Email)
	case !u.Governs():
		return "", fmt.Errorf("%s is no super admin of %q", u.Email, organizationCode)
	}
	err = p.Store.InTx(ctx, func(rows store.Rows) error {
		token, err = p.addBypass(ctx, rows, u, store.ActorOperator, nil)
		return err
	})
	return token, err
}

// addBypass writes a new link and the event of who made it.
func (p *Policies) addBypass(ctx context.Context, rows store.Rows, u store.User, actor string, detail map[string]any) (token string, err error) {
	token, now := secret.NewToken(), p.Now()
	if err := rows.AddBypassLink(ctx, store.BypassLink{
		TokenHash: secret.Hash(token), OrganizationID: u.OrganizationID, UserID: u.ID, ExpiresAt: store.At(now.Add(BypassLife)),
	}); err != nil {
		return "", fmt.Errorf("keep the bypass link: %w", err)
	}
	return token, event.Record(ctx, rows, event.Event{
		Organization: u.OrganizationID, Actor: actor, Kind: event.BypassCreated, Subject: u.ID, Detail: detail, At: now,
	})
}
