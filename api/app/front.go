package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"latchkey/api/config"
	"latchkey/api/fault"
	"latchkey/api/web"
)

// Front listens before there is anything to serve: until the program is wired, and
// its tables migrated, the waiting room answers.
type Front struct {
	room    *web.WaitingRoom
	address net.Addr
	server  *http.Server
	failed  chan error // why it listens no more, unless it was told to stop
}

// Listen opens the listener and answers from the waiting room.
func Listen(ctx context.Context, c *config.Config, log *slog.Logger) (*Front, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("LATCHKEY_LISTEN: %w", err)
	}
	f := &Front{room: &web.WaitingRoom{}, address: listener.Addr(), failed: make(chan error, 1)}
	f.room.Tell("The process starts.")
	f.server = NewServer(f.room, log)
	go func() { f.failed <- fault.Calmly(func() error { return f.server.Serve(listener) }) }()
	return f, nil
}

// Tell says in the waiting room, and to the supervisor, what is being done.
func (f *Front) Tell(progress string) { f.room.Tell(progress) }

// Close stops a front behind which nothing was served.
func (f *Front) Close(err error) error { return errors.Join(err, f.server.Close()) }
