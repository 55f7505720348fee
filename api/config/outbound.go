package config

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"latchkey/api/idp"
	"latchkey/api/outbound"
)

// readNetworks reads which networks may be called, and which are believed.
func (c *Config) readNetworks() error {
	var allow, trust error
	if c.AllowedNetworks, allow = prefixes("LATCHKEY_OUTBOUND_ALLOW", c.OutboundAllow); allow == nil {
		allow = c.checkClouds()
	}
	c.TrustedNetworks, trust = prefixes("LATCHKEY_TRUSTED_PROXIES", c.TrustedProxies)
	return errors.Join(allow, trust)
}

// prefixes reads the networks of a setting.
func prefixes(name string, list []string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	var problems []error
	for _, text := range list {
		p, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %q is no network such as 10.0.0.0/8", name, text))
			continue
		}
		networks = append(networks, p.Masked())
	}
	return networks, errors.Join(problems...)
}

// checkClouds looks at the addresses of Google and Microsoft. Nothing is asked.
func (c *Config) checkClouds() error {
	google, microsoft := c.Providers(), c.Providers()
	google.MicrosoftAuthority, microsoft.GoogleIssuer = "", ""
	var problems []error
	for _, one := range []struct {
		name    string
		options idp.Options
	}{{"LATCHKEY_GOOGLE_ISSUER", google}, {"LATCHKEY_MICROSOFT_AUTHORITY", microsoft}} {
		p, err := idp.New(one.options)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", one.name, err))
			continue
		}
		p.Close()
	}
	return errors.Join(problems...)
}

// readProxy reads the proxy. No error holds its password.
func (c *Config) readProxy() error {
	address, err := c.fromFile("LATCHKEY_OUTBOUND_PROXY", c.OutboundProxy, c.OutboundProxyFile)
	if err != nil || address == "" {
		return err
	}
	if c.Proxy, err = outbound.ReadProxy(address); err != nil {
		return fmt.Errorf("LATCHKEY_OUTBOUND_PROXY: %w", err)
	}
	return nil
}

// Providers are the options of calls to identity providers.
func (c *Config) Providers() idp.Options {
	return idp.Options{GoogleIssuer: c.GoogleIssuer, MicrosoftAuthority: c.MicrosoftAuthority, Allow: c.AllowedNetworks, Proxy: c.Proxy, Now: time.Now}
}
