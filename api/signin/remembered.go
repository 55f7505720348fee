package signin

import (
	"context"
	"sync"
	"time"

	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// freshFor is how long a start goes by a connection that was read before, and so how long
// one that was turned off on another replica may still be started. What this process
// changes is read again at once.
const freshFor = time.Second

// Most connections and attempts that are remembered.
const (
	rememberedMost = 2000
	returnedMost   = 4000
)

// remembered are connections as they were read lately; safe for concurrent use.
type remembered struct {
	store *store.Store
	now   func() time.Time

	mu      sync.Mutex
	byPlace map[place]*reading
	byID    map[string]*reading
	// Attempts that have come back to this process, in two generations.
	returned, before map[string]bool
}

// place is an organization's code and a provider.
type place struct{ organization, provider string }

// reading is a connection with when it was read.
type reading struct {
	live  store.LiveConnection
	at    time.Time
	after int64 // changes of connections by this process: see [store.Store.LiveWrites]
}

func newRemembered(o Options) *remembered {
	return &remembered{
		store: o.Store, now: o.Now, byPlace: map[place]*reading{}, byID: map[string]*reading{},
		returned: map[string]bool{}, before: map[string]bool{},
	}
}

// at is an organization's connection at a provider, as it was within the last second;
// errors as of [store.Rows.LiveAt].
func (m *remembered) at(ctx context.Context, organization, provider string) (store.LiveConnection, error) {
	m.mu.Lock()
	was := m.byPlace[place{organization, provider}]
	m.mu.Unlock()
	if m.holds(was, freshFor) {
		return was.live, nil
	}
	after := m.store.LiveWrites()
	live, err := m.store.LiveAt(ctx, organization, provider)
	if err == nil {
		m.keep(live, after)
	}
	return live, err
}

// of is the connection that an attempt began with, if it is remembered from a time at which
// a callback would have gone on with it. It says by which application the code is to be
// sent, and no more: whether anybody may sign in is read when the account is known. Where
// anything is particular about the connection it is not used.
func (m *remembered) of(a *attempt.Returned) (store.LiveConnection, bool) {
	return m.within(a, attempt.Life)
}

// lately is the same of the last second: somebody may be decided by it who is written only
// if it is still so, see [store.Store.CommitReturning].
func (m *remembered) lately(a *attempt.Returned) (store.LiveConnection, bool) {
	return m.within(a, freshFor)
}

func (m *remembered) within(a *attempt.Returned, age time.Duration) (store.LiveConnection, bool) {
	m.mu.Lock()
	was := m.byID[a.Connection]
	m.mu.Unlock()
	if !m.holds(was, age) {
		return store.LiveConnection{}, false
	}
	l := was.live
	return l, l.OrganizationID == a.Organization && l.OrganizationActive && l.State == store.Enabled && l.VersionID == a.Version &&
		l.FallbackVersionID == nil && l.Health.Health == store.HealthOK
}

func (m *remembered) holds(was *reading, within time.Duration) bool {
	if was == nil || was.after != m.store.LiveWrites() {
		return false
	}
	age := m.now().Sub(was.at)
	return age >= 0 && age < within
}

// keep remembers a connection that was read after so many changes.
func (m *remembered) keep(l store.LiveConnection, after int64) {
	read := &reading{l, m.now(), after}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.byID) >= rememberedMost {
		clear(m.byID)
		clear(m.byPlace)
	}
	m.byID[l.ID], m.byPlace[place{l.OrganizationCode, l.Provider}] = read, read
}

// first says whether an attempt comes back to this process for the first time. It forgets
// thousands of attempts later; the database does not.
func (m *remembered) first(attemptID string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.returned[attemptID] || m.before[attemptID] {
		return false
	}
	if len(m.returned) >= returnedMost {
		m.returned, m.before = map[string]bool{}, m.returned
	}
	m.returned[attemptID] = true
	return true
}
