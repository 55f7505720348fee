package event

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// The objects that events are of, as the contract has them (EventUser and so on). Version
// counts the changes of one: who gets two events in another order drops the older.
type (
	userObject struct {
		ID         string     `json:"id"`
		ExternalID *string    `json:"externalId"`
		Email      string     `json:"email"`
		Name       string     `json:"name"`
		Role       store.Role `json:"role"`
		Active     bool       `json:"active"`
		Exempt     bool       `json:"exempt"`
		Version    int64      `json:"version"`
		CreatedAt  time.Time  `json:"createdAt"`
		ChangedAt  time.Time  `json:"changedAt"`
	}
	connectionObject struct {
		ID       string        `json:"id"`
		Provider string        `json:"provider"`
		Label    string        `json:"label"`
		State    store.State   `json:"state"`
		Health   store.Verdict `json:"health"`
		Reason   string        `json:"reason"`
		Version  int64         `json:"version"`
	}
	clientObject struct {
		ID      string            `json:"id"`
		Name    string            `json:"name"`
		State   store.ClientState `json:"state"`
		Scopes  store.Strings     `json:"scopes"`
		Version int64             `json:"version"`
	}
)

// objects are those of the events of one transaction, read once, as they are when it ends.
type objects struct {
	users       map[string]store.User
	connections map[string]store.Connection
	clients     map[string]store.EventService
}

// write makes the rows of what was noted, organization by organization.
func write(ctx context.Context, rows store.Rows, list []store.Outgoing) error {
	byOrganization := map[string][]store.Outgoing{}
	for _, o := range list {
		byOrganization[o.OrganizationID] = append(byOrganization[o.OrganizationID], o)
	}
	for _, id := range slices.Sorted(maps.Keys(byOrganization)) { // a fixed order: see AddEvents
		if err := writeOf(ctx, rows, id, byOrganization[id]); err != nil {
			return err
		}
	}
	return nil
}

func writeOf(ctx context.Context, rows store.Rows, organizationID string, list []store.Outgoing) error {
	all, err := readObjects(ctx, rows, organizationID, list)
	if err != nil {
		return fmt.Errorf("read what events are of: %w", err)
	}
	events := make([]store.EventRow, len(list))
	for i, o := range list {
		data, err := json.Marshal(all.data(o))
		if err != nil {
			return fmt.Errorf("write the data of %s: %w", o.Type, err)
		}
		events[i] = store.EventRow{
			ID: "evt_" + secret.NewID(), OrganizationID: organizationID, Type: o.Type, OccurredAt: store.At(o.At), Data: string(data), Once: o.Once,
		}
	}
	return rows.AddEvents(ctx, organizationID, events)
}

func readObjects(ctx context.Context, rows store.Rows, organizationID string, list []store.Outgoing) (objects, error) {
	o := objects{map[string]store.User{}, map[string]store.Connection{}, map[string]store.EventService{}}
	var users, connections, clients []string
	for _, one := range list {
		users, connections, clients = appendNew(users, one.UserID), appendNew(connections, one.ConnectionID), appendNew(clients, one.ServiceID)
	}
	some, err := rows.UsersByID(ctx, organizationID, users)
	if err != nil {
		return o, err
	}
	for _, u := range some {
		o.users[u.ID] = u
	}
	found, err := rows.ConnectionsByID(ctx, organizationID, connections)
	if err != nil {
		return o, err
	}
	for _, c := range found {
		o.connections[c.ID] = c
	}
	services, err := rows.EventServices(ctx, organizationID, clients)
	for _, s := range services {
		o.clients[s.ClientID] = s
	}
	return o, err
}

func appendNew(ids []string, id string) []string {
	if id == "" {
		return ids
	}
	return append(ids, id)
}

// data is what an event says.
func (all objects) data(o store.Outgoing) map[string]any {
	data := map[string]any{}
	maps.Copy(data, o.Data)
	if u, is := all.users[o.UserID]; is {
		data["user"] = userObject{
			ID: u.ID, ExternalID: u.ExternalID, Email: u.Email, Name: u.Name, Role: u.Role, Active: u.Active, Exempt: u.Exempt, Version: u.Revision,
			CreatedAt: u.CreatedAt.Time, ChangedAt: u.UpdatedAt.Time,
		}
	}
	if c, is := all.connections[o.ConnectionID]; is {
		data["connection"] = connectionObject{
			ID: c.ID, Provider: c.Provider, Label: cmp.Or(c.Label, c.Provider), State: c.State, Health: c.Health.Health, Reason: c.HealthReason, Version: c.Revision,
		}
	}
	if c, is := all.clients[o.ServiceID]; is {
		data["client"] = clientObject{ID: c.ClientID, Name: c.Name, State: c.State, Scopes: c.Scopes, Version: c.Revision}
	}
	return data
}
