package preview

import (
	"context"
	"fmt"

	"latchkey/api/store"
)

// All is [Forecaster.Preview] of each connection of an organization but the removed ones, in
// the order in which they were set up, without the people: what is read is read once for all,
// however many connections there are.
func (f *Forecaster) All(ctx context.Context, organizationID string) ([]Preview, error) {
	connections, err := f.Store.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read the connections: %w", err)
	}
	inUse, err := f.Store.VersionsInUse(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read the versions: %w", err)
	}
	learned, err := f.Store.LearnedOfAll(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read what is known of accounts: %w", err)
	}
	people, err := f.Store.ForecastPeople(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("read the users: %w", err)
	}
	rules, err := f.rules(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	versions := map[string]store.Version{}
	for _, v := range inUse {
		versions[v.ID] = v.Version
	}
	var all []Preview
	for _, c := range connections {
		if c.State == store.Removed {
			continue
		}
		p := f.of(rules, known{c, versions[asIfOn(c)], learned(c.ID), people.At(c.ID)})
		p.Entries = nil
		all = append(all, p)
	}
	return all, nil
}
