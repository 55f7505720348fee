package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/rules"
	"latchkey/api/store"
	"latchkey/api/text"
)

// Profile is the door of this room.
type Profile struct {
	Options
	compared compared
}

// Options are what the room needs from outside.
type Options struct {
	Store     *store.Store
	Passwords *password.Hasher
	Mail      mail.Outbox
	PublicURL string                 // without a slash at the end
	Forget    func(sessionID string) // makes a change of a session bite at once
	Now       func() time.Time
}

// New returns the room.
func New(o Options) *Profile { return &Profile{Options: o} }

// Change is what people may change of themselves; nil stays.
type Change struct {
	Name     *string
	TimeZone *string // "" is the browser's
	Language *string // one of store.Languages; "" is the browser's
}

// Change writes a change of the holder's profile and gives the holder as they
// are now.
func (p *Profile) Change(ctx context.Context, h store.Principal, c Change) (store.Principal, error) {
	if c.TimeZone != nil && *c.TimeZone != "" {
		if _, ok := text.Zone(*c.TimeZone); !ok {
			return store.Principal{}, invalid(fault.Field{Pointer: "/timeZone", Code: "invalid"})
		}
	}
	values, fields := rules.Person{Name: c.Name, Language: c.Language}.Read("")
	if len(fields) > 0 {
		return store.Principal{}, invalid(fields...)
	}
	err := p.inTurn(ctx, h, func(rows store.Rows) error {
		was, err := rows.UserByID(ctx, h.OrganizationID, h.UserID)
		if err != nil {
			return fmt.Errorf("read a user: %w", err)
		}
		is := was
		if c.Name != nil {
			is.Name = *values.Name
		}
		if c.TimeZone != nil {
			is.TimeZone = *c.TimeZone
		}
		if c.Language != nil {
			is.Language = *c.Language
		}
		difference := store.Difference(was, is)
		if len(difference) == 0 {
			return nil
		}
		is.ChangedBy, is.UpdatedAt = h.UserID, store.At(p.Now())
		if err := rows.ChangeProfile(ctx, is); err != nil {
			return fmt.Errorf("write a profile: %w", err)
		}
		return p.note(ctx, rows, h, "user.changed", difference)
	})
	if err != nil {
		return store.Principal{}, err
	}
	p.Forget(h.ID)
	now, err := p.Store.SessionPrincipal(ctx, h.ID)
	if err != nil {
		return store.Principal{}, fmt.Errorf("read a session: %w", err)
	}
	return now, nil
}

// inTurn runs a change that closes nobody's way in, in turn with all others of
// the organization, if the session still stands: what was believed of it may be a
// second old. The guard does not ask here: whoever came in by a bypass link
// must be able to set a password where nobody can get in any more.
func (p *Profile) inTurn(ctx context.Context, h store.Principal, work func(store.Rows) error) error {
	return p.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.HoldOrganization(ctx, h.OrganizationID); err != nil {
			return fmt.Errorf("hold an organization: %w", err)
		}
		if _, err := p.standing(ctx, rows, h); err != nil {
			return err
		}
		return work(rows)
	})
}

// standing reads the holder's session again and refuses one that has ended.
func (p *Profile) standing(ctx context.Context, rows store.Rows, h store.Principal) (store.Principal, error) {
	now, err := rows.SessionPrincipal(ctx, h.ID)
	if err != nil {
		return now, fmt.Errorf("read a session: %w", gone(err))
	}
	if !now.EndedAt.IsZero() || !now.UserActive {
		return now, fault.Because(fault.Unauthenticated, "session_over")
	}
	return now, nil
}

// note writes the audit event of what the holder did to themselves.
func (p *Profile) note(ctx context.Context, rows store.Rows, h store.Principal, action string, detail map[string]any) error {
	return rows.AddAuditEvent(ctx, store.NewAuditEvent(h.OrganizationID, h.UserID, action, h.UserID, detail, p.Now()))
}

// invalid refuses members of a request.
func invalid(fields ...fault.Field) error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "value", Fields: fields}
}

// gone refuses who was turned away while they asked.
func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.Unauthenticated, "session_over")
	}
	return err
}
