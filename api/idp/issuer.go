package idp

import (
	"net/url"
	"strings"

	"latchkey/api/idp/provider"
)

// maxIssuer is the longest issuer that a connection may name, in bytes.
const maxIssuer = 255

// UsableIssuer tells whether an organization may name this issuer of a generic
// provider: printable ASCII, https (or plain http to a loopback address on the
// operator's list), no user info, query or fragment. Whether anything answers
// there is not asked.
func (p *Providers) UsableIssuer(issuer string) bool {
	if len(issuer) > maxIssuer || !provider.IsPrintable(issuer) || strings.ContainsAny(issuer, ` ?#\`) {
		return false
	}
	u, err := url.Parse(issuer)
	return err == nil && p.client.MayCall(u)
}
