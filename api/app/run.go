package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"latchkey/api/fault"
)

// stopWithin is how long what was accepted may take to finish.
const stopWithin = 12 * time.Second

// Run serves behind a front until ctx ends, then says that it is not ready, lets
// what it accepted finish, and writes what it counted.
func (a *App) Run(ctx context.Context, f *Front) error {
	if err := a.options.Store.ServeIssuer(ctx, a.options.Config.URL.String(), a.options.Now()); err != nil {
		return f.Close(err)
	}
	stopMetrics, err := a.serveMetrics(ctx, a.options.Config.MetricsListen)
	if err != nil {
		return f.Close(err)
	}
	setCollector()
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	stopped := a.jobs.Start(work)
	f.room.Open(a.Server)
	go newMemory().keep(work)
	a.options.Log.InfoContext(ctx, "serving", "listen", f.address.String(), "public_url", a.options.Config.URL.String(), "version", a.options.Version)
	select {
	case err := <-f.failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	a.Server.Drain()
	time.Sleep(a.options.Config.ShutdownDelay)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err = f.server.Shutdown(stopping)
	stopWork()
	stopped(stopping)
	a.Providers.Close()
	return errors.Join(err, stopMetrics(), a.Flow.Counts.Flush(stopping), a.Flow.Redeemed.ShareUnfinished(stopping), a.Clients.FlushUse(stopping), a.Refusals.Flush(stopping), a.keys.leave(stopping))
}

// serveMetrics serves them on a listener of their own, so that no proxy in front
// of the product can reach them; "" serves none. They stay until the end: what
// the last people met counts too.
func (a *App) serveMetrics(ctx context.Context, address string) (stop func() error, err error) {
	if address == "" {
		return func() error { return nil }, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("LATCHKEY_METRICS_LISTEN: %w", err)
	}
	server := NewServer(a.metrics.Handler(), a.options.Log)
	go func() {
		if err := fault.Calmly(func() error { return server.Serve(listener) }); !errors.Is(err, http.ErrServerClosed) {
			a.options.Log.ErrorContext(ctx, "metrics are no longer served", "error", err)
		}
	}()
	a.options.Log.InfoContext(ctx, "serving metrics", "listen", listener.Addr().String())
	return server.Close, nil
}
