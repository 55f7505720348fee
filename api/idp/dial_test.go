package idp_test

import (
	"net/netip"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
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
		if idp.Permits(nil, netip.MustParseAddr(s)) {
			t.Errorf("%s may be dialled", s)
		}
	}
	for _, s := range []string{
		"8.8.8.8", "1.1.1.1", "::ffff:8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "198.17.255.255",
		"198.20.0.1", "223.255.255.255", "2a00:1450:4001::1", "2606:4700::1", "2001:4860:4860::8888", "2603:1006::1",
	} {
		if !idp.Permits(nil, netip.MustParseAddr(s)) {
			t.Errorf("%s may not be dialled", s)
		}
	}
	if idp.Permits(nil, netip.Addr{}) {
		t.Error("no address may be dialled")
	}
}

// The operator's list opens what it names and nothing beside it.
func TestAllowedAddresses(t *testing.T) {
	allow := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("::ffff:10.1.0.0/112"), netip.MustParsePrefix("fd00:1::/32")}
	for s, want := range map[string]bool{
		"127.0.0.1": true, "::ffff:127.0.0.1": true, "127.0.0.2": false, "::1": false, "10.1.2.3": true, "10.2.0.1": false,
		"fd00:1::5": true, "fd00:2::5": false, "64:ff9b::7f00:1": false, "8.8.8.8": true,
	} {
		if got := idp.Permits(allow, netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

// F02, over the wire: whatever the host looks like, the resolved address counts.
func TestDialIsGuarded(t *testing.T) {
	for _, host := range []string{
		"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "10.0.0.1", "100.64.0.1", "[fd00::1]",
		"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost",
	} {
		p, err := idp.New(idp.Options{GoogleIssuer: "https://" + host + ":1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, trip())
		wantFault(t, err, fault.ProviderUnreachable, "discovery_address_refused")
		p.Close()
	}
}

// Spellings that only some resolvers take for addresses get nowhere either way.
func TestOddSpellingsOfLoopback(t *testing.T) {
	for _, host := range []string{"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost."} {
		p, err := idp.New(idp.Options{GoogleIssuer: "https://" + host + ":1"})
		if err != nil {
			continue // refused even earlier
		}
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, trip())
		switch f := fault.Of(err); {
		case f.Code != fault.ProviderUnreachable:
			t.Errorf("%s: %v", host, err)
		case f.Reason != "discovery_address_refused" && f.Reason != "discovery_dns" && f.Reason != "discovery_timeout":
			t.Errorf("%s: %v", host, err)
		}
		p.Close()
	}
}

func TestOperatorURLs(t *testing.T) {
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for u, ok := range map[string]bool{
		"https://login.example":          true,
		"https://login.example/realms/a": true,
		"https://login.example/":         true,
		"http://127.0.0.1:8081/google":   true,
		"http://[::1]:8081/google":       true,
		"http://localhost:8081":          false,
		"http://login.example":           false,
		"http://10.0.0.1":                false,
		"http://2130706433":              false,
		"https://login.example?x":        false,
		"https://login.example?":         false,
		"https://login.example#x":        false,
		"https://login.example/#":        false,
		"https://user:pw@login.example":  false,
		"https://":                       false,
		"login.example":                  false,
		"ftp://login.example":            false,
		"javascript:alert(1)":            false,
		"https:login.example":            false,
		"https://login.example/\x00":     false,
	} {
		_, errGoogle := idp.New(idp.Options{GoogleIssuer: u, Allow: loopback})
		_, errMicrosoft := idp.New(idp.Options{MicrosoftAuthority: u, Allow: loopback})
		if (errGoogle == nil) != ok || (errMicrosoft == nil) != ok {
			t.Errorf("%q: %v, %v", u, errGoogle, errMicrosoft)
		}
	}
	if _, err := idp.New(idp.Options{GoogleIssuer: "http://127.0.0.1:8081"}); err == nil {
		t.Error("plain http without an allow-list")
	}
	if _, err := idp.New(idp.Options{GoogleIssuer: "http://10.0.0.1", Allow: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}); err == nil {
		t.Error("plain http beyond loopback")
	}
}
