package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"time"

	"latchkey/api/app"
	"latchkey/api/apply"
	"latchkey/api/config"
	"latchkey/api/demo"
	"latchkey/api/idp/idptest"
)

type demoCommand struct {
	Port         int `env:"PORT" default:"8080" help:"Port of the product, on localhost."`
	ProviderPort int `env:"DEMO_PROVIDER_PORT" default:"8081" help:"Port of the demo provider, on 127.0.0.1: another site, as in life."`
	CRMPort      int `name:"demo-crm-port" env:"DEMO_CRM_PORT" default:"8083" help:"Port of the demo CRM, at crm.localhost: an application of a third site."`
	ListenPort   int `name:"demo-listen-port" env:"DEMO_LISTEN_PORT" help:"Port to listen on where something else has the other one and forwards to it, as make dev does."`
}

// Run serves the demo world until it is told to stop.
func (d demoCommand) Run(ctx context.Context, s *config.Settings, v version) (err error) {
	var open closers
	defer func() { err = errors.Join(err, open.close()) }()
	inbox, err := d.inbox(ctx, s)
	if err != nil {
		return err
	}
	open.add(inbox.stop)
	c, err := d.configure(*s)
	if err != nil {
		return err
	}
	level := new(slog.LevelVar)
	level.Set(slog.LevelError) // while the world is made, its refusals are no news
	log := app.TakeLog(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	provider, err := d.serveWorld(ctx, c.URL.String(), inbox, log, &open)
	if err != nil {
		return err
	}
	db, err := claim(ctx, c, "demo")
	if err != nil {
		return err
	}
	open.add(db.Close)
	c.GoogleIssuer, c.MicrosoftAuthority = provider.GoogleIssuer(), provider.MicrosoftAuthority()
	a, err := app.New(ctx, app.Options{Config: c, Store: db, Log: log, Version: string(v)})
	if err != nil {
		return err
	}
	err = (&demo.Demo{
		Store: db, Flow: a.Flow, Redirect: a.Applications.RedirectURI, Passwords: a.Passwords, Provider: provider, CRMPort: d.CRMPort,
		Applier: &apply.Applier{Store: db, Ring: c.Ring, Providers: a.Providers, Issuer: c.URL.String(), Now: time.Now},
	}).Make(ctx)
	if err != nil {
		return err
	}
	if err := demo.Table(os.Stdout, c.URL.String(), d.providerURL(), demo.CRMURL(d.CRMPort), inbox.at(d.providerURL())); err != nil {
		return err
	}
	level.Set(c.LogLevel)
	f, err := app.Listen(ctx, c, log)
	if err != nil {
		return err
	}
	return a.Run(ctx, f)
}

// serveWorld serves what is around the product: the provider with the inbox, and the CRM.
func (d demoCommand) serveWorld(ctx context.Context, product string, inbox demoInbox, log *slog.Logger, open *closers) (*idptest.Provider, error) {
	provider, err := demo.NewProvider(d.providerURL())
	if err != nil {
		return nil, err
	}
	crm, err := demo.NewCRM(d.CRMPort, product, log)
	if err != nil {
		return nil, err
	}
	stop, err := serveBeside(ctx, inbox.beside(provider), "DEMO_PROVIDER_PORT", d.ProviderPort, log)
	if err != nil {
		return nil, err
	}
	open.add(stop)
	if stop, err = serveBeside(ctx, crm.Handler(), "DEMO_CRM_PORT", d.CRMPort, log); err != nil {
		return nil, err
	}
	open.add(stop)
	return provider, nil
}

// closers are what was opened; the last is closed first.
type closers []func() error

func (c *closers) add(one func() error) { *c = append(*c, one) }

func (c *closers) close() error {
	var err error
	for _, one := range slices.Backward(*c) {
		err = errors.Join(err, one())
	}
	return err
}

// demoInbox is the mail server of the demo, or none where the operator has one.
type demoInbox struct{ *demo.Inbox }

// inbox starts the demo's mail server and sets it, unless another one is set.
func (d demoCommand) inbox(ctx context.Context, s *config.Settings) (demoInbox, error) {
	if s.SMTPURL != "" || s.SMTPURLFile != "" {
		return demoInbox{}, nil
	}
	i, err := demo.NewInbox(ctx, d.url())
	if err != nil {
		return demoInbox{}, err
	}
	s.SMTPURL, s.MailFrom = i.URL(), demo.Sender
	return demoInbox{i}, nil
}

func (i demoInbox) stop() error {
	if i.Inbox == nil {
		return nil
	}
	return i.Close()
}

func (i demoInbox) beside(provider http.Handler) http.Handler {
	if i.Inbox == nil {
		return provider
	}
	return i.Beside(provider)
}

func (i demoInbox) at(providerURL string) string {
	if i.Inbox == nil {
		return ""
	}
	return providerURL + "/inbox"
}

func (d demoCommand) providerURL() string { return "http://127.0.0.1:" + strconv.Itoa(d.ProviderPort) }

func (d demoCommand) url() string { return "http://localhost:" + strconv.Itoa(d.Port) }

// configure turns the settings into the demo's: loopback only.
func (d demoCommand) configure(s config.Settings) (*config.Config, error) {
	s.PublicURL = d.url()
	s.Listen = "localhost:" + strconv.Itoa(cmp.Or(d.ListenPort, d.Port))
	s.TokenAudience, s.GoogleIssuer, s.MicrosoftAuthority, s.TrustedProxies = "", "", "", nil
	s.ShutdownDelay, s.MetricsListen = 0, ""
	c, err := s.Read()
	if err != nil {
		return nil, err
	}
	c.AllowedNetworks = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	return c, nil
}

// serveBeside listens on loopback before the product does, so that the product can reach
// what is there.
func serveBeside(ctx context.Context, h http.Handler, setting string, port int, logger *slog.Logger) (stop func() error, err error) {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	server := app.NewServer(h, logger)
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.ErrorContext(ctx, "a server of the demo stopped", "setting", setting, "error", err)
		}
	}()
	return server.Close, nil
}
