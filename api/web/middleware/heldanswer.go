package middleware

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"

	"github.com/gin-gonic/gin"
)

// heldAnswer holds an answer back until it may be sent.
type heldAnswer struct {
	gin.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

func newHeldAnswer(to gin.ResponseWriter) *heldAnswer {
	return &heldAnswer{ResponseWriter: to, header: to.Header().Clone(), status: http.StatusOK}
}

// Header is of the held answer.
func (h *heldAnswer) Header() http.Header { return h.header }

// WriteHeader notes the status.
func (h *heldAnswer) WriteHeader(status int) { h.status = status }

// WriteHeaderNow does nothing yet.
func (h *heldAnswer) WriteHeaderNow() {}

// Write keeps what is written.
func (h *heldAnswer) Write(text []byte) (int, error) { return h.body.Write(text) }

// WriteString keeps what is written.
func (h *heldAnswer) WriteString(text string) (int, error) { return h.body.WriteString(text) }

// Status is of the held answer.
func (h *heldAnswer) Status() int { return h.status }

// Size is of the held answer.
func (h *heldAnswer) Size() int { return h.body.Len() }

// Written says whether there is a body.
func (h *heldAnswer) Written() bool { return h.body.Len() > 0 }

// Flush does nothing yet.
func (h *heldAnswer) Flush() {}

// kept writes the headers that belong to the answer itself.
func (h *heldAnswer) kept() string {
	headers := map[string]string{}
	for _, name := range []string{"Content-Type", "ETag", "Location"} {
		if value := h.header.Get(name); value != "" {
			headers[name] = value
		}
	}
	text, err := json.Marshal(headers)
	if err != nil {
		return "{}" // texts cannot fail
	}
	return string(text)
}

// send sends the answer.
func (h *heldAnswer) send() error {
	maps.Copy(h.ResponseWriter.Header(), h.header)
	h.ResponseWriter.WriteHeader(h.status)
	_, err := h.ResponseWriter.Write(h.body.Bytes())
	return err
}
