package domain_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// zone is a resolver that answers what a test says.
type zone struct {
	mu      sync.Mutex
	records map[string][]string
	err     error
	asked   []string
}

func (z *zone) LookupTXT(ctx context.Context, name string) ([]string, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.asked = append(z.asked, name)
	if _, bounded := ctx.Deadline(); !bounded {
		return nil, errors.New("a look without an end")
	}
	if z.err != nil {
		return nil, z.err
	}
	records, ok := z.records[name]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return records, nil
}

func (z *zone) publish(d store.ClaimedDomain) {
	z.mu.Lock()
	defer z.mu.Unlock()
	name, value := domain.Record(d.Domain)
	z.records = map[string][]string{name + ".": {"v=spf1 -all", value}}
}

func (z *zone) fails(err error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.records, z.err = nil, err
}

type rig struct {
	t            *testing.T
	db           *store.Store
	zone         *zone
	now          time.Time
	acme, globex store.Organization
	sofia        store.User
	*domain.Domains
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, zone: &zone{}, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	r.acme, r.globex = store.NewOrganization("acme", "Acme", r.now), store.NewOrganization("globex", "Globex", r.now)
	r.must(db.AddOrganization(t.Context(), r.acme))
	r.must(db.AddOrganization(t.Context(), r.globex))
	r.sofia = store.NewUser(r.acme.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, r.now)
	r.must(db.AddUser(t.Context(), r.sofia))
	r.Domains = domain.New(domain.Options{
		Store: db, Resolver: r.zone, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return r.now },
	})
	return r
}

func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { test(newRig(t, open())) })
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// claim is Sofia's, who has just proven to be herself.
func (r *rig) claim(name string) domain.Claim {
	return domain.Claim{By: change.Actor{OrganizationID: r.acme.ID, ID: r.sofia.ID, Recent: proven}, Domain: name}
}

// proven is whoever has just proven to be themselves.
func proven(context.Context, store.Rows) error { return nil }

func (r *rig) add(name string) store.ClaimedDomain {
	r.t.Helper()
	d, err := r.Add(r.t.Context(), r.claim(name))
	r.must(err)
	return d
}

func (r *rig) check(d store.ClaimedDomain) store.ClaimedDomain {
	r.t.Helper()
	d, err := r.Check(r.t.Context(), r.acme.ID, d.ID, r.sofia.ID)
	r.must(err)
	return d
}

// day lets a day pass, with its look.
func (r *rig) day(d store.ClaimedDomain) store.ClaimedDomain {
	r.t.Helper()
	r.now = r.now.Add(24 * time.Hour)
	r.must(r.Recheck(r.t.Context()))
	d, err := r.db.DomainByID(r.t.Context(), r.acme.ID, d.ID)
	r.must(err)
	return d
}

func (r *rig) is(what string, d store.ClaimedDomain, state store.DomainState, result string) {
	r.t.Helper()
	if d.State != state || d.Result != result {
		r.t.Errorf("%s: %s (%s), want %s (%s)", what, d.State, d.Result, state, result)
	}
}

func (r *rig) refused(err error, code fault.Code, reason string) *fault.Fault {
	r.t.Helper()
	f := fault.Of(err)
	if err == nil || f.Code != code || f.Reason != reason {
		r.t.Errorf("got %v, want %s (%s)", err, code, reason)
	}
	return f
}

// audited lists acme's events, oldest first, each with who did it.
func (r *rig) audited() string {
	r.t.Helper()
	events, err := r.db.AuditEvents(r.t.Context(), r.acme.ID, 100)
	r.must(err)
	var lines []string
	for _, e := range events {
		who := map[string]string{r.sofia.ID: "sofia", store.ActorSystem: "system"}[e.Actor]
		lines = append([]string{who + " " + e.Action}, lines...)
	}
	return strings.Join(lines, ", ")
}
