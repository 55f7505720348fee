package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"

	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// settings is everything an operator may set, by environment or flag. Secrets
// may come from a file instead (the setting with File).
type settings struct {
	Listen             string        `env:"LATCHKEY_LISTEN" default:":8080" help:"Address to listen on."`
	PublicURL          string        `env:"LATCHKEY_PUBLIC_URL" default:"http://localhost:8080" help:"Where browsers reach this deployment, such as https://sso.example.com. Plain http is accepted for loopback only."`
	DataDir            string        `env:"LATCHKEY_DATA_DIR" default:"data" help:"Folder of the embedded database and its encryption key."`
	DatabaseURL        string        `env:"LATCHKEY_DATABASE_URL" help:"postgres://user:password@host/name; without it the embedded SQLite database is used."`
	DatabaseURLFile    string        `env:"LATCHKEY_DATABASE_URL_FILE" help:"File that holds the database URL."`
	DatabaseConns      int           `name:"database-connections" aliases:"database-conns" env:"LATCHKEY_DATABASE_CONNECTIONS" default:"16" help:"Most database connections of this process."`
	EncryptionKeys     []string      `env:"LATCHKEY_ENCRYPTION_KEYS" help:"id:base64 of 32 bytes, the sealing key first, then older ones. Required with PostgreSQL; made in the data folder with SQLite."`
	EncryptionKeysFile string        `env:"LATCHKEY_ENCRYPTION_KEYS_FILE" help:"File that holds the encryption keys, one a line."`
	TokenAudience      string        `env:"LATCHKEY_TOKEN_AUDIENCE" help:"Audience (aud) of access tokens; the public URL by default."`
	GoogleIssuer       string        `env:"LATCHKEY_GOOGLE_ISSUER" help:"Issuer in place of https://accounts.google.com."`
	MicrosoftAuthority string        `env:"LATCHKEY_MICROSOFT_AUTHORITY" help:"Authority in place of https://login.microsoftonline.com, such as a national cloud."`
	GenericProviders   bool          `env:"LATCHKEY_GENERIC_PROVIDERS" help:"Let organizations add generic OpenID providers."`
	DNSServer          string        `env:"LATCHKEY_DNS_SERVER" help:"Address (host:port) of the DNS server that is asked for the records of claimed domains; the system's by default."`
	MetricsListen      string        `env:"LATCHKEY_METRICS_LISTEN" help:"Address, such as 127.0.0.1:9090, on which /metrics is served for Prometheus; off by default. It asks for no password: keep it on a private network."`
	SMTPURL            string        `name:"smtp-url" aliases:"smtpurl" env:"LATCHKEY_SMTP_URL" help:"Mail server: smtp://user:password@mail.example.com:587 (STARTTLS is demanded) or smtps://mail.example.com:465. Without TLS only this machine, or ?tls=none without a password. Without it no mail is sent."`
	SMTPURLFile        string        `name:"smtp-url-file" aliases:"smtpurl-file" env:"LATCHKEY_SMTP_URL_FILE" help:"File that holds the address of the mail server."`
	SMTPHelo           string        `name:"smtp-helo" env:"LATCHKEY_SMTP_HELO" help:"Name by which the mail server is greeted (HELO); the host of the public URL by default."`
	MailFrom           string        `env:"LATCHKEY_MAIL_FROM" help:"Sender of mails, such as Latchkey <sso@example.com>. Required with LATCHKEY_SMTP_URL."`
	OutboundAllow      []string      `env:"LATCHKEY_OUTBOUND_ALLOW" help:"Networks (CIDR) that calls to providers may reach although they are not public."`
	OutboundProxy      string        `env:"LATCHKEY_OUTBOUND_PROXY" help:"Proxy, http://user:password@proxy.example.com:3128 (or https), through which all calls to providers go by CONNECT; none by default, and none of the environment. DNS and mail do not go through it."`
	OutboundProxyFile  string        `env:"LATCHKEY_OUTBOUND_PROXY_FILE" help:"File that holds the address of the outbound proxy."`
	TrustedProxies     []string      `env:"LATCHKEY_TRUSTED_PROXIES" help:"Networks (CIDR) whose X-Forwarded-For is believed; none by default."`
	StartsPerMinute    int           `env:"LATCHKEY_STARTS_PER_MINUTE" default:"10000" help:"Most sign-ins that one client address may begin in a minute."`
	ShutdownDelay      time.Duration `env:"LATCHKEY_SHUTDOWN_DELAY" default:"1s" help:"How long /readyz says no before the listener closes."`
	LogLevel           slog.Level    `env:"LATCHKEY_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	unread             error         // settings that the parser could not read
}

// resolver asks the operator's DNS server, or the system's.
func (c *config) resolver() *net.Resolver {
	if c.DNSServer == "" {
		return net.DefaultResolver
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, c.DNSServer)
	}}
}

// config is what settings mean.
type config struct {
	settings
	publicURL *url.URL
	source    store.Source
	allow     []netip.Prefix
	outbound  *idp.Proxy // nil: straight
	proxies   []netip.Prefix
	ring      *secret.Ring
	smtp      *mail.Server // nil: no mail is sent
	mailFrom  *netmail.Address
	warnings  []string // what works, and should be better
	mayMake   bool     // the data folder and the key in it
	isNew     bool     // the embedded database is not there yet
}

// read checks all settings and reports all problems at once. It makes the data
// folder and, for the embedded database, its encryption key.
func (s settings) read() (*config, error) { return s.parse(true) }

// inspect is read without making anything: for commands that only look.
func (s settings) inspect() (*config, error) { return s.parse(false) }

func (s settings) parse(mayMake bool) (*config, error) {
	c := &config{settings: s, mayMake: mayMake}
	var problems []error
	note := func(err error) {
		if err != nil {
			problems = append(problems, each(err)...)
		}
	}
	note(s.unread)
	var err error
	c.publicURL, err = readPublicURL(s.PublicURL)
	note(err)
	if c.TokenAudience == "" {
		if c.publicURL != nil {
			c.TokenAudience = c.publicURL.String()
		}
	}
	if c.allow, err = readNetworks("LATCHKEY_OUTBOUND_ALLOW", s.OutboundAllow); err == nil {
		err = c.checkClouds()
	}
	note(err)
	c.proxies, err = readNetworks("LATCHKEY_TRUSTED_PROXIES", s.TrustedProxies)
	note(err)
	if s.StartsPerMinute < 1 && s.unread == nil {
		note(errors.New("LATCHKEY_STARTS_PER_MINUTE: want a number above zero"))
	}
	note(s.checkAddresses())
	note(c.readOutbound())
	note(c.readMail())
	note(c.readDatabase())
	c.source.Usable = password.Usable
	note(c.readKeys())
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return c, nil
}

// providers are what calls to identity providers go by.
func (c *config) providers() idp.Options {
	return idp.Options{
		GoogleIssuer: c.GoogleIssuer, MicrosoftAuthority: c.MicrosoftAuthority, Allow: c.allow, Proxy: c.outbound, Now: time.Now,
	}
}

// readOutbound reads the proxy. No error holds its password.
func (c *config) readOutbound() error {
	address, err := c.fromFile("LATCHKEY_OUTBOUND_PROXY", c.OutboundProxy, c.OutboundProxyFile)
	if err != nil || address == "" {
		return err
	}
	if c.outbound, err = idp.ReadProxy(address); err != nil {
		return fmt.Errorf("LATCHKEY_OUTBOUND_PROXY: %w", err)
	}
	return nil
}

func readPublicURL(text string) (*url.URL, error) {
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

func readNetworks(name string, list []string) ([]netip.Prefix, error) {
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

func (c *config) readDatabase() error {
	address, err := c.fromFile("LATCHKEY_DATABASE_URL", c.DatabaseURL, c.DatabaseURLFile)
	if err != nil {
		return err
	}
	if address == "" {
		c.source = store.File(c.DataDir)
		if !c.mayMake {
			_, err := os.Stat(filepath.Join(c.DataDir, "latchkey.db"))
			c.isNew = errors.Is(err, os.ErrNotExist)
			return nil
		}
		return privateFolder(c.DataDir)
	}
	if c.source, err = store.URL(address); err != nil {
		return fmt.Errorf("LATCHKEY_DATABASE_URL: %w", err)
	}
	c.source.MaxConnections = c.DatabaseConns
	return nil
}

func (c *config) readKeys() error {
	text, err := c.fromFile("LATCHKEY_ENCRYPTION_KEYS", strings.Join(c.EncryptionKeys, "\n"), c.EncryptionKeysFile)
	if err != nil {
		return err
	}
	if text == "" && c.source.Engine == store.Postgres {
		return errors.New("LATCHKEY_ENCRYPTION_KEYS: required with PostgreSQL, the same on every replica; " +
			"make one with: echo \"k1:$(head -c 32 /dev/urandom | base64)\"")
	}
	if text == "" {
		if c.isNew && !c.mayMake {
			return nil // both are made at the first start
		}
		if text, err = c.keyInFolder(); err != nil {
			return err
		}
	}
	if c.ring, err = secret.NewRing(strings.Fields(text)); err != nil {
		return fmt.Errorf("LATCHKEY_ENCRYPTION_KEYS: %w", err)
	}
	return nil
}

// privateFolder makes the data folder and, so that only we can read it, the
// file of the embedded database, which SQLite would open to every user.
func privateFolder(folder string) error {
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		var f *os.File
		if f, err = os.OpenFile(filepath.Join(folder, "latchkey.db"), os.O_WRONLY|os.O_CREATE, 0o600); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("LATCHKEY_DATA_DIR: %w", err)
	}
	return nil
}

// keyInFolder reads the key of the embedded database, made at its first start.
func (c *config) keyInFolder() (string, error) {
	path := filepath.Join(c.DataDir, "encryption.key")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && c.mayMake {
		if err := makeKey(c.DataDir, path); err != nil {
			return "", fmt.Errorf("LATCHKEY_DATA_DIR: make the encryption key: %w", err)
		}
	}
	return c.secretFile("LATCHKEY_DATA_DIR", path)
}

// makeKey writes a new key beside its place and then puts it there whole: a
// crash or a second process never leaves half a key.
func makeKey(folder, path string) error {
	secret := make([]byte, secret.KeySize)
	rand.Read(secret)
	f, err := os.CreateTemp(folder, "encryption.key.*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // it has its other name by then
	_, err = fmt.Fprintf(f, "k1:%s\n", base64.StdEncoding.EncodeToString(secret))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// fromFile gives a secret from its setting or its file, not from both.
func (c *config) fromFile(name, value, file string) (string, error) {
	if file == "" {
		return strings.TrimSpace(value), nil
	}
	if value != "" {
		return "", fmt.Errorf("%s: set it or %s_FILE, not both", name, name)
	}
	return c.secretFile(name+"_FILE", file)
}

// secretFile reads one. Only a file that everybody can write is refused: somebody
// else could have put their own secret there. Where others can read it the operator
// is warned: mounts of containers are often read-only and readable, and no chmod
// would help there.
func (c *config) secretFile(name, path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	switch mode := info.Mode().Perm(); {
	case mode&0o002 != 0:
		return "", fmt.Errorf("%s: %s can be written by every user of this machine: chmod o-w %s", name, path, path)
	case mode&0o004 != 0:
		c.warnings = append(c.warnings, fmt.Sprintf("%s: %s can be read by every user of this machine", name, path))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(text)), nil
}
