package config

import (
	"errors"
	netmail "net/mail"
	"net/netip"
	"net/url"

	"latchkey/api/mail"
	"latchkey/api/outbound"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Config is what [Settings] mean.
type Config struct {
	Settings
	URL             *url.URL // the public one
	Source          store.Source
	AllowedNetworks []netip.Prefix  // that calls to providers may reach although they are not public
	Proxy           *outbound.Proxy // of calls to providers; nil: straight
	TrustedNetworks []netip.Prefix  // whose X-Forwarded-For is believed
	Ring            *secret.Ring    // nil before the first start
	MailServer      *mail.Server    // nil: no mail is sent
	Sender          *netmail.Address
	Warnings        []string // what works, and should be better
	IsNew           bool     // the embedded database is not there yet
	mayMake         bool     // the data folder and the key in it
}

// Read checks all settings and reports all problems at once. It makes the data
// folder and, for the embedded database, its encryption key.
func (s Settings) Read() (*Config, error) { return s.parse(true) }

// Inspect is Read without making anything: for commands that only look.
func (s Settings) Inspect() (*Config, error) { return s.parse(false) }

func (s Settings) parse(mayMake bool) (*Config, error) {
	c := &Config{Settings: s, mayMake: mayMake}
	problems := errors.Join(
		s.Unread,
		c.readPublicURL(),
		c.readNetworks(),
		s.checkLimits(),
		s.checkAddresses(),
		c.readProxy(),
		c.readMail(),
		c.readDatabase(),
		c.readKeys(),
	)
	if problems != nil {
		return nil, problems
	}
	return c, nil
}

func (s Settings) checkLimits() error {
	if s.StartsPerMinute < 1 && s.Unread == nil { // an unread one is zero, and reported already
		return errors.New("LATCHKEY_STARTS_PER_MINUTE: want a number above zero")
	}
	return nil
}

// Problems takes joined errors apart, those that are joined again too.
func Problems(err error) []error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range many.Unwrap() {
		all = append(all, Problems(e)...)
	}
	return all
}
