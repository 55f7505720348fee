package policy

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// ProveBreakGlass records that a super admin's password was confirmed now, and makes them
// exempt. The password must still be theirs; every failure is the same refusal.
func (p *Policies) ProveBreakGlass(ctx context.Context, by change.Actor, confirmed store.User) (Requirement, error) {
	err := p.changes.Locked(ctx, by, func(tx change.Tx) error {
		u, err := tx.UserByID(ctx, by.OrganizationID, confirmed.ID)
		if errors.Is(err, store.ErrNotFound) {
			return fault.Wrap(fault.NotFound, "no_user", err)
		}
		if err != nil {
			return fmt.Errorf("read a user: %w", err)
		}
		if !u.Governs() {
			return fault.Because(fault.CredentialsInvalid, "no_super_admin")
		}
		if err := tx.RecordPasswordUse(ctx, confirmed, tx.At); errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.CredentialsInvalid, "wrong_password")
		} else if err != nil {
			return fmt.Errorf("note the use of a password: %w", err)
		}
		if err := makeExempt(ctx, tx, []string{u.ID}); err != nil {
			return err
		}
		return tx.Record(ctx, event.BreakGlassProven, u.ID, nil)
	})
	if err != nil {
		return Requirement{}, err
	}
	return p.Requirement(ctx, by)
}

// makeExempt makes users exempt, with an event for each who was not.
func makeExempt(ctx context.Context, tx change.Tx, ids []string) error {
	changed, err := tx.Exempt(ctx, tx.By.OrganizationID, ids, tx.By.ID, tx.At)
	if err != nil {
		return fmt.Errorf("exempt users: %w", err)
	}
	if len(changed) == 0 {
		return nil
	}
	o, err := tx.OrganizationByID(ctx, tx.By.OrganizationID)
	if err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	if o.PasswordsClose() { // while everybody may use a password, an exemption gives nothing
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
	}
	for _, id := range changed {
		detail := map[string]any{"exempt": map[string]any{"before": false, "after": true}}
		if err := tx.Record(ctx, event.UserChanged, id, detail); err != nil {
			return err
		}
	}
	return nil
}
