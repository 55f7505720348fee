package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	receive "latchkey/docs/snippets/events/go"
)

// The programs under "Webhooks" of the documentation take an event of ours, and nothing that
// was changed, is old, or is signed by another secret.
func TestSnippetsTakeAnEventOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia, crm := w.office(t, "acme", "sofia@acme.example"), newHooked(t)
	_, secret := sofia.hook(crm.url)
	sofia.change("omar@acme.example", members{"name": "Omar S."}).want(http.StatusOK, "")
	w.send()
	header, body := crm.got[0], string(crm.bodies[0])
	with := func(name, value string) http.Header {
		h := header.Clone()
		h.Set(name, value)
		return h
	}
	type message struct {
		Headers map[string]string `json:"headers"`
		Body    string            `json:"body"`
		header  http.Header
	}
	messages := []message{
		{Body: body, header: header},
		{Body: strings.Replace(body, "Omar", "Oman", 1), header: header},
		{Body: body, header: with("Webhook-Timestamp", "1")},
		{Body: body, header: with("Webhook-Id", "msg_other")},
		{Body: body, header: with("Webhook-Signature", "v1,AAAA")},
		{Body: body, header: http.Header{}},
	}
	var lines []string
	for i := range messages {
		messages[i].Headers = map[string]string{}
		for name := range messages[i].header {
			messages[i].Headers[name] = messages[i].header.Get(name)
		}
		line, err := json.Marshal(messages[i])
		must(t, err)
		lines = append(lines, string(line))
	}
	t.Run("Go", func(t *testing.T) {
		var taken []receive.Event
		server := httptest.NewServer(receive.Handler(secret, func(e receive.Event) error { taken = append(taken, e); return nil }))
		t.Cleanup(server.Close)
		for i, m := range messages {
			if err := receive.Verify(secret, m.header, []byte(m.Body), time.Now()); (err == nil) != (i == 0) {
				t.Errorf("message %d: %v", i, err)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(m.Body))
			must(t, err)
			req.Header = m.header
			res, err := http.DefaultClient.Do(req)
			must(t, err)
			must(t, res.Body.Close())
			if want := map[bool]int{true: http.StatusNoContent, false: http.StatusBadRequest}[i == 0]; res.StatusCode != want {
				t.Errorf("message %d: %d", i, res.StatusCode)
			}
		}
		if len(taken) != 1 || taken[0].Data.User.Name != "Omar S." || taken[0].Data.User.Version < 2 || taken[0].ID != header.Get("Webhook-Id") {
			t.Errorf("it took %+v", taken)
		}
	})
	t.Run("TypeScript", func(t *testing.T) {
		said := strings.Split(strings.TrimSpace(runSnippet(t, strings.Join(lines, "\n"), "node", "events/try.mjs", secret)), "\n")
		for i, line := range said {
			if len(said) != len(messages) || (line == "user.updated") != (i == 0) {
				t.Errorf("message %d: %s", i, line)
			}
		}
	})
}
