package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/secret"
)

// EventRow is something that integrators are told of: package event has the catalogue.
type EventRow struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	Sequence       int64  `db:"sequence"` // 1, 2, 3 … in the organization, in the order of commits
	Type           string `db:"type"`
	OccurredAt     Time   `db:"occurred_at"`
	Data           string `db:"data"` // JSON object
	Once           string `db:"once"` // what is told once while it is kept; "": each time
}

// Outgoing is such an event as it is noted while its transaction runs.
type Outgoing struct {
	OrganizationID string
	Type           string
	At             time.Time
	// Whose whole object goes with it, as it is when the transaction ends; "": nobody's.
	UserID, ConnectionID, ServiceID string
	Data                            map[string]any // what goes with it beside that
	Once                            string
}

// AtEnd notes an event. Right before the commit write makes its row, once for all that the
// transaction has noted: so their numbers are taken for a moment only, and none is of a
// part that was undone.
func (r Rows) AtEnd(ctx context.Context, o Outgoing, write func(context.Context, Rows, []Outgoing) error) error {
	if r.dryRun {
		return nil
	}
	r = r.within(ctx)
	if r.tx == nil {
		return errors.New("an event belongs to the transaction of its change")
	}
	r.noted.outgoing, r.noted.write = append(r.noted.outgoing, o), write
	return nil
}

// writeOutgoing is what AtEnd promised.
func (r Rows) writeOutgoing(ctx context.Context) error {
	if len(r.noted.outgoing) == 0 {
		return nil
	}
	return r.noted.write(ctx, r, r.noted.outgoing)
}

// AddEvents writes events of one organization and numbers them, in their order. One that is
// kept already, by its Once, is left out. Whoever writes of several organizations does it in
// the order of their ids, or two may wait for each other.
func (r Rows) AddEvents(ctx context.Context, organizationID string, list []EventRow) error {
	list, err := r.newEvents(ctx, organizationID, list)
	if err != nil || len(list) == 0 {
		return err
	}
	last, err := r.countEvents(ctx, organizationID, len(list))
	if err != nil {
		return fmt.Errorf("number events: %w", err)
	}
	first := last - int64(len(list)) + 1
	for i := range list {
		list[i].Sequence = first + int64(i)
	}
	if len(list) == 1 && r.onPostgres() {
		return r.addEvent(ctx, list[0])
	}
	for some := range slices.Chunk(list, mostInList) {
		if err := r.insertEvents(ctx, some); err != nil {
			return fmt.Errorf("write events: %w", err)
		}
	}
	if err := r.deliverEvents(ctx, organizationID, first-1, list[0].OccurredAt); err != nil {
		return fmt.Errorf("write events for webhooks: %w", err)
	}
	return nil
}

// countEvents gives the last of so many new numbers. Whoever else writes events of the
// organization waits from here to the end of the transaction, so little is asked after it.
func (r Rows) countEvents(ctx context.Context, organizationID string, many int) (last int64, err error) {
	err = r.take(ctx, &last, `
		INSERT INTO event_counters (organization_id, epoch, last, pruned) VALUES (?, ?, ?, 0)
		ON CONFLICT (organization_id) DO UPDATE SET last = event_counters.last + excluded.last RETURNING last`,
		organizationID, secret.NewID(), many)
	return last, err
}

// newEvents leaves out what is kept already: others that write events wait before it is asked.
func (r Rows) newEvents(ctx context.Context, organizationID string, list []EventRow) ([]EventRow, error) {
	var once []string
	for _, e := range list {
		if e.Once != "" {
			once = append(once, e.Once)
		}
	}
	if len(once) == 0 {
		return list, nil
	}
	if _, err := r.countEvents(ctx, organizationID, 0); err != nil {
		return nil, fmt.Errorf("hold the numbers of events: %w", err)
	}
	kept, err := r.EventsKept(ctx, organizationID, once)
	if err != nil || len(kept) == 0 {
		return list, err
	}
	return slices.DeleteFunc(slices.Clone(list), func(e EventRow) bool { return e.Once != "" && slices.Contains(kept, e.Once) }), nil
}

// EventsKept says which of some texts of [EventRow].Once an organization has events of.
func (r Rows) EventsKept(ctx context.Context, organizationID string, once []string) ([]string, error) {
	if len(once) == 0 {
		return nil, nil
	}
	return listIn[string](ctx, r, `SELECT once FROM events WHERE organization_id = ? AND once IN (?) AND once <> ''`, once, organizationID)
}

