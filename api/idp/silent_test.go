package idp_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
)

// byHand serves connections by hand until the test is over, and returns the address.
func byHand(t *testing.T, serve func(c net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				serve(c)
			}()
		}
	}()
	return listener.Addr().String()
}

// asked reads a request up to its empty line.
func asked(c net.Conn) {
	in := bufio.NewReader(c)
	for line := "-"; strings.TrimSpace(line) != ""; {
		var err error
		if line, err = in.ReadString('\n'); err != nil {
			return
		}
	}
}

// silent waits until the other side leaves.
func silent(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// drip sends a piece again and again until the other side leaves.
func drip(c net.Conn, piece string) {
	for {
		if _, err := io.WriteString(c, piece); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond) // slower than it could, faster than the limit
	}
}

func says(c net.Conn, text string) { _, _ = io.WriteString(c, text) }

// Each way in which a provider can be silent, slow or lying ends within the limit,
// and is called by its class: unreachable, refused, broken; never ours.
func TestEveryWayToFail(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	answer := func(text string) func(net.Conn) { return func(c net.Conn) { asked(c); says(c, text) } }
	rows := map[string]struct {
		scheme string
		serve  func(c net.Conn)
		class  string
	}{
		"accepts and is silent":      {"http", silent, "timeout"},
		"reads and is silent":        {"http", func(c net.Conn) { asked(c); silent(c) }, "timeout"},
		"half a status line":         {"http", func(c net.Conn) { asked(c); says(c, "HTTP/1.1 2"); silent(c) }, "timeout"},
		"headers without end":        {"http", func(c net.Conn) { asked(c); says(c, head); drip(c, "X-A: b\r\n") }, "timeout"},
		"interim answers for ever":   {"http", func(c net.Conn) { asked(c); drip(c, "HTTP/1.1 102 Processing\r\n\r\n") }, "timeout"},
		"a body that drips":          {"http", func(c net.Conn) { asked(c); says(c, head+"\r\n"); drip(c, " ") }, "timeout"},
		"a body that stops":          {"http", func(c net.Conn) { asked(c); says(c, head+"Content-Length: 9\r\n\r\n{"); silent(c) }, "timeout"},
		"a body cut off":             {"http", answer(head + "Content-Length: 9\r\n\r\n{"), "connection_failed"},
		"chunks cut off":             {"http", answer(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{"), "connection_failed"},
		"a length that is too large": {"http", answer(head + "Content-Length: 99999999\r\n\r\n{"), "too_large"},
		"a body that is too large": {"http", func(c net.Conn) {
			asked(c)
			says(c, head+"\r\n"+strings.Repeat(" ", 300<<10))
		}, "too_large"},
		"headers that are too large": {"http", func(c net.Conn) {
			asked(c)
			says(c, head+"X-A: "+strings.Repeat("b", 128<<10)+"\r\n\r\n{}")
		}, "connection_failed"},
		"closes at once":       {"http", func(net.Conn) {}, "connection_failed"},
		"closes when asked":    {"http", asked, "connection_failed"},
		"no HTTP":              {"http", func(c net.Conn) { says(c, "SSH-2.0-OpenSSH_9.9\r\n"); silent(c) }, "connection_failed"},
		"HTML":                 {"http", answer(head + "Content-Length: 6\r\n\r\n<html>"), "not_json"},
		"an error page":        {"http", answer("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\n{}"), "http_503"},
		"sends elsewhere":      {"http", answer("HTTP/1.1 302 Go\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"), "http_302"},
		"half a TLS handshake": {"https", func(c net.Conn) { _, _ = c.Read(make([]byte, 1)); silent(c) }, "timeout"},
		"TLS that is refused":  {"https", func(c net.Conn) { says(c, "\x15\x03\x01\x00\x02\x02\x28"); silent(c) }, "tls"},
		"http where TLS should be": {"https", func(c net.Conn) {
			says(c, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
			silent(c)
		}, "tls"},
		"closes in the handshake": {"https", func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }, "connection_failed"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := byHand(t, row.serve)
			p, err := idp.NewWithLimits(idp.Options{
				GoogleIssuer: fmt.Sprintf("%s://%s", row.scheme, at), Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
			}, idp.LimitsOf(limitFor(row.class)))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Close)
			_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google, Connection: "c"}, newAttempt())
			wantFault(t, err, fault.ProviderUnreachable, "discovery_"+row.class)
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		const at = "127.0.0.1:1" // a port that no test is given
		p, err := idp.New(idp.Options{GoogleIssuer: "http://" + at, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.Close)
		_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
		wantFault(t, err, fault.ProviderUnreachable, "discovery_connection_refused")
	})
}
