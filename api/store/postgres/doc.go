// Package postgres makes the connections to PostgreSQL: the driver is lib/pq, and
// every wait has an end.
//
// A [Connector] dials, sets what has to be set for a session once it is connected
// (a pooler refuses most parameters at the start), and gives connections whose
// every operation has a deadline. A connection that went silent, was closed or
// leads to a server that only reads is dropped, and those made before it with it.
// What fails so is an [Away]: asking again later helps.
package postgres
