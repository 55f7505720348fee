package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// Forecaster makes forecasts; safe for concurrent use.
type Forecaster struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store *store.Store
	Mail  bool // this deployment sends mail, so that a mailed code is a proof
	Now   func() time.Time
}

// New returns the room.
func New(o Options) *Forecaster { return &Forecaster{o} }

// Preview is the forecast of a connection for all users: what happens when it is on.
type Preview struct {
	Provider            string
	People              int // active users
	Count               map[decision.PredictedOutcome]int
	PersonalAddresses   int // of the silent ones, those with a private address
	RefusedWithPassword int // of the refused ones, those who can use a password
	Reasons             []Reason
	Domains             []string          // the e-mail domains whose addresses count as verified
	Sources             []decision.Source // what it was worked out from, beside the policy
	Entries             []Entry
}

// Reason counts the users with one outcome for one reason.
type Reason struct {
	Outcome decision.PredictedOutcome
	Reason  string
	People  int
}

// Entry is one user with their prediction.
type Entry struct {
	store.ForecastUser
	decision.Prediction
}

// Preview forecasts the sign-in of every active user through a connection, on
// or not. It writes nothing and asks nobody outside. Error: fault NotFound for a
// connection that the organization does not have.
func (f *Forecaster) Preview(ctx context.Context, organizationID, connectionID string) (Preview, error) {
	c, err := f.Store.ConnectionByID(ctx, organizationID, connectionID)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.State == store.Removed {
		return Preview{}, fault.Because(fault.NotFound, "no_connection")
	}
	if err != nil {
		return Preview{}, fmt.Errorf("read the connection: %w", err)
	}
	live, err := f.asLive(ctx, c)
	if err != nil {
		return Preview{}, err
	}
	learned, err := f.Store.LearnedOf(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read what is known of accounts: %w", err)
	}
	users, err := f.Store.ForecastUsers(ctx, organizationID, connectionID)
	if err != nil {
		return Preview{}, fmt.Errorf("read the users: %w", err)
	}
	set, err := assign.Read(ctx, f.Store.Rows, organizationID)
	if err != nil {
		return Preview{}, err
	}
	return preview(live, users, decision.NewForecast(f.forecastInput(live, learned, users)), set, f.Now()), nil
}

// asLive reads a connection as it would be if it were on: with the version that is in use,
// or with the draft.
func (f *Forecaster) asLive(ctx context.Context, c store.Connection) (store.LiveConnection, error) {
	o, err := f.Store.OrganizationByID(ctx, c.OrganizationID)
	if err != nil {
		return store.LiveConnection{}, fmt.Errorf("read the organization: %w", err)
	}
	id := cmp.Or(c.DraftVersionID, c.LiveVersionID)
	if c.State == store.Enabled && c.LiveVersionID != nil {
		id = c.LiveVersionID
	}
	var v store.Version
	if id != nil {
		if v, err = f.Store.VersionOf(ctx, c.OrganizationID, *id); err != nil {
			return store.LiveConnection{}, fmt.Errorf("read the version: %w", err)
		}
	}
	live := facts.AsLive(c, v)
	live.PasswordSignIn, live.SSORequiredAt = o.PasswordSignIn, o.SSORequiredAt
	return live, nil
}

// forecastInput puts together what is known.
func (f *Forecaster) forecastInput(l store.LiveConnection, learned store.Learned, users []store.ForecastUser) decision.ForecastInput {
	in := decision.ForecastInput{
		Connection: facts.Connection(l, f.Now()), VersionID: l.VersionID, Mail: f.Mail, Verified: learned.Verified,
		Users: make([]decision.User, len(users)),
	}
	for _, t := range learned.Tests {
		in.Tests = append(in.Tests, facts.PassedTest(t))
	}
	for i, u := range users {
		in.Users[i] = facts.User(u)
	}
	return in
}

// preview counts what is forecast for everybody, in the order of the users.
func preview(l store.LiveConnection, users []store.ForecastUser, f decision.Forecast, set assign.Set, now time.Time) Preview {
	passwords := l.PasswordsOpen(now)
	p := Preview{
		Provider: l.Provider, People: len(users), Domains: f.ProvenDomains(), Sources: f.Sources(),
		Count: map[decision.PredictedOutcome]int{}, Entries: make([]Entry, len(users)),
	}
	reasons := map[Reason]int{}
	for i, u := range users {
		e := Entry{u, underRules(f.Of(f.Users[i]), set, l.ID, u)}
		p.Entries[i] = e
		p.Count[e.Outcome]++
		reasons[Reason{Outcome: e.Outcome, Reason: e.Reason}]++
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
	slices.SortFunc(p.Reasons, func(a, b Reason) int {
		return cmp.Or(strings.Compare(string(a.Outcome), string(b.Outcome)), cmp.Compare(b.People, a.People), strings.Compare(a.Reason, b.Reason))
	})
	return p
}
