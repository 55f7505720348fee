package people

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Write is a change of a user who was read, by a super admin or by an operator's file: the
// one writer of users, with all that follows from a change. It belongs inside a
// transaction that has locked the organization, and writes no event of the user.
type Write struct {
	Rows     store.Rows
	Was, Is  store.User // by the rules of package rules
	By       string     // a user's id or an actor
	Now      time.Time
	Password bool // Is has another password
	Identity bool // by a file: the row is another person's, or has another address
	ByRule   bool // Is says where its role comes from; else another role is one by hand
	// ByNow gives a user as they would be by now in a dry run, which writes nothing;
	// nil: it is no dry run.
	ByNow func(store.User) store.User
}

// Check refuses another address that has more than one reading, and what another user has.
func (w Write) Check(ctx context.Context) error {
	if fields := rules.Readdressed(w.Was, w.Is); len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	return notTaken(ctx, w.Rows, w.Was, w.Is, w.ByNow)
}

// Do writes what Check let pass. Who is deactivated, gets another password or becomes
// another person is signed out, and what was begun or mailed before that, or before
// another address or role, becomes void. The set-up links of who is no super admin any more
// are withdrawn.
func (w Write) Do(ctx context.Context) error {
	w.Is = w.signed()
	write := w.Rows.ChangeUser
	if w.Password {
		write = w.Rows.UpdateUser
	}
	if err := write(ctx, w.Is); err != nil {
		return fmt.Errorf("change a user: %w", err)
	}
	if losesPower(w.Was, w.Is) {
		if err := withdrawLinks(ctx, w.Rows, w.Is.OrganizationID, w.By, []string{w.Is.ID}, w.Now); err != nil {
			return err
		}
	}
	reason := w.endReason()
	if reason != "" || w.Is.VoidsUnfinished(w.Was) {
		if err := w.Rows.ForgetUnfinished(ctx, w.Is.OrganizationID, w.Is.ID, w.Was.Email, w.Is.Email); err != nil {
			return err
		}
	}
	if reason == "" {
		return w.tellRole(ctx)
	}
	if _, err := w.Rows.EndSessionsOf(ctx, w.Is.OrganizationID, w.Is.ID, "", reason, w.Now); err != nil {
		return fmt.Errorf("end the sessions: %w", err)
	}
	return nil
}

// signed is what is written of the user, with who did it.
func (w Write) signed() store.User {
	w.Is.ChangedBy, w.Is.UpdatedAt = w.By, store.At(w.Now)
	if w.Is.Role != w.Was.Role && !w.ByRule {
		w.Is.RoleSource, w.Is.RoleRuleID, w.Is.RoleAt = store.RoleManual, "", store.At(w.Now)
	}
	return w.Is
}

// tellRole tells the applications that want to know of another role.
func (w Write) tellRole(ctx context.Context) error {
	if w.Is.Role == w.Was.Role {
		return nil
	}
	if err := w.Rows.TellRoleChanged(ctx, w.Is.OrganizationID, w.Is.ID, w.Now); err != nil {
		return fmt.Errorf("tell applications of another role: %w", err)
	}
	return nil
}

// deactivatedReason is why the sessions of somebody end who is deactivated.
const deactivatedReason = "user_deactivated"

// endReason is why the user's sessions end, or "".
func (w Write) endReason() string {
	switch {
	case w.Was.Active && !w.Is.Active:
		return deactivatedReason
	case w.Identity:
		return "identity_changed"
	case w.Password:
		return "password_changed"
	}
	return ""
}
