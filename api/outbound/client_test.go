package outbound

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// A body is read to the end that it announced, or to its own; one that is cut off or too long is refused.
func TestBodiesAreReadToTheirEnd(t *testing.T) {
	t.Parallel()
	const most = 20 << 10
	for name, c := range map[string]struct {
		announced int64 // below zero: nothing
		sent      int
		err       error
	}{
		"nothing":                {0, 0, nil},
		"as announced":           {3000, 3000, nil},
		"announced, and long":    {most, most, nil},
		"not announced":          {-1, most, nil},
		"cut off":                {3000, 2999, io.ErrUnexpectedEOF},
		"cut off at once":        {3000, 0, io.ErrUnexpectedEOF},
		"announced too much":     {most + 1, 0, ErrTooLarge},
		"too much, as it showed": {-1, most + 1, ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := answer(t, c.announced, c.sent)
			defer res.Body.Close()
			body, err := readCapped(res, most)
			if !errors.Is(err, c.err) {
				t.Fatalf("%v", err)
			}
			if err == nil && !bytes.Equal(body, bytes.Repeat([]byte("x"), c.sent)) {
				t.Errorf("%d bytes of %d", len(body), c.sent)
			}
		})
	}
}

// answer is a response of a server that announces a length, sends so much and hangs up.
func answer(t *testing.T, announced int64, sent int) *http.Response {
	t.Helper()
	server, client := net.Pipe()
	t.Cleanup(func() { _ = client.Close() })
	go func() {
		defer server.Close()
		_, _ = http.ReadRequest(bufio.NewReader(server))
		head := "HTTP/1.1 200 OK\r\nConnection: close\r\n"
		if announced >= 0 {
			head += "Content-Length: " + strconv.FormatInt(announced, 10) + "\r\n"
		}
		_, _ = io.WriteString(server, head+"\r\n"+strings.Repeat("x", sent))
	}()
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return client, nil }}
	res, err := (&http.Client{Transport: transport}).Get("http://provider.example/")
	if err != nil {
		t.Fatal(err)
	}
	return res
}
