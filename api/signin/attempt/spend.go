package attempt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// ErrStale says that the connection was changed while the code was sent: check again
// by what it is now.
var ErrStale = errors.New("the connection was changed meanwhile")

// Identity is the link between a user and the account: the one they have, or a new one.
func (a *Returned) Identity(p decision.Candidate) store.Identity {
	return store.Identity{
		ID: cmp.Or(p.IdentityID, "idn_"+secret.NewID()), OrganizationID: a.Organization, UserID: p.ID, ConnectionID: a.Connection,
		Issuer: a.Claims.Issuer, Subject: a.Claims.Subject,
		TenantID: OrNil(a.Claims.TenantID), ObjectID: OrNil(a.Claims.ObjectID),
		ClientID: a.Live.ClientID, Email: a.Claims.Email, HostedDomain: a.Claims.HostedDomain,
		LinkedAt: store.At(a.now()), LastUsedAt: store.At(a.now()),
	}
}

// Entry is the session that the attempt begins.
func (a *Returned) Entry(identityID string) session.Entry {
	return session.Entry{
		OrganizationID: a.Organization, UserID: a.UserID, Method: "sso", Provider: a.Provider,
		ProviderEmail: a.Claims.Email, ConnectionID: a.Connection, IdentityID: identityID,
		Address: a.Visitor.Address, Browser: a.Visitor.Browser,
		Idle:     time.Duration(a.Live.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(a.Live.SessionAbsoluteSeconds) * time.Second,
	}
}

// Spend writes how the attempt ended, which spends it: of two callbacks one does.
func (a *Returned) Spend(ctx context.Context, rows store.Rows, code string) error {
	return spent(rows.SpendAttempt(ctx, a.Row(code, a.Weakness)))
}

// SpendUnder spends the attempt if the connection is still the one that was read, else
// says which of the two has changed.
func (a *Returned) SpendUnder(ctx context.Context, rows store.Rows, code string) error {
	err := rows.SpendAttemptUnder(ctx, a.Row(code, a.Weakness), a.Live)
	if !errors.Is(err, store.ErrConflict) {
		return spent(err)
	}
	_, unspent := rows.SignInByID(ctx, a.Organization, a.ID)
	if errors.Is(unspent, store.ErrNotFound) {
		return ErrStale
	}
	return spent(cmp.Or(unspent, err))
}

// spent gives the refusal of a lost race for the attempt itself.
func spent(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrConflict) {
		return fault.New(fault.AttemptReplayed)
	}
	return fmt.Errorf("write the sign-in: %w", err)
}
