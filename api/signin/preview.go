package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Preview is the forecast of a connection for everybody: what happens on Monday.
type Preview struct {
	Provider            string
	People              int // active users
	Count               map[Foresight]int
	PersonalAddresses   int // of the silent ones, those with a private address
	RefusedWithPassword int // of the refused ones, those who can use a password
	Reasons             []PreviewReason
	Domains             []string // the e-mail domains that are taken for the provider's own
	Entries             []PreviewEntry
}

// PreviewReason counts the people with one outcome for one reason.
type PreviewReason struct {
	Outcome Foresight
	Reason  string
	People  int
}

// PreviewEntry is one person and what is foreseen.
type PreviewEntry struct {
	store.Foreseen
	Prospect
}

// Preview forecasts the sign-in of every active user through a connection, on
// or not. It writes nothing and asks nobody outside. Error: fault NotFound for a
// connection that the organization does not have.
func (r *Road) Preview(ctx context.Context, organizationID, connectionID string) (Preview, error) {
	c, err := r.store.ConnectionByID(ctx, organizationID, connectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.State == store.Removed {
		return Preview{}, fault.Because(fault.NotFound, "no_connection")
	}
	if err != nil {
		return Preview{}, fmt.Errorf("read the connection: %w", err)
	}
	passwords, err := r.store.PasswordsOpenIn(ctx, organizationID, r.now())
	if err != nil {
		return Preview{}, fmt.Errorf("read the organization: %w", err)
	}
	learned, err := r.store.LearnedOf(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read the domains: %w", err)
	}
	users, err := r.store.ForeseenUsers(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read the users: %w", err)
	}
	o := Outlook{
		Provider: idp.Provider(c.Provider), LockedTo: c.LockedTo, Policy: Policy{c.Linking, c.WeakProof},
		Domains: ownDomains(c, learned, users),
	}
	return o.preview(users, passwords), nil
}

func (o Outlook) preview(users []store.Foreseen, passwords bool) Preview {
	p := Preview{
		Provider: string(o.Provider), People: len(users), Domains: o.Domains,
		Count: map[Foresight]int{}, Entries: make([]PreviewEntry, len(users)),
	}
	reasons := map[PreviewReason]int{}
	for i, u := range users {
		e := PreviewEntry{u, Forecast(o, u)}
		p.Entries[i] = e
		p.Count[e.Outcome]++
		reasons[PreviewReason{Outcome: e.Outcome, Reason: e.Reason}]++
		if e.Outcome == Silent && e.Reason == whyPersonalAddress {
			p.PersonalAddresses++
		}
		if e.Outcome == Refused && e.HasPassword && (e.Exempt || passwords) {
			p.RefusedWithPassword++
		}
	}
	for reason, n := range reasons {
		reason.People = n
		p.Reasons = append(p.Reasons, reason)
	}
	slices.SortFunc(p.Reasons, func(a, b PreviewReason) int {
		return cmp.Or(strings.Compare(string(a.Outcome), string(b.Outcome)), cmp.Compare(b.People, a.People), strings.Compare(a.Reason, b.Reason))
	})
	return p
}

// ownDomains are the e-mail domains whose people are expected to come from
// within the lock. A tenant says nothing of its domains, so they are learned:
// from accounts of a locked tenant that signed in or were tested, and from what
// the organization has proven to own.
func ownDomains(c store.Connection, l store.Learned, users []store.Foreseen) []string {
	own := map[string]bool{}
	switch idp.Provider(c.Provider) {
	case idp.Google:
		for _, domain := range c.LockedTo {
			own[store.LowerEmail(domain)] = true
		}
	case idp.Microsoft:
		if len(c.LockedTo) == 0 {
			break // whoever it is, the proof is weak
		}
		for _, domain := range l.Verified {
			own[store.LowerEmail(domain)] = true
		}
		for _, lock := range l.Locks {
			own[lock.Domain] = contains(c.LockedTo, lock.Value) || own[lock.Domain]
		}
		for _, u := range users {
			if contains(c.LockedTo, text(u.TenantID)) {
				own[domainOf(text(u.SeenEmail))] = true
			}
		}
	default:
		for _, domain := range l.Verified {
			own[store.LowerEmail(domain)] = true
		}
	}
	maps.DeleteFunc(own, func(domain string, is bool) bool { return domain == "" || !is })
	return slices.Sorted(maps.Keys(own))
}
