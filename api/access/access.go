package access

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Access changes users and policies for super admins; safe for concurrent use.
type Access struct{ Options }

// Options are what Access needs.
type Options struct {
	Store     *store.Store
	Mail      mail.Outbox
	PublicURL string // without a slash at the end
	Log       *slog.Logger
	Now       func() time.Time
}

// New returns an Access.
func New(o Options) *Access { return &Access{o} }

// Actor is the super admin who changes something in their organization.
type Actor struct {
	OrganizationID string
	UserID         string
	// Recent refuses with reauth_required unless they have confirmed who they are
	// recently; nil refuses.
	Recent func(context.Context, store.Rows) error
}

// askRecent demands a recent authentication for a change that weakens sign-in: see
// store.User.Weakens and its like.
func (by Actor) askRecent(ctx context.Context, rows store.Rows) error {
	if by.Recent == nil {
		return fault.Because(fault.ReauthRequired, "not_proven")
	}
	return by.Recent(ctx, rows)
}

// guarded runs a change that may take a sign-in method away: under the organization's
// lock, and undone if no super admin could sign in after it.
func (a *Access) guarded(ctx context.Context, by Actor, work func(store.Rows) error) error {
	return refusal(a.Store.Guarded(ctx, by.OrganizationID, work))
}

// locked runs a change that takes no sign-in method away, under the organization's lock.
// The guard is not asked: a super admin who signed in by a bypass link must be able to
// repair an organization that nobody can sign in to.
func (a *Access) locked(ctx context.Context, by Actor, work func(store.Rows) error) error {
	return refusal(a.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.HoldOrganization(ctx, by.OrganizationID); err != nil {
			return err
		}
		return work(rows)
	}))
}

// refusal gives the fault of an error from the store.
func refusal(err error) error {
	switch {
	case errors.Is(err, store.ErrNobodyLeft):
		return fault.New(fault.LastSuperAdmin)
	case errors.Is(err, store.ErrNotFound):
		return fault.Wrap(fault.NotFound, "no_row", err)
	}
	return err
}

// audit writes the event of a change.
func (a *Access) audit(ctx context.Context, rows store.Rows, by Actor, kind event.Kind, subject string, detail map[string]any) error {
	return event.Record(ctx, rows, event.Event{
		Organization: by.OrganizationID, Actor: by.UserID, Kind: kind, Subject: subject, Detail: detail, At: a.Now(),
	})
}

// sameRevision refuses a change of an older revision, and names who saved meanwhile.
func sameRevision(read, is int64, changedBy string, changedAt store.Time) error {
	if read == is {
		return nil
	}
	return &fault.Fault{Code: fault.ConfigChanged, Reason: "other_revision", ChangedBy: changedBy, ChangedAt: changedAt.Time}
}

// invalid refuses one member of a request.
func invalid(pointer, code string) error {
	return refusedValues([]fault.Field{{Pointer: pointer, Code: code}})
}

func refusedValues(fields []fault.Field) error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "value", Fields: fields}
}
