package profile

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// AccountState is the state of a provider for a user.
type AccountState string

// The values of [AccountState]. An account may be connected in the last two, too.
const (
	Connected    AccountState = "connected"
	NotConnected AccountState = "not_connected"
	NotSetUp     AccountState = "not_set_up"
	Off          AccountState = "off"
	NotWorking   AccountState = "not_working"
)

// ConnectedAccount is a provider, and the account there that the user has connected.
type ConnectedAccount struct {
	Provider string
	Label    string // of a generic provider
	State    AccountState
	Identity *store.Identity // nil: none is connected
	Refusal  fault.Code      // why it cannot be disconnected, or ""
}

// SignInMethods are the ways in which a user can sign in.
type SignInMethods struct {
	Accounts          []ConnectedAccount
	HasPassword       bool
	PasswordUsable    bool       // they may sign in with it
	PasswordChangedAt store.Time // zero: there is none, or it is not known
	RecentUntil       time.Time  // zero: they must confirm who they are first
}

// SignInMethods lists how the user signs in.
func (p *Profile) SignInMethods(ctx context.Context, me store.Principal) (SignInMethods, error) {
	s, err := p.signInMethods(ctx, p.Store.Rows, me)
	if err != nil {
		return SignInMethods{}, err
	}
	w := SignInMethods{HasPassword: s.user.PasswordHash != nil, PasswordUsable: s.passwordUsable(p.Now())}
	if w.HasPassword {
		w.PasswordChangedAt = s.user.PasswordChangedAt
	}
	if until := RecentUntil(s.session); p.Now().Before(until) {
		w.RecentUntil = until
	}
	for _, provider := range s.providers() {
		a := s.account(provider)
		if a.Identity != nil {
			if a.Refusal, err = p.refusal(ctx, p.Store.Rows, s, *a.Identity); err != nil {
				return SignInMethods{}, err
			}
		}
		w.Accounts = append(w.Accounts, a)
	}
	return w, nil
}

// methods is what decides how a user can sign in.
type methods struct {
	organization store.Organization
	user         store.User
	session      store.Session
	connections  []store.Connection
	identities   []store.Identity
}

// signInMethods reads a user's own sign-in methods, and refuses a session that has ended.
func (p *Profile) signInMethods(ctx context.Context, rows store.Rows, me store.Principal) (methods, error) {
	now, err := p.activeSession(ctx, rows, me)
	if err != nil {
		return methods{}, err
	}
	s := methods{session: now.Session}
	if s.organization, err = rows.OrganizationByID(ctx, me.OrganizationID); err != nil {
		return s, fmt.Errorf("read an organization: %w", err)
	}
	if s.user, err = rows.UserByID(ctx, me.OrganizationID, me.UserID); err != nil {
		return s, fmt.Errorf("read a user: %w", err)
	}
	if !rows.PasswordUsable(s.user.PasswordHash) {
		s.user.PasswordHash = nil // S6: they need a new one, like a user without one
	}
	if s.connections, err = rows.ConnectionsOf(ctx, me.OrganizationID); err != nil {
		return s, fmt.Errorf("list connections: %w", err)
	}
	if s.identities, err = rows.IdentitiesOf(ctx, me.OrganizationID, me.UserID); err != nil {
		return s, fmt.Errorf("list links: %w", err)
	}
	return s, nil
}

// passwordUsable says whether the user may sign in with their password now.
func (s methods) passwordUsable(now time.Time) bool {
	return s.user.PasswordHash != nil && (s.user.Exempt || s.organization.PasswordsOpen(now))
}

// providers lists the two brands, and the generic providers of the organization that
// people can sign in with, or could.
func (s methods) providers() []string {
	var list []string
	for _, brand := range provider.Brands() {
		list = append(list, string(brand))
	}
	for _, c := range s.connections {
		if !provider.Key(c.Provider).IsBrand() && s.account(c.Provider).State != NotSetUp {
			list = append(list, c.Provider)
		}
	}
	return list
}

// account is the state of a provider. A link has no effect while its connection is
// removed; while that is being set up again, it is off for who is connected to it.
func (s methods) account(provider string) ConnectedAccount {
	a := ConnectedAccount{Provider: provider, State: NotSetUp}
	for _, c := range s.connections {
		if c.Provider != provider || c.State == store.Removed {
			continue
		}
		a.Label = c.Label
		for i := range s.identities {
			if s.identities[i].ConnectionID == c.ID {
				a.Identity = &s.identities[i]
			}
		}
		a.State = stateOf(c, a.Identity != nil)
	}
	return a
}

func stateOf(c store.Connection, connected bool) AccountState {
	switch {
	case c.State == store.Draft && !connected:
		return NotSetUp
	case c.State != store.Enabled:
		return Off
	case c.Health.Health == store.HealthDegraded:
		return NotWorking
	case connected:
		return Connected
	}
	return NotConnected
}

// hasOther says whether the user is connected at an enabled connection other than that
// of a link.
func (s methods) hasOther(than store.Identity) bool {
	for _, c := range s.connections {
		for _, i := range s.identities {
			if i.ConnectionID == c.ID && i.ID != than.ID && c.State == store.Enabled {
				return true
			}
		}
	}
	return false
}
