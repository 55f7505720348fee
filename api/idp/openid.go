package idp

import (
	"net/url"
	"strings"

	"latchkey/api/fault"
)

// maxIssuer is the longest issuer of a generic provider, in bytes.
const maxIssuer = 255

// Generic tells whether a provider is one that an organization named itself:
// any OpenID provider that publishes its metadata.
func (p Provider) Generic() bool { return p != "" && p != Google && p != Microsoft }

// UsableIssuer tells whether an organization may name this issuer of a generic
// provider: printable ASCII, https (or plain http to a loopback address on the
// operator's list), no user info, query or fragment. Whether anything answers
// there is not asked.
func (p *Providers) UsableIssuer(issuer string) bool {
	if len(issuer) > maxIssuer || !isPrintable(issuer) || strings.ContainsAny(issuer, ` ?#\`) {
		return false
	}
	u, err := url.Parse(issuer)
	return err == nil && isEndpoint(u, p.client.guard)
}

// openIDOrigin is the origin of a generic provider. Its endpoints may stand on
// other hosts, because many providers have several; what is dialled is guarded.
func (p *Providers) openIDOrigin(issuer string) (origin, error) {
	if !p.UsableIssuer(issuer) {
		return origin{}, fault.Because(fault.SSOAppInvalid, "issuer_invalid")
	}
	return origin{
		issuer:      issuer,
		metadataURL: metadataURL(strings.TrimSuffix(issuer, "/")),
		anywhere:    true,
	}, nil
}

// openIDToken checks that a token names the issuer of its application, byte by
// byte: the slash at the end belongs to it (OpenID Connect Core 1.0, section 2).
func openIDToken(app Application, t *token) (issuer string, err error) {
	if iss := t.claims.text("iss"); iss != app.Issuer {
		return "", fault.Mismatch(fault.TokenInvalid, "iss", app.Issuer, shown(iss))
	}
	return app.Issuer, nil
}
