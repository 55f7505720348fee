//go:build fault

package e2e_test

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// wire is a proxy of TCP that can be slow, deaf, cut, and lead elsewhere.
type wire struct {
	address string
	mu      sync.Mutex
	to      string
	open    map[net.Conn]bool
	deaf    map[net.Conn]bool // nothing that they write arrives
	latency atomic.Int64      // of each piece, in nanoseconds
	resets  atomic.Int64      // of 10,000 connections so many are reset soon after they are made
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	w := &wire{address: listener.Addr().String(), to: to, open: map[net.Conn]bool{}, deaf: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = listener.Close(); w.cut() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.join(conn)
		}
	}()
	return w
}

func (w *wire) join(near net.Conn) {
	w.mu.Lock()
	to := w.to
	w.mu.Unlock()
	far, err := net.Dial("tcp", to)
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	w.open[near], w.open[far] = true, true
	w.mu.Unlock()
	if rand.Int64N(10_000) < w.resets.Load() {
		time.AfterFunc(rand.N(2*time.Second), func() { reset(near); reset(far) })
	}
	go w.carry(far, near)
	w.carry(near, far)
}

func (w *wire) carry(to, from net.Conn) {
	defer func() {
		_, _ = to.Close(), from.Close()
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.open, to)
		delete(w.open, from)
		delete(w.deaf, from)
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		w.mu.Lock()
		deaf := w.deaf[from]
		w.mu.Unlock()
		if deaf {
			continue
		}
		if d := w.latency.Load(); d > 0 {
			time.Sleep(time.Duration(d))
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// reset breaks a connection off, as no end of it does.
func reset(conn net.Conn) {
	if tcp, is := conn.(*net.TCPConn); is {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// resetSome resets so many of 10,000 open connections.
func (w *wire) resetSome(share int64) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.open {
		if rand.Int64N(10_000) < share {
			reset(conn)
			n++
		}
	}
	return n
}

// cut ends all connections.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.open {
		_ = conn.Close()
	}
}

// deafen lets nothing more through on the connections that there are, as a firewall does that
// forgot them. New ones work.
func (w *wire) deafen() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.open {
		w.deaf[conn] = true
	}
}

// leads sends new connections elsewhere, and cuts the old.
func (w *wire) leads(to string) {
	w.mu.Lock()
	w.to = to
	w.mu.Unlock()
	w.cut()
}

// balancer stands before replicas, asks one after another, and looks at their /readyz as
// a deployment's does. A request that no connection was made for goes to the next.
type balancer struct {
	url  string
	mu   sync.Mutex
	all  []*backend
	next int
}

type backend struct {
	url   string
	ready atomic.Bool
	proxy *httputil.ReverseProxy

	refused int // times in a row; of look alone
}

func newBalancer(t *testing.T, listener net.Listener) *balancer {
	t.Helper()
	b := &balancer{url: "http://" + listener.Addr().String()}
	server := &http.Server{Handler: b, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop); _ = server.Close() })
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				b.look()
			}
		}
	}()
	return b
}

// behind puts replicas behind it, instead of those before.
func (b *balancer) behind(urls ...string) {
	var all []*backend
	for _, at := range urls {
		to, err := url.Parse(at)
		if err != nil {
			panic(err)
		}
		one := &backend{url: at, proxy: &httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(to)
				r.Out.Host = r.In.Host
				r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
				r.SetXForwarded()
			},
			Transport:    &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 30 * time.Second},
			ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		}}
		one.ready.Store(true)
		all = append(all, one)
	}
	b.mu.Lock()
	b.all = all
	b.mu.Unlock()
}

func (b *balancer) backends() []*backend {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all
}

// forget closes connections that nobody uses.
func (b *balancer) forget() {
	for _, one := range b.backends() {
		one.proxy.Transport.(*http.Transport).CloseIdleConnections()
	}
}

func (b *balancer) look() {
	client := http.Client{Timeout: time.Second}
	for _, one := range b.backends() {
		res, err := client.Get(one.url + "/readyz")
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
		}
		if one.refused++; err == nil && res.StatusCode == http.StatusOK {
			one.refused = 0
		}
		one.ready.Store(one.refused < 2) // as balancers do: one refusal is no reason
	}
}

// ServeHTTP gives a request to a replica that is ready.
func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	all := b.backends()
	for range all {
		b.mu.Lock()
		b.next++
		one := all[b.next%len(all)]
		b.mu.Unlock()
		if one.ready.Load() {
			one.proxy.ServeHTTP(w, r)
			return
		}
	}
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
}
