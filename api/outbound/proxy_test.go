package outbound

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
)

// F46: a name is asked for at the proxy where it may be public, also where only the
// proxy can resolve it.
func TestF46_WhatTheProxyIsAskedFor(t *testing.T) {
	noDNS := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no DNS") }}
	allow := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	tunnels := &tunnels{guard: newGuard(allow), names: noDNS, limits: DefaultLimits()}
	for host, want := range map[string]bool{
		"login.example.com": true, "login.example.com.": true, // not known here: the proxy resolves it
		"1.1.1.1": true, "10.1.2.3": true, "10.2.0.1": false, "169.254.169.254": false, "::1": false, "fe80::1%eth0": false,
		"intranet": false, "db.internal": false, "printer.local": false, "a.localhost": false, "router.home.arpa": false, "DB.Internal.": false,
		"127.1": false, "0x7f000001": false, "0177.1": false, "1.2.3.4.5": false, "example.99999999999999999999": false,
	} {
		if got := tunnels.mayAsk(t.Context(), host) == nil; got != want {
			t.Errorf("%s: %v, want %v", host, got, want)
		}
	}
}

// F46: the setting, and that no error of it shows the password.
func TestF46_TheAddressOfTheProxy(t *testing.T) {
	for address, want := range map[string]string{
		"http://proxy.example.com:3128":      "proxy.example.com:3128",
		"http://proxy.example.com/":          "proxy.example.com:80",
		"https://u:canary@proxy.example.com": "proxy.example.com:443",
		"http://u:canary@[2001:db8::1]:3128": "[2001:db8::1]:3128",
		"proxy.example.com:3128":             "",
		"socks5://u:canary@proxy.example":    "",
		"http://u:canary@":                   "",
		"http://u:can ary@proxy.example":     "",
		"http://u:canary/1@proxy.example":    "",
		"http://u:canary@proxy.example/path": "",
		"http://u:canary@proxy.example:0":    "",
		"http://u:canary@proxy.example?a=b":  "",
	} {
		p, err := ReadProxy(address)
		switch {
		case err != nil && (want != "" || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "can ary")):
			t.Errorf("%s: %v", address, err)
		case err == nil && p.Address() != want:
			t.Errorf("%s: %s, want %q", address, p.Address(), want)
		}
	}
}
