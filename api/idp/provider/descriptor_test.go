package provider_test

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// Each descriptor answers what every room asks, whatever the brand.
func TestDescriptorsAreWhole(t *testing.T) {
	for _, key := range append(provider.Brands(), "acme-login") {
		of := provider.Of(key)
		if of.Kind == "" || of.Issuer == nil || of.Metadata == nil || of.TokenIssuer == nil || of.Prove == nil || of.Place == nil ||
			of.Outside == "" || of.OutsideReason == "" || of.OpenReason == "" || of.Entry == nil || of.ClientID == nil || of.Secret == nil || of.Answers == nil {
			t.Errorf("%s leaves something out: %+v", key, of)
		}
		if (of.Base == "") != of.NamesIssuer || (of.Name == "") != of.NamesIssuer {
			t.Errorf("%s: either the brand names the issuer or the connection does", key)
		}
	}
}

func TestNames(t *testing.T) {
	for key, want := range map[provider.Key]string{"google": "Google", "microsoft": "Microsoft", "acme-login": "acme-login", "": ""} {
		if got := key.Name(); got != want || key.IsBrand() != (got != string(key)) {
			t.Errorf("%q is called %q, a brand %t", key, got, key.IsBrand())
		}
	}
}

// Presets are data: names to read, the form of an issuer, and where it is documented.
func TestPresets(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range provider.Presets() {
		if seen[p.Key] || p.Key == "" || p.Name == "" || !provider.IsPreset(p.Key) || provider.Key(p.Key).IsBrand() {
			t.Errorf("%+v", p)
		}
		seen[p.Key] = true
		if !strings.HasPrefix(p.Issuer, "https://{") || !strings.HasPrefix(p.Source, "https://") {
			t.Errorf("%s: issuer %q, source %q", p.Key, p.Issuer, p.Source)
		}
	}
	for _, key := range []string{"", "google", "unknown"} {
		if provider.IsPreset(key) {
			t.Errorf("%q is no preset", key)
		}
	}
}

func TestExplain(t *testing.T) {
	for said, want := range map[string]fault.Code{
		"AADSTS50105":  fault.ProviderBlocked,
		"org_internal": fault.WrongHostedDomain,
		"unauthorized": fault.ProviderBlocked,
		"access_denied: User is not assigned to the client application.": fault.ProviderBlocked,
		"temporarily_unavailable: authentication_expired":                fault.AttemptExpired,
		"user_cancelled_login": fault.ProviderDenied,
	} {
		if a, known := provider.Explain(said); !known || a.Code != want {
			t.Errorf("%q: %+v, want %s", said, a, want)
		}
	}
	for _, said := range []string{"", "access_denied", "access_denied: no"} {
		if _, known := provider.Explain(said); known {
			t.Errorf("%q is no word of a brand", said)
		}
	}
}

// The pages have guide and logo of the same presets, and say the same of their issuers.
func TestPagesKnowTheSamePresets(t *testing.T) {
	source, err := os.ReadFile("../../../frontend/src/providers/presets.ts")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, m := range regexp.MustCompile(`key: "([^"]+)",\s+name: "([^"]+)",\s+issuer: "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		pages[m[1]] = m[2] + " " + m[3]
	}
	known := map[string]string{}
	for _, p := range provider.Presets() {
		known[p.Key] = p.Name + " " + p.Issuer
	}
	if !maps.Equal(pages, known) {
		t.Errorf("the pages have %v, the server %v", pages, known)
	}
}
