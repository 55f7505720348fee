// Package mail writes to people: a message is a row of the outbox in the
// transaction of what it tells of, and is sent from there. Secrets (links,
// codes) are made when it is sent, by the room whose they are, so the outbox
// holds none.
package mail
