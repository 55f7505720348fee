package idp

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/api/fault"
)

// L8: a fetch that panics is one line of the log, which is JSON, and a mistake of
// ours: who waits is told so, and what is kept stays, in the background too.
func TestL8_AFetchThatPanics(t *testing.T) {
	var out bytes.Buffer
	was := slog.Default()
	defer slog.SetDefault(was)
	slog.SetDefault(slog.New(slog.NewJSONHandler(&out, nil)))
	synctest.Test(t, func(t *testing.T) {
		panics := true
		c := &cached[int]{
			fresh: time.Minute, keep: time.Hour, retry: time.Second, now: time.Now, lasting: isWrong,
			fetch: func(context.Context) (int, error) {
				if panics {
					panic("canary")
				}
				return 7, nil
			},
		}
		if _, err := c.get(t.Context()); fault.Of(err).Code != fault.InternalError || fault.Of(err).Reason != "panic" {
			t.Errorf("waiting: %v", err)
		}
		panics = false
		if v, err := c.get(t.Context()); v != 7 || err != nil {
			t.Errorf("after it: %d, %v", v, err)
		}
		panics = true
		time.Sleep(2 * time.Minute)
		for range 2 {
			if v, err := c.get(t.Context()); v != 7 || err != nil {
				t.Errorf("kept: %d, %v", v, err)
			}
			synctest.Wait()
		}
	})
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	for _, line := range lines {
		var said struct{ Level, Error string }
		if json.Unmarshal(line, &said) != nil || said.Level != "ERROR" || !bytes.Contains([]byte(said.Error), []byte("canary")) {
			t.Errorf("logged %s", line)
		}
	}
	if len(lines) != 3 {
		t.Errorf("%d lines", len(lines))
	}
}
