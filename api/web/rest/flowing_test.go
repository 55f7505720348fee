package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/web/middleware"
)

const stall = 500 * time.Millisecond

// handedOut serves a file of 16 MB, page by page, with buffers that hold little of it, and a
// limit of the server that is shorter than anything here takes. cut hears why it was cut.
func handedOut(t *testing.T, cut chan<- error) *http.Response {
	t.Helper()
	page := slices.Repeat([]string{strings.Repeat("x", 16<<10)}, 8)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		left := 127
		file := &listFile[string]{
			form: asLines(func(row string) any { return row }), first: page, size: len(page), stall: stall, done: func() {},
			after: func(string) ([]string, error) {
				if left--; left < 0 {
					return nil, nil
				}
				return page, nil
			},
			cut: func(err error) { cut <- err },
		}
		_ = file.write(w)
	}))
	server.Config.WriteTimeout = stall / 4
	server.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		_ = c.(*net.TCPConn).SetWriteBuffer(64 << 10)
		return ctx
	}
	server.Start()
	t.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			err = c.(*net.TCPConn).SetReadBuffer(256 << 10)
		}
		return c, err
	}}}
	t.Cleanup(client.CloseIdleConnections)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

// G2: a file has no limit in all: it goes on while its reader takes something.
func TestG2AFileGoesOnWhileItIsRead(t *testing.T) {
	t.Parallel()
	cut := make(chan error, 1)
	res := handedOut(t, cut)
	began, read := time.Now(), int64(0)
	for {
		n, err := io.CopyN(io.Discard, res.Body, 256<<10)
		read += n
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("after %d bytes and %v: %v", read, time.Since(began), err)
		}
		time.Sleep(stall / 20) // a slow reader
	}
	if took := time.Since(began); read < 16<<20 || took < 2*stall {
		t.Errorf("%d bytes in %v", read, took)
	}
	if len(cut) > 0 {
		t.Errorf("cut: %v", <-cut)
	}
}

// G2, K07: whoever takes nothing is dropped, and never sees half a file as a whole one.
func TestG2AReaderWhoTakesNothingIsDropped(t *testing.T) {
	t.Parallel()
	cut := make(chan error, 1)
	res := handedOut(t, cut)
	select {
	case <-cut:
	case <-time.After(20 * stall):
		t.Fatal("it still waits")
	}
	if n, err := io.Copy(io.Discard, res.Body); err == nil || n >= 16<<20 {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// G2: what is handed out as a file has no limit of its request either.
func TestG2FilesHaveNoLimitInAll(t *testing.T) {
	for _, route := range []string{exportRoute, changesRoute, peopleRoute, reportRoute, importReportRoute} {
		if limit := Deadlines()[route]; limit != middleware.Unlimited {
			t.Errorf("%s: %v", route, limit)
		}
	}
}
