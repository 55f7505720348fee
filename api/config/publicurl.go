package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// readPublicURL reads where browsers reach us; tokens are for the same unless the
// operator says otherwise.
func (c *Config) readPublicURL() error {
	var err error
	if c.URL, err = publicURL(c.PublicURL); err == nil && c.TokenAudience == "" {
		c.TokenAudience = c.URL.String()
	}
	return err
}

func publicURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, errors.New("LATCHKEY_PUBLIC_URL: want an address such as https://sso.example.com, without a path")
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && isLoopback(u.Hostname()):
	default:
		return nil, errors.New("LATCHKEY_PUBLIC_URL: want https; plain http is accepted for localhost and 127.0.0.1 only")
	}
	if u.Host, err = asciiHost(u.Host); err != nil {
		return nil, fmt.Errorf("LATCHKEY_PUBLIC_URL: %w", err)
	}
	return u, nil
}

// asciiHost writes a host as browsers do in origins and redirect URIs: in small
// letters, and in punycode where it has others than ASCII's. The port stays.
func asciiHost(host string) (string, error) {
	if strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return strings.ToLower(host), nil
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, ""
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return "", fmt.Errorf("%q is no host name", name)
	}
	if port != "" {
		return net.JoinHostPort(ascii, port), nil
	}
	return ascii, nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