// addEvent writes the one event of most transactions and its deliveries in one statement, since
// others wait.
func (r Rows) addEvent(ctx context.Context, e EventRow) error {
	n, err := r.exec(ctx, `
		WITH e AS (`+insertEvent+` RETURNING id, organization_id, type, occurred_at)
		`+deliverTo+`JOIN e ON e.organization_id = w.organization_id`+whoWant, append(e.values(), e.OrganizationID)...)
	if err == nil && n > 0 {
		err = r.wakeAll(ctx, e.OrganizationID, e.Sequence-1, e.OccurredAt)
	}
	if err != nil {
		return fmt.Errorf("write an event, and for webhooks: %w", err)
	}
	return nil
}

const insertEvent = `INSERT INTO events (id, organization_id, sequence, type, occurred_at, data, once) VALUES (?, ?, ?, ?, ?, ?, ?)`

// values are those of insertEvent.
func (e EventRow) values() []any {
	return []any{e.ID, e.OrganizationID, e.Sequence, e.Type, e.OccurredAt, e.Data, e.Once}
}

func (r Rows) insertEvents(ctx context.Context, list []EventRow) error {
	args := make([]any, 0, 7*len(list))
	for _, e := range list {
		args = append(args, e.values()...)
	}
	query := insertEvent +
		strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?)`, len(list)-1)
	if len(list) > 1 {
		return r.execOnce(ctx, query, args...)
	}
	_, err := r.exec(ctx, query, args...)
	return err
}

// EventPlace is a place in an organization's events: behind the one of that number. The
// zero place is the beginning.
type EventPlace struct {
	Epoch    string `db:"epoch"` // of the numbers
	Sequence int64  `db:"last"`
}

// EventPage is what comes after a place.
type EventPage struct {
	Events []EventRow
	Next   EventPlace // behind the last of them, or behind all where there are no more of these types
	More   bool       // the page is full
	Lost   bool       // what came right after the place is not kept any more, or the numbers are others now
}

// EventsAfter reads what came after a place, the oldest first, of some types or of all: at
// most so many. What it reads has no gap, and nothing will come later that belongs before it.
func (r Rows) EventsAfter(ctx context.Context, organizationID string, after EventPlace, types []string, most int) (EventPage, error) {
	wanted := ""
	if len(types) > 0 {
		wanted = "," + strings.Join(types, ",") + ","
	}
	// One statement, one moment: numbers and rows fit together.
	var rows []struct {
		EventRow
		Epoch  string `db:"epoch"`
		Last   int64  `db:"last"`
		Pruned int64  `db:"pruned"`
	}
	err := r.list(ctx, &rows, `
		SELECT c.epoch, c.last, c.pruned, COALESCE(e.id, '') AS id, c.organization_id, COALESCE(e.sequence, 0) AS sequence,
			COALESCE(e.type, '') AS type, e.occurred_at, COALESCE(e.data, '') AS data
		FROM event_counters c
		LEFT JOIN (SELECT id, sequence, type, occurred_at, data FROM events
			WHERE organization_id = ? AND sequence > ? AND (CAST(? AS TEXT) = '' OR CAST(? AS TEXT) LIKE '%,' || type || ',%')
			ORDER BY sequence LIMIT ?) e ON TRUE
		WHERE c.organization_id = ? ORDER BY e.sequence`,
		organizationID, after.Sequence, wanted, wanted, most, organizationID)
	if err != nil || len(rows) == 0 { // nothing ever happened
		return EventPage{Next: after, Lost: after.Sequence > 0}, err
	}
	is := rows[0]
	beginning := after == EventPlace{}
	page := EventPage{
		Next: EventPlace{is.Epoch, is.Last}, More: len(rows) == most && is.ID != "",
		Lost: !beginning && (cmp.Or(after.Epoch, is.Epoch) != is.Epoch || after.Sequence < is.Pruned || after.Sequence > is.Last),
	}
	for _, row := range rows {
		if row.ID != "" {
			page.Events = append(page.Events, row.EventRow)
		}
	}
	if page.More {
		page.Next.Sequence = page.Events[len(page.Events)-1].Sequence
	}
	return page, nil
}

// EventsEnd is the place behind all that an organization has told.
func (r Rows) EventsEnd(ctx context.Context, organizationID string) (EventPlace, error) {
	var end EventPlace
	err := r.get(ctx, &end, `SELECT epoch, last FROM event_counters WHERE organization_id = ?`, organizationID)
	if errors.Is(err, ErrNotFound) {
		return EventPlace{}, nil
	}
	return end, err
}

// EventsKeptFor is how long events are kept at least.
const EventsKeptFor = 31 * 24 * time.Hour

// pruneEvents deletes events that are too old, from the smallest number on: what is left
// has no gap.
func (s *Store) pruneEvents(ctx context.Context, now time.Time) error {
	before := At(now.Add(-EventsKeptFor))
	const old = `SELECT MAX(e.sequence) FROM events e WHERE e.organization_id = event_counters.organization_id AND e.occurred_at < ?`
	if _, err := s.exec(ctx, `
		UPDATE event_counters SET pruned = (`+old+`)
		WHERE (`+old+`) > pruned`, before, before); err != nil {
		return fmt.Errorf("prune events: %w", err)
	}
	for n := int64(pruneBatch); n == pruneBatch; {
		var err error
		if n, err = s.exec(ctx, `
			DELETE FROM events WHERE id IN (
				SELECT e.id FROM event_counters c CROSS JOIN events e
				WHERE e.organization_id = c.organization_id AND e.sequence <= c.pruned LIMIT ?)`, pruneBatch); err != nil {
			return fmt.Errorf("prune events: %w", err)
		}
	}
	return nil
}

// restartEvents makes the numbers of events others than those that were given before.
func (r Rows) restartEvents(ctx context.Context) error {
	_, err := r.exec(ctx, `UPDATE event_counters SET epoch = ?`, secret.NewID())
	return err
}

// EventService is what an event says of a service.
type EventService struct {
	ClientID string      `db:"client_id"`
	Name     string      `db:"name"`
	State    ClientState `db:"state"`
	Scopes   Strings     `db:"scopes"`
	Revision int64       `db:"revision"`
}

// EventServices reads services of an organization, revoked ones too.
func (r Rows) EventServices(ctx context.Context, organizationID string, ids []string) ([]EventService, error) {
	return listIn[EventService](ctx, r, `
		SELECT s.client_id, c.name, c.state, s.scopes, s.revision FROM services s JOIN clients c ON c.id = s.client_id
		WHERE s.organization_id = ? AND s.client_id IN (?)`, ids, organizationID)
}

// ExpiringSecret is a secret that ends soon, of a connection or of a service.
type ExpiringSecret struct {
	OrganizationID string `db:"organization_id"`
	ConnectionID   string `db:"connection_id"`
	ServiceID      string `db:"service_id"`
	SecretID       string `db:"secret_id"`
	ExpiresAt      Time   `db:"expires_at"`
	Once           string `db:"once"`
}

// ExpiringSecrets lists the secrets in use that end within 30, 14, 7 days or one day and that
// no event tells of for that step yet, the next ones first.
func (r Rows) ExpiringSecrets(ctx context.Context, now time.Time, most int) ([]ExpiringSecret, error) {
	in := func(days int) Time { return At(now.Add(time.Duration(days) * 24 * time.Hour)) }
	var list []ExpiringSecret
	err := r.list(ctx, &list, `
		SELECT * FROM (
			SELECT x.organization_id, x.connection_id, x.service_id, x.secret_id, x.expires_at, 'secret|' || x.secret_id || '|' ||
				CASE WHEN x.expires_at <= ? THEN '1' WHEN x.expires_at <= ? THEN '7' WHEN x.expires_at <= ? THEN '14' ELSE '30' END AS once
			FROM (
				SELECT c.organization_id, c.id AS connection_id, '' AS service_id, v.id AS secret_id, v.secret_expires_at AS expires_at
				FROM `+liveTables+` WHERE c.state = 'enabled' AND o.active
				UNION ALL
				SELECT s.organization_id, '', s.client_id, k.id, k.expires_at
				FROM client_secrets k JOIN services s ON s.client_id = k.client_id AND s.revoked_at IS NULL
				JOIN organizations o ON o.id = s.organization_id AND o.active
				WHERE k.revoked_at IS NULL
			) x WHERE x.expires_at > ? AND x.expires_at <= ?
		) soon
		WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.organization_id = soon.organization_id AND e.once = soon.once AND e.once <> '')
		ORDER BY expires_at, secret_id LIMIT ?`, in(1), in(7), in(14), At(now), in(30), most)
	return list, err
}
