package client

import (
	"context"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// What the operator does to an application.
const (
	Registered    = "registered"
	Changed       = "changed"        // the members that are others now
	SecretAdded   = "secret_added"   // its id
	SecretRevoked = "secret_revoked" // its id
)

// Record writes what the operator did to an application, in the transaction that does it.
func Record(ctx context.Context, rows store.Rows, clientID, action, detail string, now time.Time) error {
	return rows.AddClientEvent(ctx, store.ClientEvent{
		ID: "cle_" + secret.NewID(), ClientID: clientID, At: store.At(now), Actor: store.ActorOperator, Action: action, Detail: detail,
	})
}
