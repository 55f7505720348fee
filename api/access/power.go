package access

import (
	"context"
	"fmt"

	"latchkey/api/mail"
	"latchkey/api/store"
)

// tellOfPower tells the super admins when there is one more, or somebody else may
// become one of them; also who did it, whose session it may not have been, and
// whoever reads the mail of the address before.
func (a *Access) tellOfPower(ctx context.Context, rows store.Rows, by Actor, was, is store.User) error {
	what := powerGained(was, is)
	if what == "" {
		return nil
	}
	name, err := rows.ActorNameOf(ctx, by.OrganizationID, by.UserID)
	if err != nil {
		return fmt.Errorf("read who did it: %w", err)
	}
	l := mail.Message{
		Kind: mail.SuperAdmin, OrganizationID: is.OrganizationID,
		Values: map[string]string{"what": what, "person": is.Name, "email": is.Email, "by": name},
	}
	if was.ID != "" && was.EmailLower != is.EmailLower {
		l.Values["before"] = was.Email
	}
	if err := a.Mail.AddToSuperAdmins(ctx, rows, l); err != nil || was.Role != store.SuperAdmin || l.Values["before"] == "" {
		return err
	}
	l.UserID, l.To = is.ID, was.Email
	return a.Mail.Add(ctx, rows, l)
}

// What the letter says has happened.
const (
	created      = "created"
	promoted     = "promoted"
	reactivated  = "reactivated"
	emailChanged = "email"
)

// powerGained names what made somebody a super admin, or let somebody else become
// one; "" where nothing did. Of several it is the gravest.
func powerGained(was, is store.User) string {
	switch {
	case is.Role != store.SuperAdmin || !is.Active:
		return ""
	case was.ID == "":
		return created
	case was.Role != store.SuperAdmin:
		return promoted
	case !was.Active:
		return reactivated
	case was.EmailLower != is.EmailLower:
		return emailChanged
	}
	return ""
}
