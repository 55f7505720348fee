package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"latchkey/api/fault"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, s *settings) error {
	c, err := s.read()
	if err != nil {
		return err
	}
	logger := newLog(c.LogLevel)
	for _, warning := range c.warnings {
		logger.WarnContext(ctx, "a setting should be better", "what", warning)
	}
	f, err := newFront(ctx, c, logger)
	if err != nil {
		return err
	}
	db, err := claimStoreTelling(ctx, c, "serve", func(progress string) {
		logger.InfoContext(ctx, "migration", "progress", progress)
		f.room.Tell(progress)
	})
	if err != nil {
		return f.close(err)
	}
	p, err := wire(ctx, c, db, logger)
	if err != nil {
		return f.close(errors.Join(err, db.Close()))
	}
	token, err := p.setup.NewLink(ctx)
	if err != nil {
		return f.close(errors.Join(err, db.Close()))
	}
	if token != "" {
		// The token stands in the fragment: browsers send it to nobody.
		fmt.Fprintf(os.Stdout, "\nNo organization yet. Open this link within 24 hours to make the first one:\n\n  %s/setup#%s\n\n", c.publicURL, token)
	}
	return errors.Join(p.listen(ctx, c, f), db.Close())
}

// stopWithin is how long what was accepted may take to finish.
const stopWithin = 12 * time.Second

// gcPercent spends 15 MB under load to save a seventh of a sign-in's CPU: so
// little lives that the default would collect all the time. GOGC overrides it.
const gcPercent = 400

// listen serves behind a front until ctx ends, then says that it is not ready, lets
// what it accepted finish, and writes what it counted.
func (p *program) listen(ctx context.Context, c *config, f *front) error {
	stopMetrics, err := p.serveMetrics(ctx, c.MetricsListen)
	if err != nil {
		return f.close(err)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	stopped := p.tend(work)
	f.room.Open(p.server)
	p.log.InfoContext(ctx, "serving", "listen", f.address.String(), "public_url", c.publicURL.String(), "version", version)
	select {
	case err := <-f.failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	p.server.Drain()
	time.Sleep(c.ShutdownDelay)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err = f.server.Shutdown(stopping)
	stopWork()
	stopped(stopping)
	p.providers.Close()
	return errors.Join(err, stopMetrics(), p.flow.FlushCounts(stopping), p.flow.ShareUnfinished(stopping), p.keys.leave(stopping))
}

// serveMetrics serves them on a listener of their own, so that no proxy in front
// of the product can reach them; "" serves none. They stay until the end: what
// the last people met counts too.
func (p *program) serveMetrics(ctx context.Context, address string) (stop func() error, err error) {
	if address == "" {
		return func() error { return nil }, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("LATCHKEY_METRICS_LISTEN: %w", err)
	}
	server := newServer(p.metrics.Handler(), p.log)
	go func() {
		if err := fault.Calmly(func() error { return server.Serve(listener) }); !errors.Is(err, http.ErrServerClosed) {
			p.log.ErrorContext(ctx, "metrics are no longer served", "error", err)
		}
	}()
	p.log.InfoContext(ctx, "serving metrics", "listen", listener.Addr().String())
	return server.Close, nil
}
