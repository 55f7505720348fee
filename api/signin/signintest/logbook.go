package signintest

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

// Logbook keeps what is logged, and what must never be.
type Logbook struct {
	mu      sync.Mutex
	lines   bytes.Buffer
	secrets map[string]bool
}

// Write takes a line.
func (l *Logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

// Keep notes what must not be logged from now on.
func (l *Logbook) Keep(secrets ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range secrets {
		if s != "" {
			l.secrets[s] = true
		}
	}
}

// Text is all that was logged.
func (l *Logbook) Text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// search wants none of the secrets in the log (J07, B21).
func (l *Logbook) search(t *testing.T) {
	t.Helper()
	if s := l.Shows(l.Text()); s != "" {
		t.Errorf("the log shows %.12q…", s)
	}
}

// Shows is one of the secrets that a text shows, or "".
func (l *Logbook) Shows(text string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for s := range l.secrets {
		if strings.Contains(text, s) {
			return s
		}
	}
	return ""
}

// Count says how many lines hold a text.
func (l *Logbook) Count(text string) int { return strings.Count(l.Text(), text) }
