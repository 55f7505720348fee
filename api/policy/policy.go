package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Policies reads and changes the policies of organizations for super admins; safe for
// concurrent use.
type Policies struct {
	Options
	changes change.Changes
}

// Options are what Policies needs.
type Options struct {
	Store     *store.Store
	Mail      mail.Outbox
	PublicURL string // without a slash at the end
	Now       func() time.Time
}

// New returns a Policies.
func New(o Options) *Policies { return &Policies{o, change.New(o.Store, o.Now)} }

// Policy is how people may sign in to an organization.
type Policy struct {
	store.Organization
	ChangedName string             // of who changed it last
	Connections []store.Connection // those that are not removed, with what a first sign-in does
	Exempt      []store.User       // who may use a password although SSO is required
	Mail        bool               // whether this deployment sends any
}

// Read reads an organization's policy.
func (p *Policies) Read(ctx context.Context, organizationID string) (Policy, error) {
	o, err := p.Store.OrganizationByID(ctx, organizationID)
	if err != nil {
		return Policy{}, fmt.Errorf("read an organization: %w", err)
	}
	is := Policy{Organization: o, Mail: p.Mail.On}
	if is.ChangedName, err = p.Store.ActorNameOf(ctx, o.ID, o.ChangedBy); err != nil {
		return Policy{}, err
	}
	if is.Connections, err = p.Store.ConnectionsOf(ctx, o.ID); err != nil {
		return Policy{}, fmt.Errorf("list connections: %w", err)
	}
	is.Connections = slices.DeleteFunc(is.Connections, func(c store.Connection) bool { return c.State == store.Removed })
	if is.Exempt, err = p.Store.ExemptUsers(ctx, o.ID); err != nil {
		return Policy{}, fmt.Errorf("list exempt users: %w", err)
	}
	return is, nil
}
