package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Disconnect removes the link of a user to a provider account and ends the sessions that
// began with it.
func (a *Access) Disconnect(ctx context.Context, by Actor, userID, identityID string) (Person, error) {
	err := a.guarded(ctx, by, func(rows store.Rows) error {
		i, err := rows.Unlink(ctx, by.OrganizationID, userID, identityID, a.Now())
		if err != nil {
			return err
		}
		if _, err := rows.EndSessionsOfIdentity(ctx, i.OrganizationID, i.ID, "", "unlinked", a.Now()); err != nil {
			return fmt.Errorf("end the sessions: %w", err)
		}
		c, err := rows.ConnectionByID(ctx, i.OrganizationID, i.ConnectionID)
		if err != nil {
			return fmt.Errorf("read the connection: %w", err)
		}
		if err := a.mailUser(ctx, rows, mail.Unlinked, i, c); err != nil {
			return err
		}
		// The link is gone, so the event is about the user.
		return a.audit(ctx, rows, by, event.IdentityUnlinked, i.UserID, map[string]any{"identity": i.ID, "provider": c.Provider, "email": i.Email})
	})
	if err != nil {
		return Person{}, err
	}
	return a.Person(ctx, by.OrganizationID, userID)
}

// Connect links the provider account of a refused attempt to a user. Super admins must
// prove their own accounts, because theirs give the most power.
func (a *Access) Connect(ctx context.Context, by Actor, userID, signInID string) (Person, error) {
	err := a.locked(ctx, by, func(rows store.Rows) error {
		u, err := rows.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		attempt, err := rows.SignInByID(ctx, by.OrganizationID, signInID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("read a sign-in: %w", err)
		}
		account, ok := attempt.RefusedAccount()
		switch {
		case !ok:
			return invalid("/signInId", "invalid")
		case u.Role == store.SuperAdmin:
			return fault.Because(fault.Forbidden, "super_admin")
		}
		if err := by.askRecent(ctx, rows); err != nil { // the account can sign in after it
			return err
		}
		c, err := rows.ConnectionByID(ctx, by.OrganizationID, *attempt.ConnectionID)
		if err != nil {
			return fmt.Errorf("read the connection: %w", err)
		}
		if c.State == store.Removed {
			return fault.Because(fault.Conflict, "connection_removed")
		}
		i := account.IdentityFor(attempt, u.ID, a.Now())
		if err := link(ctx, rows, i); err != nil {
			return err
		}
		if err := a.mailUser(ctx, rows, mail.Linked, i, c); err != nil {
			return err
		}
		return a.audit(ctx, rows, by, event.IdentityLinked, i.ID, map[string]any{
			"user": u.ID, "provider": c.Provider, "email": i.Email, "how": "super_admin", "reference": attempt.Reference,
		})
	})
	if err != nil {
		return Person{}, err
	}
	return a.Person(ctx, by.OrganizationID, userID)
}

// mailUser mails a user what an administrator did to their accounts (D30).
func (a *Access) mailUser(ctx context.Context, rows store.Rows, kind mail.Kind, i store.Identity, c store.Connection) error {
	return a.Mail.Add(ctx, rows, mail.Message{
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
func (a *Access) Connectable(ctx context.Context, attempt store.SignIn) (bool, error) {
	account, ok := attempt.RefusedAccount()
	if !ok {
		return false, nil
	}
	c, err := a.Store.ConnectionByID(ctx, attempt.OrganizationID, *attempt.ConnectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.State == store.Removed {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	owners, err := a.Store.OwnersOf(ctx, accountOf(account.IdentityFor(attempt, "", a.Now())))
	return err == nil && len(owners) == 0, err
}

// accountOf is the account to look for, without its e-mail: whose address it is does not
// matter here.
func accountOf(i store.Identity) store.Account {
	account := store.Account{
		OrganizationID: i.OrganizationID, ConnectionID: i.ConnectionID, Issuer: i.Issuer, Subject: i.Subject,
	}
	if i.TenantID != nil && i.ObjectID != nil {
		account.TenantID, account.ObjectID = *i.TenantID, *i.ObjectID
	}
	return account
}
