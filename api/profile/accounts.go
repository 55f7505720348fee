package profile

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// AccountState is what people are told of a provider.
type AccountState string

// The states. An account may be connected in the last two, too.
const (
	Connected    AccountState = "connected"
	NotConnected AccountState = "not_connected"
	NotSetUp     AccountState = "not_set_up"
	Off          AccountState = "off"
	NotWorking   AccountState = "not_working"
)

// Account is a provider, and the account there that may sign in as the person.
type Account struct {
	Provider string
	Label    string // of a generic provider
	State    AccountState
	Identity *store.Identity // nil: none is connected
	Refusal  fault.Code      // why it cannot be disconnected, or ""
}

// Ways are a person's ways in.
type Ways struct {
	Accounts          []Account
	HasPassword       bool
	PasswordOpensDoor bool
	PasswordChangedAt store.Time // zero: there is none, or it is not known
	RecentUntil       time.Time  // zero: they must confirm that it is them first
}

// Ways tells the holder how they get in.
func (p *Profile) Ways(ctx context.Context, h store.Principal) (Ways, error) {
	s, err := p.situation(ctx, p.Store.Rows, h)
	if err != nil {
		return Ways{}, err
	}
	w := Ways{HasPassword: s.user.PasswordHash != nil, PasswordOpensDoor: s.passwordOpens(p.Now())}
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
				return Ways{}, err
			}
		}
		w.Accounts = append(w.Accounts, a)
	}
	return w, nil
}

// situation is what a person's ways in hang on.
type situation struct {
	organization store.Organization
	user         store.User
	session      store.Session
	connections  []store.Connection
	identities   []store.Identity
}

func (p *Profile) situation(ctx context.Context, rows store.Rows, h store.Principal) (situation, error) {
	now, err := p.standing(ctx, rows, h)
	if err != nil {
		return situation{}, err
	}
	s := situation{session: now.Session}
	if s.organization, err = rows.OrganizationByID(ctx, h.OrganizationID); err != nil {
		return s, fmt.Errorf("read an organization: %w", err)
	}
	if s.user, err = rows.UserByID(ctx, h.OrganizationID, h.UserID); err != nil {
		return s, fmt.Errorf("read a user: %w", err)
	}
	if !rows.Opens(s.user.PasswordHash) {
		s.user.PasswordHash = nil // S6: they need a new one, as whoever has none
	}
	if s.connections, err = rows.ConnectionsOf(ctx, h.OrganizationID); err != nil {
		return s, fmt.Errorf("list connections: %w", err)
	}
	if s.identities, err = rows.IdentitiesOf(ctx, h.OrganizationID, h.UserID); err != nil {
		return s, fmt.Errorf("list links: %w", err)
	}
	return s, nil
}

// passwordOpens says whether the person may sign in with their password now.
func (s situation) passwordOpens(now time.Time) bool {
	return s.user.PasswordHash != nil && (s.user.Exempt || s.organization.PasswordsOpen(now))
}

// providers lists what the organization has or could have: the brands, and the
// generic ones that somebody can sign in with, or could.
func (s situation) providers() []string {
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

// account tells of a provider. A link sleeps while its connection is removed; one
// that is being set up again is off for whoever is connected to it.
func (s situation) account(provider string) Account {
	a := Account{Provider: provider, State: NotSetUp}
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

// another says whether the person is connected at an enabled connection other
// than that of a link.
func (s situation) another(than store.Identity) bool {
	for _, c := range s.connections {
		for _, i := range s.identities {
			if i.ConnectionID == c.ID && i.ID != than.ID && c.State == store.Enabled {
				return true
			}
		}
	}
	return false
}
