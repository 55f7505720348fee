package idp_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

const proxyPassword = "canary-p@ss:word"

// gateway is an HTTP proxy that knows CONNECT alone.
type gateway struct {
	address string
	asked   atomic.Int64 // tunnels
	answer  atomic.Value // string: what it says instead of connecting, or ""
}

func newGateway(t *testing.T, secured ...tls.Certificate) *gateway {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if len(secured) > 0 {
		listener = tls.NewListener(listener, &tls.Config{Certificates: secured, MinVersion: tls.VersionTLS12})
	}
	g := &gateway{address: listener.Addr().String()}
	g.answer.Store("")
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go g.serve(conn)
		}
	}()
	return g
}

func (g *gateway) serve(conn net.Conn) {
	defer conn.Close()
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	g.asked.Add(1)
	say := func(text string) { _, _ = io.WriteString(conn, text) }
	user, password, _ := basic(req.Header.Get("Proxy-Authorization"))
	switch answer, _ := g.answer.Load().(string); {
	case answer == "silence":
		_, _ = io.Copy(io.Discard, conn)
		return
	case answer != "":
		say(answer)
		return
	case req.Method != http.MethodConnect || user != "latchkey" || password != proxyPassword:
		say("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
		return
	}
	far, err := net.Dial("tcp", req.Host)
	if err != nil {
		say("HTTP/1.1 502 canary-body\r\n\r\n")
		return
	}
	defer far.Close()
	say("HTTP/1.1 200 Go\r\n\r\n")
	go func() { _, _ = io.Copy(far, conn) }()
	_, _ = io.Copy(conn, far)
}

func basic(header string) (user, password string, ok bool) {
	return (&http.Request{Header: http.Header{"Authorization": {header}}}).BasicAuth()
}

// through makes providers whose only way out is a proxy, each call of which may take limit.
func through(t *testing.T, r *rig, address string, limit time.Duration) *idp.Providers {
	t.Helper()
	proxy, err := outbound.ReadProxy(address)
	if err != nil {
		t.Fatal(err)
	}
	p, err := idp.NewWithLimits(idp.Options{
		GoogleIssuer: r.idp.GoogleIssuer(), MicrosoftAuthority: r.idp.MicrosoftAuthority(), Proxy: proxy,
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: r.clock.Now,
	}, idp.LimitsOf(limit))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

const login = "latchkey:canary-p%40ss%3Aword@"

// F46: everything goes through the operator's proxy.
func TestF46_CallsGoThroughTheProxy(t *testing.T) {
	r, g := newRig(t), newGateway(t)
	r.lie(dated("Mon, 04 May 2026 09:00:00 GMT"))
	p := through(t, r, "http://"+login+g.address, limitFor(allGood))
	if got := said(p.Inspect(t.Context(), r.google)); got != allGood {
		t.Errorf("got %s", got)
	}
	if g.asked.Load() == 0 {
		t.Error("nothing went through the proxy")
	}
	if err := p.TryProxy(t.Context(), strings.TrimPrefix(r.base, "http://")); err != nil {
		t.Errorf("try: %v", err)
	}
}

// F46: the TLS of the provider is with the provider, whether the proxy is itself
// reached by TLS or not.
func TestF46_TLSIsWithTheProvider(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of us
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	allow := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	for name, c := range map[string]struct {
		proxy string
		roots *x509.CertPool
		want  string
	}{
		"trusted":                  {"http://" + login + newGateway(t).address, roots, "discovery_http_404"},
		"not trusted":              {"http://" + login + newGateway(t).address, nil, "discovery_tls"},
		"trusted, by TLS":          {"https://" + login + newGateway(t, server.TLS.Certificates...).address, roots, "discovery_http_404"},
		"a proxy of no trusted CA": {"https://" + login + newGateway(t, server.TLS.Certificates...).address, nil, "discovery_proxy_unreachable"},
	} {
		proxy, err := outbound.ReadProxy(c.proxy)
		if err != nil {
			t.Fatal(err)
		}
		p, err := idp.New(idp.Options{GoogleIssuer: server.URL, Allow: allow, Proxy: proxy, RootCAs: c.roots})
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
		if f := fault.Of(err); f.Reason != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		p.Close()
	}
}

// F46: what fails at the proxy is told apart, and is nobody else's fault.
func TestF46_FaultsOfTheProxy(t *testing.T) {
	r, g := newRig(t), newGateway(t)
	nobody := newGateway(t).address
	for name, c := range map[string]struct{ address, answer, want string }{
		"another password":       {"latchkey:wrong@" + g.address, "", "proxy_auth"},
		"no password":            {g.address, "", "proxy_auth"},
		"its rules say no":       {login + g.address, "HTTP/1.1 403 canary-body\r\n\r\n", "proxy_refused"},
		"no CONNECT":             {login + g.address, "HTTP/1.1 405 No\r\n\r\n", "proxy_refused"},
		"it can't reach it":      {login + g.address, "HTTP/1.1 502 canary-body\r\n\r\n", "proxy_gateway"},
		"no proxy at all":        {login + g.address, "SSH-2.0-canary\r\n", "proxy_unreachable"},
		"it hangs up":            {login + g.address, "\r\n", "proxy_unreachable"},
		"it never answers":       {login + g.address, "silence", "proxy_timeout"},
		"it speaks before us":    {login + g.address, "HTTP/1.1 200 Go\r\n\r\ncanary", "proxy_refused"},
		"headers without an end": {login + g.address, "HTTP/1.1 200 Go\r\nA: " + strings.Repeat("a", 128<<10), "proxy_unreachable"},
		"TLS to a plain proxy":   {"", "", "proxy_unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			g.answer.Store(c.answer)
			address := "http://" + c.address
			if c.address == "" {
				address = "https://" + nobody
			}
			p := through(t, r, address, limitFor(c.want))
			_, err := p.AuthURL(t.Context(), r.google, newAttempt())
			wantFault(t, err, fault.OutboundUnavailable, "discovery_"+c.want)
			if text := err.Error(); strings.Contains(text, "canary") || strings.Contains(text, "wrong") {
				t.Errorf("it says too much: %s", text)
			}
		})
	}
	closed := through(t, r, "http://127.0.0.1:1", limitFor("proxy_unreachable"))
	_, err := closed.AuthURL(t.Context(), r.google, newAttempt())
	wantFault(t, err, fault.OutboundUnavailable, "discovery_proxy_unreachable")
}

// F46: what is no public address is refused before the proxy hears of it.
func TestF46_TheGuardStays(t *testing.T) {
	r, g := newRig(t), newGateway(t)
	proxy, err := outbound.ReadProxy("http://" + login + g.address)
	if err != nil {
		t.Fatal(err)
	}
	for _, issuer := range []string{"https://169.254.169.254/x", "https://10.0.0.1", "https://[::1]", "https://localhost", "https://0x7f.1", "https://2130706433"} {
		p, err := idp.New(idp.Options{GoogleIssuer: issuer, Proxy: proxy, Now: r.clock.Now})
		if err != nil {
			continue // refused even sooner
		}
		_, err = p.AuthURL(t.Context(), r.google, newAttempt())
		wantFault(t, err, fault.ProviderUnreachable, "discovery_address_refused")
		p.Close()
	}
	if n := g.asked.Load(); n != 0 {
		t.Errorf("the proxy was asked %d times", n)
	}
}

// F46: a proxy of the environment is never used.
func TestF46_NoProxyOfTheEnvironment(t *testing.T) {
	g := newGateway(t)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, "http://"+g.address)
	}
	r := newRig(t)
	r.accepted(r.ana())
	if n := g.asked.Load(); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
}
