package signin

import (
	"cmp"
	"context"
	"slices"
	"time"

	"latchkey/api/fault"
)

// Limits are what callbacks wait for. Tests shrink them.
type Limits struct {
	// Each is how many exchanges a client address may have under way: an office of
	// thousands is behind one and begins at nine. The process and each application
	// have bounds of their own (package idp).
	Each     int
	Wait     time.Duration // for one of them
	Patience time.Duration // see elsewhere.go
}

func (l Limits) orUsual() Limits {
	return Limits{cmp.Or(l.Each, 128), cmp.Or(l.Wait, 2*time.Second), cmp.Or(l.Patience, patience)}
}

// Crowded says that an attempt found no free place of ours in time, or no database
// (see also redeemed.go). Nothing is spent and no row written: whoever comes to
// the same address again goes on.
type Crowded struct{ Fault *fault.Fault }

// Error names it for logs.
func (c *Crowded) Error() string { return c.Fault.Error() }

// Unwrap gives the fault.
func (c *Crowded) Unwrap() error { return c.Fault }

// waits says whether an error means that the code was not sent for want of a place.
func waits(err error) (*Crowded, bool) {
	if err == nil {
		return nil, false
	}
	f := fault.Of(err)
	before := slices.Contains([]string{"attempt_queue", "exchange_queue", "discovery_queue_timeout", "token_queue_timeout"}, f.Reason)
	return &Crowded{f}, f.Code == fault.Busy && before
}

// takePlace waits for one of the address's places.
func (r *Flow) takePlace(ctx context.Context, address string) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, r.limits.Wait)
	defer cancel()
	leave, err = r.exchanges.enter(ctx, address)
	if err != nil {
		return nil, &fault.Fault{Code: fault.Busy, Reason: "exchange_queue", RetryAfter: 2 * time.Second}
	}
	return leave, nil
}
