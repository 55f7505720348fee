package people

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Disconnect removes the link of a user to a provider account and ends the sessions that
// began with it.
func (p *People) Disconnect(ctx context.Context, by change.Actor, userID, identityID string) (User, error) {
	err := p.guarded(ctx, by, func(tx change.Tx) error {
		u, err := tx.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		if err := by.MayTouch(u); err != nil {
			return err
		}
		i, err := tx.Unlink(ctx, by.OrganizationID, userID, identityID, tx.At)
		if err != nil {
			return err
		}
		if _, err := tx.EndSessionsOfIdentity(ctx, i.OrganizationID, i.ID, "", "unlinked", tx.At); err != nil {
			return fmt.Errorf("end the sessions: %w", err)
		}
		c, err := tx.ConnectionByID(ctx, i.OrganizationID, i.ConnectionID)
		if err != nil {
			return fmt.Errorf("read the connection: %w", err)
		}
		if err := p.mailUser(ctx, tx.Rows, mail.Unlinked, i, c); err != nil {
			return err
		}
		// The link is gone, so the event is about the user.
		return tx.Record(ctx, event.IdentityUnlinked, i.UserID, map[string]any{"identity": i.ID, "provider": c.Provider, "email": i.Email})
	})
	if err != nil {
		return User{}, err
	}
	return p.User(ctx, by.OrganizationID, userID)
}

// Connect links the provider account of a refused attempt to a user. Super admins must
// prove their own accounts, because theirs give the most power.
func (p *People) Connect(ctx context.Context, by change.Actor, userID, signInID string) (User, error) {
	err := p.locked(ctx, by, func(tx change.Tx) error {
		u, err := tx.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		if err := by.MayTouch(u); err != nil {
			return err
		}
		attempt, err := tx.SignInByID(ctx, by.OrganizationID, signInID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("read a sign-in: %w", err)
		}
		account, ok := attempt.RefusedAccount()
		switch {
		case !ok:
			return fault.Invalid(fault.Field{Pointer: "/signInId", Code: "invalid"})
		case u.Role == store.SuperAdmin:
			return fault.Because(fault.Forbidden, "super_admin")
		}
		if err := tx.AskRecent(ctx); err != nil { // the account can sign in after it
			return err
		}
		c, err := tx.ConnectionByID(ctx, by.OrganizationID, *attempt.ConnectionID)
		if err != nil {
			return fmt.Errorf("read the connection: %w", err)
		}
		if c.State == store.Removed {
			return fault.Because(fault.Conflict, "connection_removed")
		}
		i := account.IdentityFor(attempt, u.ID, tx.At)
		if err := link(ctx, tx.Rows, i); err != nil {
			return err
		}
		if err := p.mailUser(ctx, tx.Rows, mail.Linked, i, c); err != nil {
			return err
		}
		return tx.Record(ctx, event.IdentityLinked, i.ID, map[string]any{
			"user": u.ID, "provider": c.Provider, "email": i.Email, "how": "super_admin", "reference": attempt.Reference,
		})
	})
	if err != nil {
		return User{}, err
	}
	return p.User(ctx, by.OrganizationID, userID)
}

// mailUser mails a user what an administrator did to their accounts (D30).
func (p *People) mailUser(ctx context.Context, rows store.Rows, kind mail.Kind, i store.Identity, c store.Connection) error {
	return p.Mail.Add(ctx, rows, mail.Message{
		Kind: kind, OrganizationID: i.OrganizationID, UserID: i.UserID,
		Values: map[string]string{"provider": cmp.Or(c.Label, c.Provider), "account": i.Email, "how": "administrator"},
	})
}

// link writes a link unless the user or the account has one. Sign-ins link without the
// organization's lock, so it looks again after a conflict.
func link(ctx context.Context, rows store.Rows, i store.Identity) error {
	if err := checkUnlinked(ctx, rows, i); err != nil {
		return err
	}
	err := rows.AddIdentity(ctx, i)
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	if err := checkUnlinked(ctx, rows, i); err != nil {
		return err
	}
	return fault.Because(fault.Conflict, "linked_meanwhile")
}

// checkUnlinked refuses a user or an account that has a link already.
func checkUnlinked(ctx context.Context, rows store.Rows, i store.Identity) error {
	theirs, err := rows.IdentitiesOf(ctx, i.OrganizationID, i.UserID)
	if err != nil {
		return fmt.Errorf("list links: %w", err)
	}
	for _, other := range theirs {
		if other.ConnectionID == i.ConnectionID {
			return fault.New(fault.AlreadyLinkedOther)
		}
	}
	owners, err := rows.OwnersOf(ctx, accountOf(i))
	if err != nil {
		return fmt.Errorf("look for the account: %w", err)
	}
	if len(owners) > 0 {
		return fault.New(fault.AlreadyLinkedOtherUser)
	}
	return nil
}

// Connectable says whether the provider account of an attempt can be connected to a user:
// it was authenticated and refused, its connection exists, and it belongs to nobody.
func (p *People) Connectable(ctx context.Context, attempt store.SignIn) (bool, error) {
	account, ok := attempt.RefusedAccount()
	if !ok {
		return false, nil
	}
	c, err := p.Store.ConnectionByID(ctx, attempt.OrganizationID, *attempt.ConnectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.State == store.Removed {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	owners, err := p.Store.OwnersOf(ctx, accountOf(account.IdentityFor(attempt, "", p.Now())))
	return err == nil && len(owners) == 0, err
}

// accountOf is the account to look for, without its e-mail: whose address it is does not
// matter here.
func accountOf(i store.Identity) store.ProviderAccount {
	account := store.ProviderAccount{
		OrganizationID: i.OrganizationID, ConnectionID: i.ConnectionID, Issuer: i.Issuer, Subject: i.Subject,
	}
	if i.TenantID != nil && i.ObjectID != nil {
		account.TenantID, account.ObjectID = *i.TenantID, *i.ObjectID
	}
	return account
}
