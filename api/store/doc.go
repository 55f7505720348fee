// Package store keeps the rows: one query text for SQLite and PostgreSQL, a file
// per table, migrations embedded and run under a lock.
//
// [Store] opens a database; its [Rows] run each statement on its own, the Rows
// of [Store.InTx] run in one transaction. A query that belongs to an
// organization names it. Races are decided by the statements themselves
// (unique keys, RETURNING, WHERE), never by reading first.
//
// Every wait has an end: connections to PostgreSQL are those of package postgres, and
// a request has a budget ([Within]). The numbered steps of migrations are made before
// the program serves, the later ones of large tables beside it.
//
// Both engines run one conformance suite: package storetest.
package store
