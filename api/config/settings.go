package config

import (
	"log/slog"
	"time"
)

// Settings is everything an operator may set, by environment or flag. Secrets
// may come from a file instead (the setting with File).
type Settings struct {
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
	Unread             error         `kong:"-"` // what the parser could not read
}
