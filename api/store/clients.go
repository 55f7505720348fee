package store

import (
	"context"
	"time"
)

// ClientKind says what a client is.
type ClientKind string

// The kinds of clients.
const (
	KindApplication ClientKind = "application" // people sign in to it through us
	KindService     ClientKind = "service"     // a machine of one organization
)

// ClientState says whether a client may do anything.
type ClientState string

// The states of a client.
const (
	ClientEnabled  ClientState = "enabled"
	ClientDisabled ClientState = "disabled"
)

// Client is who is no person and may ask us for something.
type Client struct {
	ID             string      `db:"id"` // the client_id
	Kind           ClientKind  `db:"kind"`
	OrganizationID *string     `db:"organization_id"` // of a service
	Name           string      `db:"name"`
	State          ClientState `db:"state"`
	CreatedAt      Time        `db:"created_at"`
	CreatedBy      string      `db:"created_by"`
	UpdatedAt      Time        `db:"updated_at"`
	LastUsedAt     Time        `db:"last_used_at"` // a minute behind at most
}

const clientColumns = `id, kind, organization_id, name, state, created_at, created_by, updated_at, last_used_at`

// ClientByID reads a client.
func (r Rows) ClientByID(ctx context.Context, id string) (Client, error) {
	var c Client
	err := r.get(ctx, &c, `SELECT `+clientColumns+` FROM clients WHERE id = ?`, id)
	return c, err
}

// Clients lists the clients of a kind by their ids.
func (r Rows) Clients(ctx context.Context, kind ClientKind) ([]Client, error) {
	var list []Client
	err := r.list(ctx, &list, `SELECT `+clientColumns+` FROM clients WHERE kind = ? ORDER BY id`, kind)
	return list, err
}

// AddClient writes a new client; ErrConflict if its id is taken.
func (r Rows) AddClient(ctx context.Context, c Client) error {
	return r.insert(ctx, `
		INSERT INTO clients (`+clientColumns+`)
		VALUES (:id, :kind, :organization_id, :name, :state, :created_at, :created_by, :updated_at, :last_used_at)`, c)
}

// UpdateClient changes a client's name and state.
func (r Rows) UpdateClient(ctx context.Context, c Client) error {
	return one(r.exec(ctx, `UPDATE clients SET name = ?, state = ?, updated_at = ? WHERE id = ?`, c.Name, c.State, c.UpdatedAt, c.ID))
}

// HoldClient keeps others from changing a client and its secrets until the transaction
// ends.
func (r Rows) HoldClient(ctx context.Context, id string) error {
	return one(r.exec(ctx, `UPDATE clients SET updated_at = updated_at WHERE id = ?`, id))
}

// ClientUsed notes when a client was used last. It never goes back: replicas write what
// they saw in any order.
func (r Rows) ClientUsed(ctx context.Context, id string, at time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE clients SET last_used_at = ? WHERE id = ? AND COALESCE(last_used_at, 0) < ?`, At(at), id, At(at))
	return err
}
