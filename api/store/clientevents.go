package store

import "context"

// ClientEvent is what was done to a client that belongs to no organization: only the
// operator sees it.
type ClientEvent struct {
	ID       string `db:"id"`
	ClientID string `db:"client_id"`
	At       Time   `db:"at"`
	Actor    string `db:"actor"`
	Action   string `db:"action"` // registered, changed, secret_added, secret_revoked
	Detail   string `db:"detail"` // names of what changed, or what the secret is known by
}

const clientEventColumns = `id, client_id, at, actor, action, detail`

// AddClientEvent writes what was done, with rows of the transaction that does it.
func (r Rows) AddClientEvent(ctx context.Context, e ClientEvent) error {
	return r.insert(ctx, `
		INSERT INTO client_events (`+clientEventColumns+`) VALUES (:id, :client_id, :at, :actor, :action, :detail)`, e)
}

// ClientEvents lists what was done to a client, newest first: at most so many.
func (r Rows) ClientEvents(ctx context.Context, clientID string, most int) ([]ClientEvent, error) {
	var list []ClientEvent
	err := r.list(ctx, &list, `
		SELECT `+clientEventColumns+` FROM client_events WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?`, clientID, most)
	return list, err
}
