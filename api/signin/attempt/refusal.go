package attempt

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// AsFault gives the fault of an error: busy for a database that is unavailable, and
// internal_error for any other error without one.
func AsFault(err error) *fault.Fault {
	if _, known := errors.AsType[*fault.Fault](err); !known && store.Unavailable(err) {
		b := fault.Wrap(fault.Busy, "database", err)
		b.RetryAfter = 2 * time.Second
		return b
	}
	return fault.Of(err)
}

// LogRefusal writes to the operator's log why the attempt was refused.
func (a *Returned) LogRefusal(ctx context.Context, logger *slog.Logger, f *fault.Fault) {
	level := slog.LevelWarn
	if f.Code == fault.InternalError {
		level = slog.LevelError
	}
	logger.Log(ctx, level, "sign-in refused", "ref", a.Reference, "purpose", a.Purpose, "code", f.Code, "reason", f.Reason,
		"step", a.Step, "organization", a.Organization, "connection", a.Connection, "provider", a.Provider,
		"address", a.Visitor.Address, "cause", errors.Unwrap(f))
}

// WaitingForSlot says whether an error means that the code was not sent, because there
// was no free slot.
func WaitingForSlot(err error) (*Busy, bool) {
	if err == nil {
		return nil, false
	}
	f := fault.Of(err)
	before := slices.Contains([]string{"attempt_queue", "exchange_queue", "discovery_queue_timeout", "token_queue_timeout"}, f.Reason)
	return &Busy{f}, f.Code == fault.Busy && before
}
