package domain

import (
	"context"
	"errors"
	"net"
	"time"

	"latchkey/api/store"
)

// The record that proves a domain: its label and how its value begins.
const (
	recordLabel  = "_latchkey"
	recordPrefix = "latchkey-verification="
)

// Record is the TXT record that proves a claim: where, and what.
func Record(d store.Domain) (name, value string) {
	return recordLabel + "." + d.Domain, recordPrefix + d.Token
}

// What a look at a domain brings.
const (
	Found      = "found"
	NotFound   = "not_found"   // there is no record
	OtherValue = "other_value" // there are records, and none is ours
	DNSFailed  = "dns_failed"  // nobody answered, which proves nothing
)

// Bounds of a look.
const (
	lookWithin = 5 * time.Second
	maxRecords = 64
	maxValue   = 1 << 10 // bytes
)

// look asks for the record of a claim. An error means that the caller gave up.
func (d *Domains) look(ctx context.Context, claim store.Domain) (string, error) {
	name, value := Record(claim)
	within, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	// The dot at the end: or the system's search list would be tried too, and
	// somebody else's zone would answer.
	records, err := d.Resolver.LookupTXT(within, name+".")
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return NotFound, nil
	}
	if err != nil {
		return DNSFailed, nil
	}
	return read(records, value), nil
}

// read looks at so many records and so much of each.
func read(records []string, value string) string {
	if len(records) == 0 {
		return NotFound
	}
	for _, record := range records[:min(len(records), maxRecords)] {
		if len(record) <= maxValue && record == value {
			return Found
		}
	}
	return OtherValue
}

const (
	every        = 24 * time.Hour
	afterFailure = time.Hour // nobody answered: ask again soon
	missesToLose = 3         // daily looks in a row
)

// after is the claim after a look: pure. Only the daily looks count as misses,
// so that nobody loses a domain by a button.
func after(claim store.Domain, result string, daily bool, now time.Time) store.Domain {
	claim.Result, claim.CheckedAt = result, store.At(now)
	if daily {
		claim.CheckAt = store.At(now.Add(every))
	}
	switch {
	case result == Found:
		claim.Misses = 0
		if claim.State != store.DomainVerified {
			claim.State, claim.VerifiedAt = store.DomainVerified, store.At(now)
		}
	case result == DNSFailed:
		if daily {
			claim.CheckAt = store.At(now.Add(afterFailure))
		}
	case daily && claim.State == store.DomainVerified:
		claim.Misses++
		if claim.Misses >= missesToLose {
			claim.State = store.DomainLost
		}
	}
	return claim
}
