package signin

import (
	"cmp"
	"slices"
	"time"

	"latchkey/api/fault"
)

// Limits are how long callbacks wait, and for what. Tests set shorter ones.
type Limits struct {
	// Each is how many exchanges a client address may have at once: behind one address
	// may be an office whose thousands begin at nine. The process and each application
	// have limits of their own (package idp).
	Each        int
	Wait        time.Duration // for one of them
	ReplicaWait time.Duration // see replicas.go
}

func (l Limits) orDefaults() Limits {
	return Limits{cmp.Or(l.Each, 128), cmp.Or(l.Wait, 2*time.Second), cmp.Or(l.ReplicaWait, replicaWait)}
}

// Busy says that there was no free slot for an attempt in time, or no database (see
// redeemed.go). Nothing is spent and no row is written: a reload of the same address
// goes on.
type Busy struct{ Fault *fault.Fault }

// Error names it for logs.
func (b *Busy) Error() string { return b.Fault.Error() }

// Unwrap gives the fault.
func (b *Busy) Unwrap() error { return b.Fault }

// waitingForSlot says whether an error means that the code was not sent, because there
// was no free slot.
func waitingForSlot(err error) (*Busy, bool) {
	if err == nil {
		return nil, false
	}
	f := fault.Of(err)
	before := slices.Contains([]string{"attempt_queue", "exchange_queue", "discovery_queue_timeout", "token_queue_timeout"}, f.Reason)
	return &Busy{f}, f.Code == fault.Busy && before
}
