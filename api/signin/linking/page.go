package linking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/role/assign"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// Page is what the link page shows: the same for a person with an account here
// and for one without.
type Page struct {
	Organization  string // code
	Name          string
	Provider      string
	ProviderLabel string // of a generic provider, else ""
	ProviderEmail string // masked if its proof is weak; "" if the provider gave none
	Email         string // the address to prove, or "" if it may not be shown
	EmailEditable bool
	Proofs        []string        // "password", "code", or none: only an administrator can help
	Roles         []store.RoleRow // that the person may choose from
	TriesLeft     int
	ExpiresAt     time.Time
}

// Pages are the link pages: an account that is asked to prove a user waits there. Safe
// for concurrent use.
type Pages struct{ Options }

// Options are what the link pages need from outside.
type Options struct {
	Store     *store.Store
	Ring      *secret.Ring
	Attempts  *attempt.Attempts
	Links     *Links
	Sessions  *session.Sessions
	Passwords *passwordcheck.Checker
	Roles     *assign.Roles // gives the roles that rules say
	Count     func(provider, outcome string)
	Log       *slog.Logger
	Now       func() time.Time
}

// New returns the link pages.
func New(o Options) *Pages {
	if o.Count == nil {
		o.Count = func(string, string) {}
	}
	return &Pages{o}
}

// Read reads the pending link of a browser.
func (s *Pages) Read(ctx context.Context, id string) (Page, error) {
	p, err := s.pending(ctx, id)
	if err != nil {
		return Page{}, err
	}
	l, err := s.liveForLink(ctx, s.Store.Rows, p)
	if err != nil {
		return Page{}, err
	}
	step := facts.LinkStep(l, p, s.Now(), s.Links.Mail.On)
	page := Page{
		Organization: l.OrganizationCode, Name: l.OrganizationName, Provider: p.Provider,
		Email: p.Email, EmailEditable: step.MayTypeEmail(), ProviderEmail: step.ShownAccount(), Proofs: step.Proofs(),
		TriesLeft: max(0, MaxProofs-int(p.Tries)), ExpiresAt: p.ExpiresAt.Time,
	}
	if page.Roles, err = s.Roles.Offered(ctx, s.Store.Rows, l); err != nil {
		return Page{}, err
	}
	if !provider.Key(p.Provider).IsBrand() {
		page.ProviderLabel = l.Label
	}
	if step.Proof != decision.Strong {
		page.Email = p.Suggestion
	}
	return page, nil
}

func (s *Pages) pending(ctx context.Context, id string) (store.PendingLink, error) {
	if id == "" {
		return store.PendingLink{}, fault.Because(fault.LinkTicketExpired, "no_cookie")
	}
	p, err := s.Store.PendingLinkByID(ctx, secret.Hash(id))
	if errors.Is(err, store.ErrNotFound) || err == nil && !s.Now().Before(p.ExpiresAt.Time) {
		return store.PendingLink{}, fault.Because(fault.LinkTicketExpired, "gone")
	}
	if err != nil {
		return store.PendingLink{}, fmt.Errorf("read a pending link: %w", err)
	}
	return p, nil
}

// liveForLink reads the connection again: one that was turned off or changed in any
// way since the provider answered links nobody, even if it was turned on again.
func (s *Pages) liveForLink(ctx context.Context, rows store.Rows, p store.PendingLink) (store.LiveConnection, error) {
	l, err := rows.LiveByID(ctx, p.OrganizationID, p.ConnectionID)
	if errors.Is(err, store.ErrNotFound) {
		return store.LiveConnection{}, fault.Because(fault.LinkTicketExpired, "connection_gone")
	}
	if err != nil {
		return store.LiveConnection{}, fmt.Errorf("read the connection: %w", err)
	}
	if !l.OrganizationActive || l.State != store.Enabled || l.VersionID != p.VersionID || l.Revision != p.Revision {
		return store.LiveConnection{}, fault.Because(fault.LinkTicketExpired, "connection_changed")
	}
	return l, nil
}
