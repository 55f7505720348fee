package connection

import (
	"context"
	"fmt"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// Scopes are what every application asks for: shown and sent alike.
const Scopes = idp.Scopes

// Status is where a connection is in its life, as people read it.
type Status string

// The statuses: see the package's picture.
const (
	StatusDraft    Status = "draft"
	StatusTested   Status = "tested"
	StatusEnabled  Status = "enabled"
	StatusDegraded Status = "degraded"
	StatusDisabled Status = "disabled"
)

// View is everything that the settings show of a connection, but for what
// depends on who asks. It holds no secret but a sealed one.
type View struct {
	store.ConnectionEntry
	Live, Draft, Fallback *store.VersionEntry // nil where there is none; a fallback only while it is tried
	LastTest              *store.LatestTest
	LastDay               store.SignInCount
}

// Kind says what kind of provider it is of.
func (v View) Kind() provider.Kind { return of(v.Connection).Kind }

// of is what is known of a connection's provider.
func of(conn store.Connection) provider.Descriptor { return provider.Of(provider.Key(conn.Provider)) }

// Status says where the connection is in its life.
func (v View) Status() Status {
	newest := v.Newest()
	switch {
	case v.State == store.Disabled:
		return StatusDisabled
	case v.State == store.Enabled && (v.Health.Health == store.HealthDegraded || v.LockedTo.Unreadable()):
		return StatusDegraded
	case v.State == store.Enabled:
		return StatusEnabled
	case newest != nil && !newest.PassedAt.IsZero():
		return StatusTested
	}
	return StatusDraft
}

// Newest is the version that was saved last, as far as it is in use; nil when
// there is none.
func (v View) Newest() *store.VersionEntry {
	if v.Draft != nil {
		return v.Draft
	}
	return v.Live
}

// List reads an organization's connections in the order in which they were set
// up, with six queries whatever their number.
func (c *Connections) List(ctx context.Context, organizationID string) ([]View, error) {
	entries, err := c.Store.ConnectionEntries(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read the connections: %w", err)
	}
	versions, err := c.Store.VersionsInUse(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read their versions: %w", err)
	}
	tests, err := c.Store.LatestTests(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read their tests: %w", err)
	}
	days, err := c.Store.LastDays(ctx, organizationID, c.Now())
	if err != nil {
		return nil, fmt.Errorf("count their sign-ins: %w", err)
	}
	views := make([]View, len(entries))
	for i, entry := range entries {
		v := View{ConnectionEntry: entry, LastDay: store.SignInCount{Provider: entry.Provider}}
		v.Live, v.Draft = versionIn(versions, entry.LiveVersionID), versionIn(versions, entry.DraftVersionID)
		if entry.FallbackUntil.After(c.Now()) {
			v.Fallback = versionIn(versions, entry.FallbackVersionID)
		}
		if n := slices.IndexFunc(tests, func(t store.LatestTest) bool { return t.ConnectionID == entry.ID }); n >= 0 {
			v.LastTest = &tests[n]
		}
		if n := slices.IndexFunc(days, func(d store.SignInCount) bool { return d.Provider == entry.Provider }); n >= 0 {
			v.LastDay = days[n]
		}
		views[i] = v
	}
	return views, nil
}

func versionIn(versions []store.VersionEntry, id *string) *store.VersionEntry {
	if id == nil {
		return nil
	}
	n := slices.IndexFunc(versions, func(v store.VersionEntry) bool { return v.ID == *id })
	if n < 0 {
		return nil
	}
	return &versions[n]
}

// Read reads one connection of an organization.
func (c *Connections) Read(ctx context.Context, organizationID, connectionID string) (View, error) {
	views, err := c.List(ctx, organizationID)
	if err != nil {
		return View{}, err
	}
	n := slices.IndexFunc(views, func(v View) bool { return v.ID == connectionID })
	if n < 0 {
		return View{}, fault.Because(fault.NotFound, "no_connection")
	}
	return views[n], nil
}

// Versions lists a connection's versions, newest first.
func (c *Connections) Versions(ctx context.Context, organizationID, connectionID string) ([]store.VersionEntry, error) {
	if _, err := present(c.Store.ConnectionByID(ctx, organizationID, connectionID)); err != nil {
		return nil, fmt.Errorf("read a connection: %w", err)
	}
	return c.Store.VersionEntriesOf(ctx, organizationID, connectionID)
}

// Impact is whom turning a connection off would touch.
type Impact struct {
	store.Impact
	People []store.User // the first twenty who have no other sign-in method
}

// Impact says whom turning a connection off or removing it would touch.
func (c *Connections) Impact(ctx context.Context, organizationID, connectionID string) (Impact, error) {
	const shown = 20
	if _, err := present(c.Store.ConnectionByID(ctx, organizationID, connectionID)); err != nil {
		return Impact{}, fmt.Errorf("read a connection: %w", err)
	}
	counts, people, err := c.Store.ImpactOf(ctx, organizationID, connectionID, c.Now(), shown)
	if err != nil {
		return Impact{}, fmt.Errorf("count whom a connection serves: %w", err)
	}
	return Impact{Impact: counts, People: people}, nil
}
