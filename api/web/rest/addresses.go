package rest

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/connection"
	"latchkey/api/web/contract"
)

// addressWarnings says why a provider may not find its way back to the addresses
// that we show, as far as this request tells (S9): usually a proxy that was not
// told to pass the address on.
func (s *Server) addressWarnings(c *gin.Context) []contract.AddressWarning {
	warnings := []contract.AddressWarning{}
	// Plain http and an address without a name are taken for this machine alone.
	name := s.PublicURL.Hostname()
	isTrial := connection.IsThisMachine(name)
	if s.PublicURL.Scheme != "https" && !isTrial {
		warnings = append(warnings, contract.NotHttps)
	}
	if _, err := netip.ParseAddr(name); err == nil && !isTrial {
		warnings = append(warnings, contract.IpAddress)
	}
	h, host := c.Request.Header, c.Request.Host
	proxied := s.fromProxy(c)
	forwardedHost, forwardedProto := firstOf(h, "X-Forwarded-Host"), firstOf(h, "X-Forwarded-Proto")
	if (!proxied || forwardedHost == "") && !s.isOurHost(host) {
		warnings = append(warnings, contract.AddressDiffers)
	}
	if !proxied {
		return warnings
	}
	if s.PublicURL.Scheme == "https" && (forwardedProto == "" || firstOf(h, "X-Forwarded-For") == "") {
		warnings = append(warnings, contract.ProxyHeaderMissing)
	}
	if forwardedHost != "" && !s.isOurHost(forwardedHost) ||
		forwardedProto != "" && !strings.EqualFold(forwardedProto, s.PublicURL.Scheme) {
		warnings = append(warnings, contract.ProxyHeaderDiffers)
	}
	return warnings
}

// fromProxy says whether a proxy that the operator trusts sent the request.
func (s *Server) fromProxy(c *gin.Context) bool {
	peer, err := netip.ParseAddr(c.RemoteIP())
	return err == nil && slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(peer.Unmap()) })
}

// isOurHost compares a Host header with the public URL; the port that a scheme
// stands for may be left out.
func (s *Server) isOurHost(host string) bool {
	plain := func(host string) string {
		port := map[string]string{"https": ":443", "http": ":80"}[s.PublicURL.Scheme]
		return strings.TrimSuffix(strings.ToLower(host), port)
	}
	return plain(host) == plain(s.PublicURL.Host)
}

// firstOf is the first value of a header that each proxy adds to.
func firstOf(h http.Header, name string) string {
	first, _, _ := strings.Cut(h.Get(name), ",")
	return strings.TrimSpace(first)
}
