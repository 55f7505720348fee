package outbound

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Proxy is the operator's way out: an HTTP proxy through which every call to a
// provider goes, by CONNECT (RFC 9110, section 9.3.6). It sees names and ports of
// providers and nothing of what is said. No proxy of the environment is used.
type Proxy struct {
	address string // host:port
	host    string
	isTLS   bool
	login   string // of the header Proxy-Authorization, or ""
}

// ReadProxy reads http://[user:password@]host[:port], or https for a proxy that
// is itself reached by TLS. No error holds the password.
func ReadProxy(address string) (*Proxy, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("want an address such as http://user:password@proxy.example.com:3128, with what is special in the password escaped")
	}
	p := &Proxy{host: u.Hostname(), isTLS: u.Scheme == "https"}
	port := u.Port()
	switch {
	case port != "":
	case p.isTLS:
		port = "443"
	default:
		port = "80"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return nil, errors.New("its port is no number from 1 to 65535")
	}
	p.address = net.JoinHostPort(p.host, port)
	if u.User != nil {
		password, _ := u.User.Password()
		p.login = "Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password))
	}
	return p, nil
}

// Address is where the proxy is, host and port.
func (p *Proxy) Address() string { return p.address }

// ProxyError says what went wrong at the proxy, before any provider was asked.
type ProxyError string

// What may go wrong there.
const (
	proxyUnreachable ProxyError = "proxy_unreachable" // nobody answers at its address, or not as a proxy
	proxyLogin       ProxyError = "proxy_auth"        // it wants another user and password, or one at all
	proxyRefused     ProxyError = "proxy_refused"     // its rules do not let us out to that host
	proxyNoWay       ProxyError = "proxy_gateway"     // it could not reach the host itself
	proxySlow        ProxyError = "proxy_timeout"     // it took the question and did not answer in time
)

// Error names the problem of the proxy for logs.
func (e ProxyError) Error() string { return string(e) }

// tunnels dials through a proxy.
type tunnels struct {
	proxy  *Proxy
	dialer *net.Dialer // to the proxy, which is the operator's: nothing is guarded
	tls    *tls.Config // of a proxy that is reached by TLS
	guard  *guard
	names  *net.Resolver
	limits Limits
}

func newTunnels(o Options, g *guard) *tunnels {
	return &tunnels{
		proxy: o.Proxy, dialer: &net.Dialer{Timeout: o.Limits.Dial}, guard: g, names: net.DefaultResolver, limits: o.Limits,
		tls: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs, ServerName: o.Proxy.host},
	}
}

// dial connects to a host and port as far as the guard lets it.
func (t *tunnels) dial(ctx context.Context, _, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, t.limits.Total/2) // or the time of the call is over first
	defer cancel()
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, ErrAddressRefused
	}
	if err := t.mayAsk(ctx, host); err != nil {
		return nil, err
	}
	conn, err := t.reach(ctx)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	err = t.connect(conn, address)
	if !stop() { // closed under our hands
		err = proxySlow
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// mayAsk refuses hosts that are no public ones, as far as we can know: the proxy
// resolves names for itself. A name that we can't resolve (there may be no DNS
// inside) passes unless it is one of those that are never public.
func (t *tunnels) mayAsk(ctx context.Context, host string) error {
	if addr, err := netip.ParseAddr(host); err == nil {
		return t.allowed(addr)
	}
	if isNumeric(host) { // 0x7f.1, 2130706433: some resolvers read addresses in them
		return ErrAddressRefused
	}
	ctx, cancel := context.WithTimeout(ctx, t.limits.Dial)
	defer cancel()
	found, err := t.names.LookupNetIP(ctx, "ip", host)
	if err != nil || len(found) == 0 {
		if isInside(host) {
			return ErrAddressRefused
		}
		return nil
	}
	for _, addr := range found { // the proxy may take any of them
		if err := t.allowed(addr); err != nil {
			return err
		}
	}
	return nil
}

func (t *tunnels) allowed(addr netip.Addr) error {
	if !t.guard.permits(addr) {
		return ErrAddressRefused
	}
	return nil
}

// isNumeric tells a host whose last label is a number, as the URL standard tells
// addresses from names.
func isNumeric(host string) bool {
	last := strings.TrimSuffix(host, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	_, err := strconv.ParseUint(last, 0, 64)
	return err == nil || last != "" && strings.Trim(last, "0123456789") == ""
}

// isInside tells names that no public server has: of one label, or of the
// special-use domains (RFC 6761, RFC 6762, RFC 8375, and internal).
func isInside(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !strings.Contains(host, ".") {
		return true
	}
	for _, domain := range []string{".localhost", ".local", ".internal", ".home.arpa", ".lan"} {
		if strings.HasSuffix(host, domain) {
			return true
		}
	}
	return false
}

// reach connects to the proxy itself.
func (t *tunnels) reach(ctx context.Context) (net.Conn, error) {
	conn, err := t.dialer.DialContext(ctx, "tcp", t.proxy.address)
	if err != nil {
		return nil, proxyUnreachable
	}
	if !t.proxy.isTLS {
		return conn, nil
	}
	safe := tls.Client(conn, t.tls)
	if err := safe.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, proxyUnreachable
	}
	return safe, nil
}

// maxProxyAnswer bounds what a proxy says before the tunnel begins.
const maxProxyAnswer = 64 << 10

// connect asks for the tunnel. Nothing of the answer is passed on but its kind.
func (t *tunnels) connect(conn net.Conn, address string) error {
	req := "CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n"
	if t.proxy.login != "" {
		req += "Proxy-Authorization: " + t.proxy.login + "\r\n"
	}
	if _, err := io.WriteString(conn, req+"\r\n"); err != nil {
		return proxyUnreachable
	}
	answer := bufio.NewReader(io.LimitReader(conn, maxProxyAnswer))
	res, err := http.ReadResponse(answer, &http.Request{Method: http.MethodConnect}) //nolint:bodyclose // what follows it is the tunnel
	if err != nil {
		return proxyUnreachable
	}
	switch {
	case res.StatusCode == http.StatusProxyAuthRequired:
		return proxyLogin
	case res.StatusCode >= http.StatusInternalServerError:
		return proxyNoWay
	case res.StatusCode/100 != 2 || answer.Buffered() > 0: // nobody may speak before our handshake
		return proxyRefused
	}
	return nil
}

// TryProxy says whether the proxy answers as one: it asks for a tunnel to a host
// and port and closes it. Without a proxy it is nil. Errors name what is wrong.
func (c *Client) TryProxy(ctx context.Context, address string) error {
	if c.tunnels == nil {
		return nil
	}
	conn, err := c.tunnels.dial(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}
