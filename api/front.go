package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"latchkey/api/rest"
)

// Bounds of a connection (K01, K07): slow clients hold little and not for long.
const (
	readHeader = 5 * time.Second
	readAll    = 10 * time.Second
	writeAll   = 30 * time.Second
	idle       = 60 * time.Second
	maxHeader  = 32 << 10 // bytes
)

// front listens before there is anything to serve: until the program is wired, and
// its tables migrated, the waiting room answers.
type front struct {
	room    *rest.WaitingRoom
	address net.Addr
	server  *http.Server
	failed  chan error // why it listens no more, unless it was told to stop
}

func newFront(ctx context.Context, c *config) (*front, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("LATCHKEY_LISTEN: %w", err)
	}
	f := &front{room: &rest.WaitingRoom{}, address: listener.Addr(), failed: make(chan error, 1)}
	f.room.Tell("The process starts.")
	f.server = &http.Server{
		Handler: f.room, ReadHeaderTimeout: readHeader, ReadTimeout: readAll, WriteTimeout: writeAll,
		IdleTimeout: idle, MaxHeaderBytes: maxHeader,
	}
	go func() { f.failed <- f.server.Serve(listener) }()
	return f, nil
}

// close stops a front behind which nothing was served.
func (f *front) close(err error) error { return errors.Join(err, f.server.Close()) }
