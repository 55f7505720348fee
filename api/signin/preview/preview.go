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
	ConnectionID        string
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

// Worst is the outcome that asks for action first, of those that anybody has.
func (p Preview) Worst() decision.PredictedOutcome {
	order := []decision.PredictedOutcome{decision.Refused, decision.Unknown, decision.Asked, decision.Silent}
	for _, outcome := range order {
		if p.Count[outcome] > 0 {
			return outcome
		}
	}
	return decision.Linked
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
	k := known{c: c}
	if id := asIfOn(c); id != "" {
		if k.v, err = f.Store.VersionOf(ctx, organizationID, id); err != nil {
			return Preview{}, fmt.Errorf("read the version: %w", err)
		}
	}
	if k.learned, err = f.Store.LearnedOf(ctx, organizationID, connectionID); err != nil {
		return Preview{}, fmt.Errorf("read what is known of accounts: %w", err)
	}
	if k.users, err = f.Store.ForecastUsers(ctx, organizationID, connectionID); err != nil {
		return Preview{}, fmt.Errorf("read the users: %w", err)
	}
	rules, err := f.rules(ctx, organizationID)
	if err != nil {
		return Preview{}, err
	}
	return f.of(rules, k), nil
}

// rules are what a forecast asks of the organization.
type rules struct {
	o   store.Organization
	set assign.Set
}

func (f *Forecaster) rules(ctx context.Context, organizationID string) (r rules, err error) {
	if r.o, err = f.Store.OrganizationByID(ctx, organizationID); err != nil {
		return rules{}, fmt.Errorf("read the organization: %w", err)
	}
	r.set, err = assign.Read(ctx, f.Store.Rows, organizationID)
	return r, err
}

// known is a connection with the version that it would be on with, and what was read for it.
type known struct {
	c       store.Connection
	v       store.Version
	learned store.Learned
	users   []store.ForecastUser
}

// asIfOn is the version that a connection has when it is on: the one that is in use, or the
// draft; "" if it has none.
func asIfOn(c store.Connection) string {
	id := cmp.Or(c.DraftVersionID, c.LiveVersionID)
	if c.State == store.Enabled && c.LiveVersionID != nil {
		id = c.LiveVersionID
	}
	return store.OrEmpty(id)
}

// of makes the forecast.
func (f *Forecaster) of(r rules, k known) Preview {
	live := facts.AsLive(k.c, k.v)
	live.PasswordSignIn, live.SSORequiredAt = r.o.PasswordSignIn, r.o.SSORequiredAt
	return preview(live, k.users, decision.NewForecast(f.forecastInput(live, k.learned, k.users)), r.set, f.Now())
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
		ConnectionID: l.ID, Provider: l.Provider, People: len(users), Domains: f.ProvenDomains(), Sources: f.Sources(),
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
