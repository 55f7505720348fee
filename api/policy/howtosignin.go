package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/idp/provider"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// MakeInvitation is the mail.SecretRenderer of invitations.
func (p *Policies) MakeInvitation(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	_, u, err := recipientOf(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	made, err := howToSignIn(ctx, rows, *u, nil)
	return made, made.Values["providers"] != "", err
}

// recipientOf reads the recipient of a mail as they are now; nil: nobody is to get it.
func recipientOf(ctx context.Context, rows store.Rows, m store.Mail) (store.Organization, *store.User, error) {
	o, err := rows.OrganizationByID(ctx, m.OrganizationID)
	if err != nil {
		return o, nil, fmt.Errorf("read an organization: %w", err)
	}
	if m.UserID == nil {
		return o, nil, nil
	}
	u, err := rows.UserByID(ctx, m.OrganizationID, *m.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil, nil
	}
	if err != nil {
		return o, nil, fmt.Errorf("read a user: %w", err)
	}
	if !o.Active || !u.Active {
		return o, nil, nil
	}
	return o, &u, nil
}

// howToSignIn is what a mail says about signing in: which account of which provider, by
// these links or, where they are of none that is on, as somebody new.
func howToSignIn(ctx context.Context, rows store.Rows, u store.User, links []store.Identity) (mail.Made, error) {
	on, err := providersOn(ctx, rows, u.OrganizationID)
	if err != nil {
		return mail.Made{}, err
	}
	connected := slices.DeleteFunc(slices.Clone(on), func(c store.Connection) bool {
		return !slices.ContainsFunc(links, func(i store.Identity) bool { return i.ConnectionID == c.ID })
	})
	todo := "nothing"
	if len(connected) == 0 {
		todo, connected = "once", openTo(on, u.Email)
	}
	names := make([]string, len(connected))
	for i, c := range connected {
		names[i] = cmp.Or(c.Label, c.Provider)
	}
	return mail.Made{UserID: u.ID, To: u.Email, Values: map[string]string{
		"providers": strings.Join(names, "\n"), "account": u.Email, "todo": todo,
	}}, nil
}

// openTo leaves out the connections whose lock names domains of which an address is
// none. If none is left it may be an address of a second domain, so all are named.
func openTo(on []store.Connection, address string) []store.Connection {
	open := slices.DeleteFunc(slices.Clone(on), func(c store.Connection) bool {
		byDomain := provider.Of(provider.Key(c.Provider)).Origin == provider.OriginDomain
		inside := func(domain string) bool { return email.Fold(domain) == email.Domain(address) }
		return byDomain && len(c.LockedTo) > 0 && !slices.ContainsFunc(c.LockedTo, inside)
	})
	if len(open) == 0 {
		return on
	}
	return open
}

// providersOn lists the connections that are on.
func providersOn(ctx context.Context, rows store.Rows, organizationID string) ([]store.Connection, error) {
	all, err := rows.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list connections: %w", err)
	}
	return slices.DeleteFunc(all, func(c store.Connection) bool { return c.State != store.Enabled }), nil
}
