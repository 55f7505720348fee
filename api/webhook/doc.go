// Package webhook sends what happened in an organization (package event) to addresses that
// its super admins chose, by Standard Webhooks 1.0.0 and nothing else.
//
//	webhooks   they are made, changed, rotated and deleted
//	shape      what one may be
//	log        what was sent, sending again, the test event
//	sender     takes what is due: four at once for one webhook, and none waits for another
//	schedule   when a try is repeated, and when a webhook is turned off; pure
//	sign       the signature; pure
//
// What is to be sent is written by package store, in the transaction that makes the event. It
// arrives at least once: each attempt has the same webhook-id. Answers are not kept, but for
// their status.
package webhook
