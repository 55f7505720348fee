package refusals

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// What an outsider can make us write and look up, in one process.
const (
	rowsAtOnce = 20              // of an application in an organization
	rowsEvery  = 6 * time.Minute // then one in
	looksASec  = 20              // for the organization that a refusal concerns, all applications together, by who asks
	mostRows   = 1000            // that wait to be written
)

// Refusal is a request that was refused.
type Refusal struct {
	OrganizationID string
	ClientID       string // "" of an application that the organization does not have
	Code           Code
	Reason         string // the inner reason, or ""
	Counted        bool   // in the row of the day alone
	Reference      string
	Address        string // the client's IP address
	Browser        string // its User-Agent, cut
	At             time.Time
}

// waitedLong is when a row that could not be written is of the moment at which it is: who
// reads the sign-in log from the oldest on has passed by its own, see [store.SignInsComplete].
const waitedLong = store.SignInsComplete / 2

// Log notes refusals, and writes them; safe for concurrent use.
type Log struct {
	store *store.Store
	now   func() time.Time
	looks map[Asker]*rate.Limiter
	using using

	mu      sync.Mutex
	limits  map[asked]*rate.Limiter
	waiting map[string]store.RefusedRequest // by id
}

// asked is an application in an organization.
type asked struct{ organizationID, clientID string }

// Asker is who sent a request that was refused. What one kind sends is bounded apart from
// what others do.
type Asker string

// The kinds.
const (
	Person   Asker = "person"   // in a browser
	Proven   Asker = "proven"   // a client that proved who it is
	Unproven Asker = "unproven" // whoever says that they are a client
)

// New returns a log.
func New(s *store.Store, now func() time.Time) *Log {
	looks := map[Asker]*rate.Limiter{}
	for _, asker := range []Asker{Person, Proven, Unproven} {
		looks[asker] = rate.NewLimiter(looksASec, 5*looksASec)
	}
	return &Log{
		store: s, now: now, looks: looks, using: using{lists: map[string]usingList{}},
		limits: map[asked]*rate.Limiter{}, waiting: map[string]store.RefusedRequest{},
	}
}

// MayLook says whether it may be looked up now which organization a refusal concerns: in a
// flood it is not, and nothing is noted.
func (l *Log) MayLook(asker Asker, now time.Time) bool { return l.looks[asker].AllowN(now, 1) }

// Add notes a refusal: in a row of its own, or in that of the day.
func (l *Log) Add(r Refusal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	row := store.RefusedRequest{
		ID: secret.NewID(), OrganizationID: r.OrganizationID, ClientID: r.ClientID, Reference: r.Reference, Code: string(r.Code), Reason: r.Reason,
		Address: r.Address, Browser: r.Browser, Times: 1, FirstAt: store.At(r.At), LastAt: store.At(r.At),
	}
	if r.Counted || !l.limitOf(asked{r.OrganizationID, r.ClientID}).AllowN(r.At, 1) {
		row.ID = dayID(r)
	}
	l.join(row)
}

func (l *Log) limitOf(a asked) *rate.Limiter {
	limit := l.limits[a]
	if limit == nil {
		limit = rate.NewLimiter(rate.Every(rowsEvery), rowsAtOnce)
		l.limits[a] = limit
	}
	return limit
}

// dayID is the id of the row that counts the refusals of a day that are alike: the same on
// every replica. It opens nothing, so it may be derived.
func dayID(r Refusal) string {
	const length = 22 // as all ids
	return secret.Hash("refused|" + r.OrganizationID + "|" + r.ClientID + "|" + string(r.Code) + "|" + store.Day(r.At))[:length]
}

// join adds a row to those that wait.
func (l *Log) join(row store.RefusedRequest) {
	was, waits := l.waiting[row.ID]
	if !waits && len(l.waiting) >= mostRows {
		return
	}
	if waits {
		row.Times += was.Times
		row.FirstAt = was.FirstAt
	}
	l.waiting[row.ID] = row
}

// Flush writes what was noted since the last time; what cannot be written waits on.
func (l *Log) Flush(ctx context.Context) error {
	batch := l.take()
	now := store.At(l.now())
	for i, row := range batch {
		if now.Sub(row.LastAt.Time) > waitedLong {
			batch[i].LastAt = now
		}
	}
	err := l.store.AddRefusedRequests(ctx, batch)
	if err == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, row := range batch {
		later, waits := l.waiting[row.ID]
		delete(l.waiting, row.ID)
		l.join(row)
		if waits {
			l.join(later)
		}
	}
	return fmt.Errorf("write refused requests: %w", err)
}

// take empties what waits, and forgets the limits that nobody has come near lately.
func (l *Log) take() []store.RefusedRequest {
	l.mu.Lock()
	defer l.mu.Unlock()
	batch := make([]store.RefusedRequest, 0, len(l.waiting))
	var now time.Time
	for _, row := range l.waiting {
		batch = append(batch, row)
		if row.LastAt.After(now) {
			now = row.LastAt.Time
		}
	}
	clear(l.waiting)
	for a, limit := range l.limits {
		if !now.IsZero() && limit.TokensAt(now) >= rowsAtOnce {
			delete(l.limits, a)
		}
	}
	return batch
}
