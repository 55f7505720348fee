package outbound

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unicode/utf8"
)

// ErrAddressRefused stops a dial to an address that is not public.
var ErrAddressRefused = errors.New("address refused")

// guard says which addresses the client may connect to. It looks at the
// address that is about to be dialled, after the name was resolved, so neither
// odd spellings of an address nor a name that answers differently the second
// time get around it.
type guard struct {
	allow   []netip.Prefix
	refused []netip.Prefix
}

func newGuard(allow []netip.Prefix) *guard {
	g := &guard{refused: refusedPrefixes()}
	for _, p := range allow {
		g.allow = append(g.allow, unmapPrefix(p))
	}
	return g
}

// refusedPrefixes are the special-purpose blocks of IANA's registries. Of IPv6
// only 2000::/3 is public at all; the rest is refused by [guard.permits].
func refusedPrefixes() []netip.Prefix {
	blocks := [...]string{
		"0.0.0.0/8",       // this network; Linux connects 0.0.0.0 to loopback
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // carrier-grade NAT
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local, cloud metadata
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // 6to4 relays
		"192.168.0.0/16",  // private
		"198.18.0.0/15",   // benchmarking
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, broadcast
		"2001::/23",       // protocol assignments, Teredo, ORCHID
		"2001:db8::/32",   // documentation
		"2002::/16",       // 6to4
		"3fff::/20",       // documentation
	}
	prefixes := make([]netip.Prefix, len(blocks))
	for i, b := range blocks {
		prefixes[i] = netip.MustParsePrefix(b)
	}
	return prefixes
}

// permits tells whether an address may be dialled.
func (g *guard) permits(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if g.allows(addr) {
		return true
	}
	if addr.Is6() && addr.As16()[0]>>5 != 1 { // outside 2000::/3
		return false
	}
	for _, p := range g.refused {
		if p.Contains(addr) {
			return false
		}
	}
	return addr.IsValid()
}

// allows tells whether the operator's list names an address.
func (g *guard) allows(addr netip.Addr) bool {
	for _, p := range g.allow {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// permitsPlain tells whether a URL's host may be called without TLS: only a
// loopback address, written as one, that the operator's list names.
func (g *guard) permitsPlain(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback() && g.allows(addr.Unmap())
}

// MayCall tells whether a URL may be called or sent to a browser: https, or plain
// http to an allowed loopback address; no user info, no fragment, a port that there is.
func (c *Client) MayCall(u *url.URL) bool {
	if u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || port == 0) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && c.guard.permitsPlain(u.Hostname())
}

// MayReach tells whether a host, a name or an address, leads somewhere that may be dialled, as
// far as can be told now: a name that nobody knows yet may. Odd spellings of an address, such as
// 2130706433 or 127.1, are none, nor are letters and digits of other scripts, which a client
// turns into others before it asks (RFC 5891 has an ASCII form of each such name).
func (c *Client) MayReach(ctx context.Context, host string) bool {
	if strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf || r <= ' ' }) {
		return false
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return c.guard.permits(addr)
	}
	switch last := lastLabel(host); {
	case isNumber(last):
		return false
	case last == "localhost": // RFC 6761, section 6.3
		return c.guard.permits(netip.AddrFrom4([4]byte{127, 0, 0, 1})) || c.guard.permits(netip.IPv6Loopback())
	}
	within, cancel := context.WithTimeout(ctx, c.limits.Dial)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupNetIP(within, "ip", host)
	return err != nil || slices.ContainsFunc(addresses, c.guard.permits)
}

func lastLabel(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host[strings.LastIndexByte(host, '.')+1:]
}

// isNumber says whether a name that ends with this label is an address to many programs, and a
// name to none (URL Standard, "ends in a number").
func isNumber(label string) bool {
	if hex, is := strings.CutPrefix(label, "0x"); is {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// control is the dialer's hook, called with the resolved address.
func (g *guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !g.permits(ap.Addr()) {
		return ErrAddressRefused
	}
	return nil
}

// unmapPrefix turns ::ffff:a.b.c.d/n into a.b.c.d/(n-96), the form in which
// addresses are compared.
func unmapPrefix(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked()
	}
	return p.Masked()
}
