package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Preview is the forecast of a connection for all users: what happens when it is on.
type Preview struct {
	Provider            string
	People              int // active users
	Count               map[decision.PredictedOutcome]int
	PersonalAddresses   int // of the silent ones, those with a private address
	RefusedWithPassword int // of the refused ones, those who can use a password
	Reasons             []PreviewReason
	Domains             []string          // the e-mail domains whose addresses count as verified
	Sources             []decision.Source // what it was worked out from, beside the policy
	Entries             []PreviewEntry
}

// PreviewReason counts the users with one outcome for one reason.
type PreviewReason struct {
	Outcome decision.PredictedOutcome
	Reason  string
	People  int
}

// PreviewEntry is one user with their prediction.
type PreviewEntry struct {
	store.Foreseen
	decision.Prediction
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
	return preview(live, users, decision.NewForecast(r.forecastInput(live, learned, users)), r.now()), nil
}

// asLive reads a connection as it would be if it were on: with the version that is in use,
// or with the draft.
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

// forecastInput puts together what is known.
func (r *Flow) forecastInput(l store.Live, learned store.Learned, users []store.Foreseen) decision.ForecastInput {
	in := decision.ForecastInput{
		Connection: connectionOf(l, r.now()), VersionID: l.VersionID, Mail: r.mail.On, Verified: learned.Verified,
		Users: make([]decision.User, len(users)),
	}
	for _, t := range learned.Tests {
		in.Tests = append(in.Tests, passedTest(t))
	}
	for i, u := range users {
		in.Users[i] = userOf(u)
	}
	return in
}

// preview counts what is forecast for everybody, in the order of the users.
func preview(l store.Live, users []store.Foreseen, f decision.Forecast, now time.Time) Preview {
	passwords := l.PasswordsOpen(now)
	p := Preview{
		Provider: l.Provider, People: len(users), Domains: f.ProvenDomains(), Sources: f.Sources(),
		Count: map[decision.PredictedOutcome]int{}, Entries: make([]PreviewEntry, len(users)),
	}
	reasons := map[PreviewReason]int{}
	for i, u := range users {
		e := PreviewEntry{u, f.Of(f.Users[i])}
		p.Entries[i] = e
		p.Count[e.Outcome]++
		reasons[PreviewReason{Outcome: e.Outcome, Reason: e.Reason}]++
		if e.Outcome == decision.Silent && e.Reason == decision.PersonalAddress {
			p.PersonalAddresses++
		}
		if e.Outcome == decision.Refused && e.HasPassword && (e.Exempt || passwords) {
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
