package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"latchkey/api/fault"
	"latchkey/api/rest"
)

// front listens before there is anything to serve: until the program is wired, and
// its tables migrated, the waiting room answers.
type front struct {
	room    *rest.WaitingRoom
	address net.Addr
	server  *http.Server
	failed  chan error // why it listens no more, unless it was told to stop
}

func newFront(ctx context.Context, c *config, log *slog.Logger) (*front, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("LATCHKEY_LISTEN: %w", err)
	}
	f := &front{room: &rest.WaitingRoom{}, address: listener.Addr(), failed: make(chan error, 1)}
	f.room.Tell("The process starts.")
	f.server = newServer(f.room, log)
	go func() { f.failed <- fault.Calmly(func() error { return f.server.Serve(listener) }) }()
	return f, nil
}

// close stops a front behind which nothing was served.
func (f *front) close(err error) error { return errors.Join(err, f.server.Close()) }
