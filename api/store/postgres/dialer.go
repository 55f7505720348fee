package postgres

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// dialer dials for one connection, and for the requests to cancel what runs on it.
type dialer struct {
	owner *Connector
	mu    sync.Mutex
	main  *wire // the connection's own
	made  bool  // what is dialled from now on cancels
}

// Keep-alive: a peer that is gone is noticed within four seconds while nothing
// is asked, and within as many by the kernel while something is (TCP_USER_TIMEOUT).
const (
	aliveIdle     = 2 * time.Second
	aliveInterval = time.Second
	aliveCount    = 2
	unheardWithin = 4 * time.Second
)

// DialContext connects until ctx or the connector's limit ends. What is asked on
// the connection before it is handed over is under the same limit.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	limit := d.owner.options.Connect
	if d.made {
		limit = d.owner.options.Cancel
	}
	until := time.Now().Add(limit)
	if asked, ok := ctx.Deadline(); ok && asked.Before(until) {
		until = asked
	}
	plain := net.Dialer{
		Deadline: until, Control: noticeSilence,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: aliveIdle, Interval: aliveInterval, Count: aliveCount},
	}
	c, err := plain.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	w := &wire{Conn: c}
	if !d.made {
		d.main = w
	}
	return w, c.SetDeadline(until)
}

// Dial is what the driver asks for, and never uses, beside DialContext.
func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout likewise.
func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// handOver gives the connection that was made.
func (d *dialer) handOver() *wire {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.made = true
	return d.main
}

// wire is a socket that knows whether an operation has sent anything.
type wire struct {
	net.Conn
	wrote atomic.Bool
}

// Write sends.
func (w *wire) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b)
	if n > 0 {
		w.wrote.Store(true)
	}
	return n, err
}
