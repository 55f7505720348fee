package idp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"latchkey/api/fault"
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
	if _, ours := errors.AsType[proxyError](err); ours {
		return fault.Because(fault.OutboundUnavailable, reason)
	}
	if errors.Is(err, errQueue) {
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
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		op      *net.OpError
		slow    net.Error
		twice   strictjson.Duplicate
		proxy   proxyError
	)
	switch {
	case errors.As(err, &proxy):
		return string(proxy)
	case errors.Is(err, errTooLarge):
		return "too_large"
	case errors.Is(err, errQueue):
		return "queue_timeout"
	case errors.Is(err, errAddressRefused):
		return "address_refused"
	case errors.As(err, &twice):
		return "duplicate_member"
	case errors.Is(err, strictjson.ErrSyntax), errors.Is(err, strictjson.ErrDepth):
		return "not_json"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.As(err, &dns):
		return "dns"
	case errors.Is(err, http.ErrSchemeMismatch), // https to a port that speaks http
		errors.As(err, &cert), errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &record), errors.As(err, &alert):
		return "tls"
	case errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error"): // how crypto/tls wraps alerts
		return "tls"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection_refused"
	}
	return "connection_failed"
}
