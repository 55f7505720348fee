package idp

import (
	"context"
	"errors"
	"strconv"
	"time"

	"latchkey/api/fault"
	"latchkey/api/outbound"
	"latchkey/api/strictjson"
)

// phase names the call that failed; reasons start with it.
type phase string

const (
	inDiscovery phase = "discovery"
	inKeys      phase = "keys"
	inToken     phase = "token"
	inUserinfo  phase = "userinfo"
)

// unreachable is the refusal for a call that brought no usable answer. The
// error's text is dropped, because it may quote what the other side sent; only
// the end of the caller's own context stays visible to errors.Is. Our own limit is
// Busy and the operator's proxy OutboundUnavailable: nobody else is blamed.
func unreachable(in phase, err error) *fault.Fault {
	reason := string(in) + "_" + classify(err)
	if _, ours := errors.AsType[outbound.ProxyError](err); ours {
		return fault.Because(fault.OutboundUnavailable, reason)
	}
	if errors.Is(err, outbound.ErrBusy) {
		return &fault.Fault{Code: fault.Busy, Reason: reason, RetryAfter: busyPause}
	}
	if errors.Is(err, context.Canceled) {
		return fault.Wrap(fault.ProviderUnreachable, reason, context.Canceled)
	}
	return fault.Because(fault.ProviderUnreachable, reason)
}

// busyPause is when to come again after our own limit.
const busyPause = 2 * time.Second

// badStatus is the refusal for an answer with the wrong status.
func badStatus(in phase, status int) *fault.Fault {
	return fault.Because(fault.ProviderUnreachable, string(in)+"_http_"+strconv.Itoa(status))
}

// classify puts a failed call into one short word.
func classify(err error) string {
	_, twice := errors.AsType[strictjson.Duplicate](err)
	switch {
	case twice:
		return "duplicate_member"
	case errors.Is(err, strictjson.ErrSyntax), errors.Is(err, strictjson.ErrDepth):
		return "not_json"
	}
	return outbound.Reason(err)
}
