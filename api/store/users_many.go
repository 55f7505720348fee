package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// Writing many users at once, as an import does: a few statements for hundreds of them. Each
// does what its namesake for one user does.

// UsersByEmails reads users of an organization by their addresses, in no order; whoever is
// not there is left out. The addresses are folded.
func (r Rows) UsersByEmails(ctx context.Context, organizationID string, folded []string) ([]User, error) {
	return listEach[User](ctx, r, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND email_lower = ?`, folded, organizationID)
}

// RoleRowsOf lists the roles of an organization, in no order.
func (r Rows) RoleRowsOf(ctx context.Context, organizationID string) ([]RoleRow, error) {
	var list []RoleRow
	err := r.list(ctx, &list, `SELECT `+roleColumns+` FROM roles WHERE organization_id = ?`, organizationID)
	return list, err
}

// AddUsers is [Rows.AddUser] for many.
func (r Rows) AddUsers(ctx context.Context, users []User) error { return r.writeUsers(ctx, users, "") }

// ChangeUsers is [Rows.ChangeUser] for many who are there, in their order.
func (r Rows) ChangeUsers(ctx context.Context, users []User) error {
	return r.writeUsers(ctx, users, `
		ON CONFLICT (id) DO UPDATE SET external_id = excluded.external_id, email = excluded.email,
			proven_email = CASE WHEN users.email_lower = excluded.email_lower THEN users.proven_email ELSE '' END,
			email_lower = excluded.email_lower, name = excluded.name, role = excluded.role, active = excluded.active,
			exempt = excluded.exempt, language = excluded.language, role_source = excluded.role_source,
			role_rule_id = excluded.role_rule_id, role_at = excluded.role_at, revision = users.revision + 1,
			changed_by = excluded.changed_by, updated_at = excluded.updated_at`)
}

func (r Rows) writeUsers(ctx context.Context, users []User, conflict string) error {
	if len(users) == 0 {
		return nil
	}
	bound, args, err := sqlx.Named(`
		INSERT INTO users (`+userColumns+`)
		VALUES `+userValues+conflict, users)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	return r.execOnce(ctx, bound, args...)
}

// WithRoom does something in a transaction that writes all over the indexes of large tables. SQLite
// keeps 16 MB of their pages at hand meanwhile: of hundreds of users it would write each page several
// times else, whenever another one needs its place.
func (r Rows) WithRoom(ctx context.Context, do func() error) error {
	if r.onPostgres() || r.tx == nil {
		return do()
	}
	if err := r.execOnce(ctx, `PRAGMA cache_size = -16000`); err != nil {
		return err
	}
	err := do()
	return errors.Join(err, r.execOnce(context.WithoutCancel(ctx), `PRAGMA cache_size = `+cacheOfEach))
}

// AddAuditEvents is [Rows.AddAuditEvent] for many, with the names that they tell.
func (r Rows) AddAuditEvents(ctx context.Context, events []AuditEvent) error {
	if len(events) == 0 {
		return nil
	}
	bound, args, err := sqlx.Named(`
		INSERT INTO audit_events (id, organization_id, at, actor, action, subject, detail, actor_name, subject_name)
		VALUES (:id, :organization_id, :at, :actor, :action, :subject, :detail, :actor_name, :subject_name)`, events)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	return r.execOnce(ctx, bound, args...)
}

// EndSessionsOfUsers ends all sessions of many users.
func (r Rows) EndSessionsOfUsers(ctx context.Context, organizationID string, userIDs []string, reason string, now time.Time) error {
	return eachPart(userIDs, func(part []string) error {
		where, args, err := sqlx.In(`organization_id = ? AND user_id IN (?)`, organizationID, part)
		if err != nil {
			return err
		}
		if err := r.endOffline(ctx, reason, now, where, args...); err != nil {
			return err
		}
		_, err = r.endSessions(ctx, reason, now, where, args...)
		return err
	})
}

// TellRolesChanged is [Rows.TellRoleChanged] for many users.
func (r Rows) TellRolesChanged(ctx context.Context, organizationID string, userIDs []string, now time.Time) error {
	return eachPart(userIDs, func(part []string) error {
		where, args, err := sqlx.In(`organization_id = ? AND user_id IN (?)`, organizationID, part)
		if err != nil {
			return err
		}
		return r.tellRole(ctx, where, now, args...)
	})
}

// ForgetUnfinishedOf is [Rows.ForgetUnfinished] for many users and all their addresses, the
// ones before and the ones after.
func (r Rows) ForgetUnfinishedOf(ctx context.Context, organizationID string, userIDs, folded []string) error {
	if len(userIDs) == 0 {
		return nil
	}
	if _, err := r.exec(ctx, `UPDATE organizations SET voids = voids + 1 WHERE id = ?`, organizationID); err != nil {
		return fmt.Errorf("void what was begun: %w", err)
	}
	for _, forget := range []struct {
		query string
		list  []string
	}{
		{`UPDATE users SET voided = (SELECT o.voids FROM organizations o WHERE o.id = users.organization_id)
			WHERE organization_id = ? AND id IN (?)`, userIDs},
		{`DELETE FROM password_resets WHERE organization_id = ? AND user_id IN (?)`, userIDs},
		{`DELETE FROM bypass_links WHERE organization_id = ? AND user_id IN (?)`, userIDs},
		{`DELETE FROM pending_links WHERE organization_id = ? AND code_user_id IN (?)`, userIDs},
		{`DELETE FROM pending_links WHERE organization_id = ? AND LOWER(email) IN (?)`, folded},
	} {
		err := eachPart(forget.list, func(part []string) error {
			bound, args, err := sqlx.In(forget.query, organizationID, part)
			if err != nil {
				return err
			}
			_, err = r.exec(ctx, bound, args...)
			return err
		})
		if err != nil {
			return fmt.Errorf("forget what was begun: %w", err)
		}
	}
	return nil
}

// eachPart does something with the parts of a list, see [listIn].
func eachPart(list []string, do func(part []string) error) error {
	for part := range slices.Chunk(list, mostInList) {
		if err := do(padded(part)); err != nil {
			return err
		}
	}
	return nil
}

// ActiveUsersAfter lists active people of an organization who are no super admins, in the order of their ids, after one.
func (r Rows) ActiveUsersAfter(ctx context.Context, organizationID, after string, most int) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users
		WHERE organization_id = ? AND id > ? AND active AND role <> 'super_admin' ORDER BY id LIMIT ?`, organizationID, after, most)
	return list, err
}

// CountActiveUsers counts the active people of an organization.
func (r Rows) CountActiveUsers(ctx context.Context, organizationID string) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `SELECT COUNT(*) FROM users WHERE organization_id = ? AND active`, organizationID)
	return n, err
}
