package idptest

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"time"
)

// Body answers with a fixed status, content type and body.
func Body(status int, contentType, body string) Answer {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		return true
	}
}

// OAuthError answers with an error of RFC 6749, section 5.2.
func OAuthError(status int, code, description string) Answer {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		writeJSON(w, status, map[string]any{"error": code, "error_description": description})
		return true
	}
}

// Redirect answers with 302 to an address.
func Redirect(to string) Answer {
	return func(w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, to, http.StatusFound)
		return true
	}
}

// Oversized answers 200 with JSON of at least n bytes, without a length.
func Oversized(n int) Answer {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		writeMany(w, n)
		return true
	}
}

// GzipBomb answers 200 with little data that unpacks to JSON of n bytes,
// whether the client said that it accepts compression or not.
func GzipBomb(n int) Answer {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		writeMany(z, n)
		_ = z.Close()
		return true
	}
}

// writeMany ends early when the reader has gone.
func writeMany(w io.Writer, n int) {
	chunk := strings.Repeat(" ", 32<<10)
	_, err := io.WriteString(w, `{"a":`)
	for sent := 0; sent < n && err == nil; sent += len(chunk) {
		_, err = io.WriteString(w, chunk)
	}
	_, _ = io.WriteString(w, `1}`)
}

// Drip answers 200 and then sends one byte per pause until the client leaves.
func Drip(pause time.Duration) Answer {
	return func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusOK)
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for {
			if _, err := io.WriteString(w, " "); err != nil {
				return true
			}
			_ = http.NewResponseController(w).Flush()
			select {
			case <-tick.C:
			case <-r.Context().Done():
				return true
			}
		}
	}
}

// HangUp closes the connection without an answer.
func HangUp() Answer {
	return func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }
}
