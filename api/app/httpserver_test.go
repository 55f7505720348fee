package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"latchkey/api/fault"
)

// lines takes a log and can be read while it is written.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

// wantJSON wants one or more lines, each of them JSON, that say this.
func (l *lines) wantJSON(t *testing.T, says string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	text := strings.TrimSpace(l.all.String())
	if !strings.Contains(text, says) {
		t.Errorf("not said: %q in %q", says, text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
}

// L8: what net/http says of a handler, of a panic and of a listener is JSON.
func TestL8_TheServerWritesJSON(t *testing.T) {
	out := &lines{}
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/panic" {
			panic("canary")
		}
		w.WriteHeader(http.StatusOK)
		w.WriteHeader(http.StatusOK)
	}), slog.New(slog.NewJSONHandler(out, nil)))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	for _, path := range []string{"/twice", "/panic"} {
		if res, err := http.Get("http://" + listener.Addr().String() + path); err == nil {
			res.Body.Close()
		}
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	<-ended
	out.wantJSON(t, "superfluous")
	out.wantJSON(t, "canary")
}

// L8: whatever writes to Go's own log, and work that panics.
func TestL8_StrayWritersAndPanics(t *testing.T) {
	out, was := &lines{}, slog.Default()
	defer slog.SetDefault(was)
	logger := TakeLog(slog.NewJSONHandler(out, nil))
	log.Print("a library speaks")
	out.wantJSON(t, "a library speaks")
	err := fault.Calmly(func() error { panic("canary") })
	logger.Error("background work failed", "error", err)
	if err == nil {
		t.Error("no error")
	}
	out.wantJSON(t, "canary")
	if got := fault.Calmly(func() error { return errors.ErrUnsupported }); !errors.Is(got, errors.ErrUnsupported) {
		t.Errorf("got %v", got)
	}
}
