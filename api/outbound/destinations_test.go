package outbound

import (
	"net/netip"
	"net/url"
	"testing"
)

// F02: the address table.
func TestAddresses(t *testing.T) {
	for _, s := range []string{
		"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0",
		"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255",
		"192.168.1.1", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
		"203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "fd00::1", "fc00::1", "fec0::1", "ff02::1",
		"64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001::1", "2001:0:4136:e378::1",
		"2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "100::1", "::127.0.0.1", "::8.8.8.8", "4000::1", "5f00::1",
	} {
		if newGuard(nil).permits(netip.MustParseAddr(s)) {
			t.Errorf("%s may be dialled", s)
		}
	}
	for _, s := range []string{
		"8.8.8.8", "1.1.1.1", "::ffff:8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "198.17.255.255",
		"198.20.0.1", "223.255.255.255", "2a00:1450:4001::1", "2606:4700::1", "2001:4860:4860::8888", "2603:1006::1",
	} {
		if !newGuard(nil).permits(netip.MustParseAddr(s)) {
			t.Errorf("%s may not be dialled", s)
		}
	}
	if newGuard(nil).permits(netip.Addr{}) {
		t.Error("no address may be dialled")
	}
}

// Bad input: an address inside is refused when it is saved, too, however it is spelled; a name
// that is not known yet may be saved, and is looked at again when it is dialled.
func TestHostsThatLeadInside(t *testing.T) {
	c := New(Options{})
	for _, host := range []string{
		"127.0.0.1", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "fe80::1%eth0", "2130706433", "0x7f000001", "0x7F.1", "017700000001", "127.1", "127.0.1", "0177.0.0.1",
		"127.0.0.1.", "0", "0.", "1", "169.254.43518", "0xa9fea9fe", "2852039166", "localhost", "LOCALHOST", "localhost.", "crm.localhost", "crm.localhost.", "", ".",
		"１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "①.①.①.①", "ıocalhost", "crm.ex\u00adample", "crm example", "127.0.0.1\u200b", "::", "0.0.0.0", "64:ff9b::a00:7", "2002:a00:7::",
	} {
		if c.MayReach(t.Context(), host) {
			t.Errorf("%q may be reached", host)
		}
	}
	for _, host := range []string{"8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8"} {
		if !c.MayReach(t.Context(), host) {
			t.Errorf("%q may not be reached", host)
		}
	}
}

// The operator's list opens what it names and nothing beside it.
func TestAllowedAddresses(t *testing.T) {
	allow := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("::ffff:10.1.0.0/112"), netip.MustParsePrefix("fd00:1::/32")}
	for s, want := range map[string]bool{
		"127.0.0.1": true, "::ffff:127.0.0.1": true, "127.0.0.2": false, "::1": false, "10.1.2.3": true, "10.2.0.1": false,
		"fd00:1::5": true, "fd00:2::5": false, "64:ff9b::7f00:1": false, "8.8.8.8": true,
	} {
		if got := newGuard(allow).permits(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

// A URL that is called has a host, a port that there is, and nobody's name or password in it.
func TestURLsThatMayBeCalled(t *testing.T) {
	c := New(Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	for given, want := range map[string]bool{
		"https://crm.example/hook": true, "https://crm.example:8443/": true, "https://crm.example:65535/": true, "https://crm.example:/": true, "http://127.0.0.1:80/": true,
		"https://crm.example:0/": false, "https://crm.example:00/": false, "https://crm.example:65536/": false, "https://crm.example:99999999999999999999/": false,
		"http://crm.example/": false, "http://127.0.0.2/": false, "http://localhost/": false, "https://ana@crm.example/": false, "https://:@crm.example/": false,
		"https://crm.example@127.0.0.1/": false, "https://crm.example/#a": false, "https:///": false, "https://:443/": false, "https:crm.example": false, "file:///etc/passwd": false,
		"gopher://crm.example/": false, "": false, "//crm.example": false,
	} {
		u, err := url.Parse(given)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.MayCall(u); got != want {
			t.Errorf("%s: %v", given, got)
		}
	}
}
