// Package feed hands out what integrators are told of (package event), the oldest first: who
// reads it with the cursor of the last answer misses nothing and gets nothing twice, whatever
// is written meanwhile.
//
// A cursor is a number of the organization's events with the epoch of the numbers, which a
// restore from a backup changes. Whoever waits for news asks again each second, and holds
// nothing of the database in between.
package feed
