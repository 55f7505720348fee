package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"syscall"
)

// Reason puts a failed call into one short word.
func Reason(err error) string {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		op      *net.OpError
		slow    net.Error
		proxy   ProxyError
	)
	switch {
	case errors.As(err, &proxy):
		return string(proxy)
	case errors.Is(err, ErrTooLarge):
		return "too_large"
	case errors.Is(err, ErrBusy):
		return "queue_timeout"
	case errors.Is(err, ErrAddressRefused):
		return "address_refused"
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
