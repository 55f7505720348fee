// Package reencrypt seals anew, with the first encryption key, what older keys sealed in
// the database, so that these can be taken away. It is the work of latchkey reencrypt:
// while the program serves, value by value, in the order of ids.
//
// Nothing is remembered of how far it came. A value that the first key sealed is not found
// again, so a run that was killed is simply run again, and two at once do no harm: a value
// is written only while it is what was read. What other processes write meanwhile is found
// by the next pass, or told of by latchkey doctor.
//
// It uses package store for the values, and package secret for the keys. Spec: J03, R24.
package reencrypt
