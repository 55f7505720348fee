package people

import (
	"context"
	"fmt"

	"latchkey/api/mail"
	"latchkey/api/store"
)

// MailNewSuperAdmin mails the super admins that there is one more, or that another person
// may have become one. Also who did it (a user's id or an actor) gets the mail, because
// somebody may have used their session, and the previous address of a super admin.
func MailNewSuperAdmin(ctx context.Context, rows store.Rows, outbox mail.Outbox, by string, was, is store.User) error {
	what := powerGained(was, is)
	if what == "" {
		return nil
	}
	name, err := rows.ActorNameOf(ctx, is.OrganizationID, by)
	if err != nil {
		return fmt.Errorf("read who did it: %w", err)
	}
	message := mail.Message{
		Kind: mail.SuperAdmin, OrganizationID: is.OrganizationID,
		Values: map[string]string{"what": what, "person": is.Name, "email": is.Email, "by": name},
	}
	if was.ID != "" && was.EmailLower != is.EmailLower {
		message.Values["before"] = was.Email
	}
	if err := outbox.AddToSuperAdmins(ctx, rows, message); err != nil || was.Role != store.SuperAdmin || message.Values["before"] == "" {
		return err
	}
	message.UserID, message.To = is.ID, was.Email
	return outbox.Add(ctx, rows, message)
}

// What the mail says has happened.
const (
	created      = "created"
	promoted     = "promoted"
	reactivated  = "reactivated"
	emailChanged = "email"
)

// powerGained names what made a user a super admin, or may have given a super admin's
// account to another person; "" if nothing did. Of several it is the gravest.
func powerGained(was, is store.User) string {
	switch {
	case !is.Governs():
		return ""
	case was.ID == "":
		return created
	case !was.Powerful():
		return promoted
	case !was.Active:
		return reactivated
	case was.EmailLower != is.EmailLower:
		return emailChanged
	}
	return ""
}
