package health

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// LockUnreadable is the reason why nobody can sign in through a connection whose lock
// cannot be read any more.
const LockUnreadable = "lock_unreadable"

// trialPause is how often a start is let through to a degraded connection.
const trialPause = 30 * time.Second

// MayStart refuses a start at a connection that is off, or that does not work.
func (h *Health) MayStart(ctx context.Context, l store.LiveConnection) error {
	switch {
	case !l.OrganizationActive:
		return fault.Because(fault.SSOProviderDisabled, "organization_suspended")
	case l.State == store.Disabled:
		return fault.New(fault.SSOProviderDisabled)
	case l.State != store.Enabled:
		return fault.Because(fault.SSONotConfigured, string(l.State))
	case l.LockedTo.Unreadable(): // everybody would be refused in the callback
		return fault.Because(fault.SSOAppInvalid, LockUnreadable)
	case l.Health.Health != store.HealthDegraded:
		return nil
	}
	// It may work again: one person per pause is let through to find out.
	trial, err := h.Store.TakeTrial(ctx, l.OrganizationID, l.ID, trialPause, h.Now())
	if err != nil {
		return fmt.Errorf("ask for a trial: %w", err)
	}
	if !trial {
		return &fault.Fault{Code: fault.SSOAppInvalid, Reason: l.HealthReason, AdministratorTold: h.superAdminMailed(ctx, l)}
	}
	return nil
}
