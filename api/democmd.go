package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"time"

	"latchkey/api/apply"
	"latchkey/api/demo"
	"latchkey/api/idp/idptest"
)

type demoCommand struct {
	Port         int `env:"PORT" default:"8080" help:"Port of the product, on localhost."`
	ProviderPort int `env:"DEMO_PROVIDER_PORT" default:"8081" help:"Port of the demo provider, on 127.0.0.1: another site, as in life."`
}

// Run serves the demo world until it is told to stop.
func (d demoCommand) Run(ctx context.Context, s *settings) error {
	c, err := d.configure(*s)
	if err != nil {
		return err
	}
	providerURL := "http://127.0.0.1:" + strconv.Itoa(d.ProviderPort)
	provider, err := demo.NewProvider(providerURL)
	if err != nil {
		return err
	}
	stopProvider, err := serveProvider(ctx, provider, d.ProviderPort)
	if err != nil {
		return err
	}
	db, err := claimStore(ctx, c, "demo")
	if err != nil {
		return errors.Join(err, stopProvider())
	}
	c.GoogleIssuer, c.MicrosoftAuthority = provider.GoogleIssuer(), provider.MicrosoftAuthority()
	level := new(slog.LevelVar)
	level.Set(slog.LevelError) // while the world is made, its refusals are no news
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	p, err := wire(ctx, c, db, log)
	if err == nil {
		err = (&demo.Demo{
			Store: db, Road: p.road, Passwords: p.passwords, Provider: provider,
			Applier: &apply.Applier{Store: db, Ring: c.ring, Providers: p.providers, Now: time.Now},
		}).Make(ctx)
	}
	if err == nil {
		err = demo.Table(os.Stdout, c.publicURL.String(), providerURL)
	}
	if err != nil {
		return errors.Join(err, stopProvider(), db.Close())
	}
	level.Set(c.LogLevel)
	return errors.Join(p.listen(ctx, c), stopProvider(), db.Close())
}

// configure turns the settings into the demo's: loopback only.
func (d demoCommand) configure(s settings) (*config, error) {
	s.PublicURL = "http://localhost:" + strconv.Itoa(d.Port)
	s.Listen = "localhost:" + strconv.Itoa(d.Port)
	s.TokenAudience, s.GoogleIssuer, s.MicrosoftAuthority, s.TrustedProxies = "", "", "", nil
	s.ShutdownDelay, s.MetricsListen = 0, ""
	c, err := s.read()
	if err != nil {
		return nil, err
	}
	c.allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	return c, nil
}

// serveProvider listens before the product does, so that the product can reach
// it.
func serveProvider(ctx context.Context, p *idptest.Provider, port int) (stop func() error, err error) {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("DEMO_PROVIDER_PORT: %w", err)
	}
	server := &http.Server{Handler: p, ReadHeaderTimeout: readHeader}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, "the demo provider stopped:", err)
		}
	}()
	return server.Close, nil
}
