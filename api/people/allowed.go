package people

import (
	"context"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// others is what a change of a user asks of everybody else: the rows of the store, or what an
// import has read of them.
type others interface {
	notTaken(ctx context.Context, was, is store.User) error
	permits(ctx context.Context, is store.User) (bool, error)
	ruled(ctx context.Context, organizationID string) (store.RuledRoles, error)
}

// inRows asks the rows.
type inRows struct{ rows store.Rows }

func (r inRows) notTaken(ctx context.Context, was, is store.User) error {
	return notTaken(ctx, r.rows, was, is, nil)
}

func (r inRows) permits(ctx context.Context, is store.User) (bool, error) {
	return permits(ctx, r.rows, is)
}

func (r inRows) ruled(ctx context.Context, organizationID string) (store.RuledRoles, error) {
	return r.rows.RuledRolesOf(ctx, organizationID)
}

// allowed refuses what may not become of a user, whoever wants it: a screen, the API, an
// import. Who is added was the zero user.
func allowed(ctx context.Context, tx change.Tx, all others, was, is store.User) error {
	if err := tx.By.MayTouch(was, is); err != nil {
		return err
	}
	if fields := rules.Readdressed(was, is); len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	if err := all.notTaken(ctx, was, is); err != nil {
		return err
	}
	may, err := all.permits(ctx, is)
	if err != nil {
		return err
	}
	if was.ID != "" && is.Role != was.Role {
		if err := byHand(ctx, all, was); err != nil {
			return err
		}
	}
	if was.ID == "" && !may || was.ID != "" && !is.Weakens(was) && (!may || is.Role == was.Role) {
		return nil
	}
	return tx.AskRecent(ctx)
}

// byHand refuses another role for whom rules gave theirs, where the provider wins.
func byHand(ctx context.Context, all others, was store.User) error {
	ruled, err := all.ruled(ctx, was.OrganizationID)
	if err == nil && ruled.Of(was) {
		return fault.Because(fault.RoleSetByRule, was.RoleRuleID)
	}
	return err
}
