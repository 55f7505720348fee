package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Preview is the forecast of a connection for everybody: what happens on Monday.
type Preview struct {
	Provider            string
	People              int // active users
	Count               map[PredictedOutcome]int
	PersonalAddresses   int // of the silent ones, those with a private address
	RefusedWithPassword int // of the refused ones, those who can use a password
	Reasons             []PreviewReason
	Domains             []string // the e-mail domains that are taken for the provider's own
	Sources             []Source // what it was worked out from, beside the policy
	Entries             []PreviewEntry
}

// PreviewReason counts the people with one outcome for one reason.
type PreviewReason struct {
	Outcome PredictedOutcome
	Reason  string
	People  int
}

// PreviewEntry is one person and what is foreseen.
type PreviewEntry struct {
	store.Foreseen
	Prediction
}

// Preview forecasts the sign-in of every active user through a connection, on
// or not. It writes nothing and asks nobody outside. Error: fault NotFound for a
// connection that the organization does not have.
func (r *Flow) Preview(ctx context.Context, organizationID, connectionID string) (Preview, error) {
	c, err := r.store.ConnectionByID(ctx, organizationID, connectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.State == store.Removed {
		return Preview{}, fault.Because(fault.NotFound, "no_connection")
	}
	if err != nil {
		return Preview{}, fmt.Errorf("read the connection: %w", err)
	}
	live, err := r.asLive(ctx, c)
	if err != nil {
		return Preview{}, err
	}
	learned, err := r.store.LearnedOf(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read what is known of accounts: %w", err)
	}
	users, err := r.store.ForeseenUsers(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read the users: %w", err)
	}
	p := r.outlook(live, learned, users).preview(users)
	p.Sources = sources(live, learned, users)
	return p, nil
}

// asLive reads a connection as it would be if it were on: with its newest
// version, or with the one that people use now.
func (r *Flow) asLive(ctx context.Context, c store.Connection) (store.Live, error) {
	o, err := r.store.OrganizationByID(ctx, c.OrganizationID)
	if err != nil {
		return store.Live{}, fmt.Errorf("read the organization: %w", err)
	}
	id := cmp.Or(c.DraftVersionID, c.LiveVersionID)
	if c.State == store.Enabled && c.LiveVersionID != nil {
		id = c.LiveVersionID
	}
	var v store.Version
	if id != nil {
		if v, err = r.store.VersionOf(ctx, c.OrganizationID, *id); err != nil {
			return store.Live{}, fmt.Errorf("read the version: %w", err)
		}
	}
	live := underTest(c, v)
	live.PasswordSignIn, live.SSORequiredAt = o.PasswordSignIn, o.SSORequiredAt
	return live, nil
}

// outlook puts together what is known.
func (r *Flow) outlook(l store.Live, learned store.Learned, users []store.Foreseen) ForecastInput {
	o := ForecastInput{Live: l, Mail: r.mail.On, Now: r.now(), Verified: learned.Verified, Homes: homes(l, learned, users)}
	for _, test := range learned.Tests {
		if test.VersionID == l.VersionID && test.Report.Account != nil {
			o.Told = test.Report.Account
			break
		}
	}
	o.SendsEmail = slices.ContainsFunc(users, func(u store.Foreseen) bool {
		return text(u.ClientID) == l.ClientID && text(u.SeenEmail) != ""
	})
	return o
}

func (o ForecastInput) preview(users []store.Foreseen) Preview {
	passwords := o.Live.PasswordsOpen(o.Now)
	p := Preview{
		Provider: o.Live.Provider, People: len(users), Domains: o.ownDomains(users),
		Count: map[PredictedOutcome]int{}, Entries: make([]PreviewEntry, len(users)),
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
