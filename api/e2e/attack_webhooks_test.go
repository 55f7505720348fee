//go:build attack

package e2e_test

import (
	"fmt"
	"net/http"
	"time"
)

// attacksByWebhooks are those of whoever may choose an address that the product calls: to reach
// inside, and to hold it up.
func attacksByWebhooks() []attack {
	return []attack{
		{"F02", "a webhook at an address inside, however it is spelled", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, host := range []string{
				"127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "0.0.0.0", "[::]", "169.254.169.254", "10.0.0.1", "[fd00::1]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]",
				"2130706434", "0x7f000002", "0177.0.0.2", "127.2", "127.0.0.2.", "ⓛocalhost", "①27.0.0.2", "ana:secret@crm.example", "crm.example:0", "crm.example:65536",
			} {
				sofia.ask(http.MethodPost, "webhooks", members{"url": "https://" + host + "/"}, "").want(http.StatusUnprocessableEntity, "validation_failed")
			}
		}},
		{"F04", "a webhook that leads inside, never ends, or takes its time", func(a *assault) {
			sofia, inside := a.office(a.t, "acme", "sofia@acme.example"), newHooked(a.t)
			for name, c := range map[string]struct {
				answer func(http.ResponseWriter)
				state  string
				tried  string // status and problem
			}{
				"a redirect inside": {func(rw http.ResponseWriter) {
					rw.Header().Set("Location", inside.url)
					rw.WriteHeader(http.StatusTemporaryRedirect)
				}, "waiting", "307 <nil>"},
				"a body without end":     {endless(nil), "delivered", "200 <nil>"},
				"headers without end":    {headers, "waiting", "<nil> connection_failed"},
				"a byte a second, alone": {drips, "waiting", "<nil> timeout"},
			} {
				hook := newHooked(a.t)
				hook.answers(c.answer)
				id, _ := sofia.hook(hook.url)
				sofia.ask(http.MethodPost, "webhooks/"+id+"/test-events", nil, "").want(http.StatusAccepted, "")
				d, try := map[string]any{}, map[string]any(nil)
				for begun := time.Now(); try == nil && time.Since(begun) < 25*time.Second; time.Sleep(100 * time.Millisecond) {
					d, try = sofia.lastTry(id)
				}
				if tried := fmt.Sprint(try["status"], " ", try["problem"]); d["state"] != c.state || tried != c.tried {
					a.t.Errorf("%s: %v", name, d)
				}
				sofia.ask(http.MethodDelete, "webhooks/"+id, nil, etagOf(sofia.get("webhooks/"+id))).want(http.StatusNoContent, "")
			}
			if len(inside.got) > 0 {
				a.t.Error("it was led inside")
			}
		}},
	}
}

// drips answers for as long as anybody listens.
func drips(rw http.ResponseWriter) {
	for range 60 {
		if _, err := rw.Write([]byte("a")); err != nil {
			return
		}
		rw.(http.Flusher).Flush()
		time.Sleep(time.Second)
	}
}
