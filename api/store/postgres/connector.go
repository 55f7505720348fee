package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// Options are the limits of the connections. A zero limit of an operation lets it
// take as long as it takes: migrations do.
type Options struct {
	Operation time.Duration // of a statement with its rows, of a begin and of a commit
	Connect   time.Duration // of making a connection, all of it
	Cancel    time.Duration // of asking the server to stop what nobody waits for any more
}

// Connector makes connections to one address; safe for concurrent use.
type Connector struct {
	config     pq.Config
	options    Options
	settings   map[string]string // of a session
	generation atomic.Int64      // older connections lead to a server that is lost
	shared     atomic.Bool       // a pooler hands out its connections by transaction
}

// New reads an address, postgres://…; its parameters that are settings of a
// session are set after connecting. The error never repeats the address.
func New(address string, o Options) (*Connector, error) {
	config, err := pq.NewConfig(address)
	if err != nil {
		return nil, errors.New("a parameter of the database's address is not understood")
	}
	if config.ConnectTimeout > 0 {
		o.Connect = config.ConnectTimeout
	}
	c := &Connector{options: o, settings: config.Runtime}
	config.Runtime, config.ConnectTimeout = nil, 0 // the dialer has the limits
	if config.TargetSessionAttrs == "" || config.TargetSessionAttrs == pq.TargetSessionAttrsAny {
		config.TargetSessionAttrs = pq.TargetSessionAttrsReadWrite // a standby was not promoted yet
	}
	c.config = config
	return c, nil
}

// Driver is the driver beneath.
func (c *Connector) Driver() driver.Driver { return pq.Driver{} }

// Connect makes a connection and its session, or reports an Away.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	generation := c.generation.Load()
	d := &dialer{owner: c}
	beneath, err := pq.NewConnectorConfig(c.config)
	if err != nil {
		return nil, away(err)
	}
	beneath.Dialer(d)
	made, err := beneath.Connect(ctx)
	if err != nil {
		return nil, away(err)
	}
	inner, ok := made.(session)
	if !ok {
		return nil, away(errors.Join(errors.New("the driver is another one"), made.Close()))
	}
	n := &conn{session: inner, socket: d.handOver(), owner: c, generation: generation}
	if err := n.set(ctx); err != nil {
		return nil, away(errors.Join(err, n.Close()))
	}
	return n, nil
}

// until is when an operation that begins now must have ended.
func (c *Connector) until(ctx context.Context) time.Time {
	var until time.Time
	if c.options.Operation > 0 {
		until = time.Now().Add(c.options.Operation)
	}
	if asked, ok := ctx.Deadline(); ok && (until.IsZero() || asked.Before(until)) {
		until = asked
	}
	return until
}

// settingsSQL sets the settings, for the transaction or for the session; "" where
// there are none.
func (c *Connector) settingsSQL(local bool) string {
	calls := make([]string, 0, len(c.settings))
	scope := map[bool]string{true: "true", false: "false"}[local]
	for name, value := range c.settings {
		calls = append(calls, "set_config("+pq.QuoteLiteral(name)+", "+pq.QuoteLiteral(value)+", "+scope+")")
	}
	if len(calls) == 0 {
		return ""
	}
	slices.Sort(calls)
	return "SELECT " + strings.Join(calls, ", ")
}
