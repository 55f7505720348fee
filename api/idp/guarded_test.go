package idp_test

import (
	"net/netip"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
)

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
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
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
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
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
