// Package receive takes the events of Latchkey.
package receive

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Event is what happened.
type Event struct {
	ID   string `json:"-"` // the same when it comes again
	Type string `json:"type"`
	Data struct {
		User *struct {
			ID, Email, Name, Role string
			ExternalID            *string
			Active                bool
			Version               int64
		}
	} `json:"data"`
}

// Handler checks each event by the secret (whsec_…), and gives it to take, which only
// writes it down: the answer is wanted within 15 seconds.
func Handler(secret string, take func(Event) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
		event := Event{ID: r.Header.Get("webhook-id")}
		if err != nil || Verify(secret, r.Header, body, time.Now()) != nil || json.Unmarshal(body, &event) != nil {
			http.Error(w, "no event", http.StatusBadRequest)
			return
		}
		if err := take(event); err != nil {
			http.Error(w, "later", http.StatusServiceUnavailable) // it comes again
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// Verify says whether a message is Latchkey's, and new.
func Verify(secret string, h http.Header, body []byte, now time.Time) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) == 0 {
		return errors.New("the secret is none")
	}
	sent := h.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if age := now.Sub(time.Unix(seconds, 0)); err != nil || age.Abs() > 5*time.Minute {
		return errors.New("too old")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(h.Get("webhook-id") + "." + sent + "."))
	mac.Write(body)
	want := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for signature := range strings.FieldsSeq(h.Get("webhook-signature")) {
		if hmac.Equal([]byte(signature), want) {
			return nil
		}
	}
	return errors.New("the signature is another's")
}
