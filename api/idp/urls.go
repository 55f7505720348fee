package idp

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

// operatorURL checks a URL of the operator's settings, or takes the default.
// The error names the setting and the rule, not the value.
func operatorURL(name, given, standard string, c *outbound.Client) (string, error) {
	if given == "" {
		return standard, nil
	}
	given = strings.TrimSuffix(given, "/")
	u, err := url.Parse(given)
	if err != nil || !c.MayCall(u) || strings.ContainsAny(given, "?#") {
		return "", fmt.Errorf("%s: want an https URL without user info, query or fragment "+
			"(plain http only for a loopback address on the allow-list)", name)
	}
	return given, nil
}

// metadataURL follows OpenID Connect Discovery 1.0, section 4.
func metadataURL(issuer string) string {
	return issuer + "/.well-known/openid-configuration"
}

// isNeighbour tells whether an endpoint lives where its issuer may put it: on
// the issuer's own host or on those that the brand is known to use. A document
// that sends secrets elsewhere is refused.
func isNeighbour(brand provider.Key, issuer, endpoint *url.URL) bool {
	return endpoint.Host == issuer.Host || slices.ContainsFunc(provider.Of(brand).Neighbours[issuer.Host], func(host string) bool {
		return endpoint.Host == host || strings.HasPrefix(host, ".") && strings.HasSuffix(endpoint.Host, host)
	})
}
