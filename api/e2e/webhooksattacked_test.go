package e2e_test

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
	"latchkey/api/webhook"
)

// tell makes an event that a webhook gets.
func (o *office) tell() {
	o.t.Helper()
	o.change("omar@acme.example", members{"name": fmt.Sprint("Omar ", time.Now().UnixNano())}).want(http.StatusOK, "")
}

// lastTry is the newest delivery of a webhook, and how its last attempt ended.
func (o *office) lastTry(id string) (d, try map[string]any) {
	o.t.Helper()
	d = o.deliveries(id, "?limit=1")[0]
	tries := d["attempts"].([]any)
	if len(tries) == 0 {
		return d, nil
	}
	return d, tries[len(tries)-1].(map[string]any)
}

// Section 3 of people: whatever the other side answers, it is led nowhere else, reads no more
// than it may, keeps nothing of the answer, and signs each try anew.
func TestWebhooksThatAnswerWithMalice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia, hook, inside := w.office(t, "acme", "sofia@acme.example"), newHooked(t), newHooked(t)
	id, secret := sofia.hook(hook.url)
	leadsTo := func(where string, status int) func(http.ResponseWriter) {
		return func(rw http.ResponseWriter) {
			rw.Header().Set("Location", where)
			rw.WriteHeader(status)
		}
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		state  string
		status any // nil: there is none
	}{
		"a redirect to another address inside": {leadsTo(inside.url, http.StatusFound), "waiting", 302.0},
		"one that keeps the body":              {leadsTo(inside.url, http.StatusTemporaryRedirect), "waiting", 307.0},
		"one for ever, outside":                {leadsTo("https://203.0.114.7/", http.StatusPermanentRedirect), "waiting", 308.0},
		"not modified":                         {leadsTo(inside.url, http.StatusNotModified), "waiting", 304.0},
		"a body without end":                   {endless(nil), "delivered", 200.0},
		"a body that would be large":           {endless(http.Header{"Content-Encoding": {"gzip"}}), "delivered", 200.0},
		"a length that is a lie":               {lies, "waiting", nil},
		"headers without end":                  {headers, "waiting", nil},
		"no answer at all":                     {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, "waiting", nil},
		"a status that is none":                {func(rw http.ResponseWriter) { rw.WriteHeader(999) }, "waiting", 999.0},
	} {
		hook.answers(c.answer)
		sofia = w.office(t, "acme", "sofia@acme.example") // minutes pass
		sofia.tell()
		w.send()
		d, try := sofia.lastTry(id)
		if d["state"] != c.state || fmt.Sprint(try["status"]) != fmt.Sprint(c.status) || (c.status == nil) != (try["problem"] != nil) {
			t.Errorf("%s: %v", name, d)
		}
		first := hook.got[len(hook.got)-1]
		hook.answersStatus(http.StatusOK)
		w.clock.add(time.Minute) // the second try, and the end of a pause
		w.send()
		again := hook.got[len(hook.got)-1]
		if d, _ = sofia.lastTry(id); d["state"] != "delivered" {
			t.Errorf("%s: then %v", name, d)
		}
		if c.state == "waiting" && (again.Get("Webhook-Id") != first.Get("Webhook-Id") || again.Get("Webhook-Timestamp") == first.Get("Webhook-Timestamp") ||
			again.Get("Webhook-Signature") == first.Get("Webhook-Signature")) {
			t.Errorf("%s: tried as %v, and again as %v", name, first, again)
		}
	}
	if len(inside.got) > 0 {
		t.Error("a redirect was followed")
	}
	for _, h := range hook.got {
		if h.Get("Cookie") != "" || h.Get("Authorization") != "" || strings.Contains(fmt.Sprint(h), secret) {
			t.Errorf("it got %v", h)
		}
	}
}

// Section 3 of people: the largest event that there can be, of texts that JSON writes six bytes
// for, is below 20 KB, and a call takes 15 seconds at most.
func TestWebhooksAreSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia, hook := w.office(t, "acme", "sofia@acme.example"), newHooked(t)
	sofia.hook(hook.url)
	wide := func(letter string) string { return strings.Repeat(letter, 120) }
	mail := func(letter string) string {
		return strings.Repeat(letter, 60) + "@" + strings.Repeat(strings.Repeat(letter, 60)+".", 3) + "example"
	}
	sofia.ask(http.MethodPost, "users", members{"email": mail("a"), "name": wide("<"), "role": "agent", "externalId": wide("&")}, "").want(http.StatusCreated, "")
	all := members{"email": mail("b"), "name": wide(">"), "externalId": wide("<"), "role": "super_admin", "active": false}
	sofia.change(mail("a"), all).want(http.StatusOK, "")
	sofia.ask(http.MethodPost, "services", members{"name": strings.Repeat("<", 60), "scopes": []string{"events:read", "users:read", "log:read"}}, "").want(http.StatusCreated, "")
	w.send()
	largest := 0
	for _, body := range hook.bodies {
		largest = max(largest, len(body))
	}
	if largest < 2<<10 || largest > 20<<10 {
		t.Errorf("the largest of %d is %d bytes", len(hook.bodies), largest)
	}
	if got := webhook.Limits().Total; got != 15*time.Second {
		t.Errorf("a call takes %s", got)
	}
}

// endless answers well, and goes on until nobody reads.
func endless(h http.Header) func(http.ResponseWriter) {
	return func(rw http.ResponseWriter) {
		for name, values := range h {
			rw.Header()[name] = values
		}
		for block := make([]byte, 64<<10); ; {
			if _, err := rw.Write(block); err != nil {
				return
			}
		}
	}
}

func lies(rw http.ResponseWriter) {
	rw.Header().Set("Content-Length", "1000")
	_, _ = rw.Write([]byte("short"))
}

func headers(rw http.ResponseWriter) {
	for n := range 2000 {
		rw.Header().Set(fmt.Sprint("X-", n), strings.Repeat("a", 100))
	}
}

// What was public when it was saved may be inside when it is called: the name has another
// address by then. Nothing is dialled, however the address is spelled; a certificate of
// nobody, or none, gets no event.
func TestWebhooksThatMovedInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	id, _ := sofia.hook("https://203.0.114.7/")
	var dialled, called atomic.Int64
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", ":0")
	must(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			dialled.Add(1)
			_ = c.Close()
		}
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	counts := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Add(1) })
	selfSigned, plain := httptest.NewUnstartedServer(counts), httptest.NewServer(counts)
	selfSigned.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of each handshake
	selfSigned.StartTLS()
	t.Cleanup(selfSigned.Close)
	t.Cleanup(plain.Close)
	addresses := []string{selfSigned.URL, strings.Replace(plain.URL, "http:", "https:", 1), strings.Replace(plain.URL, "127.0.0.1", "localhost", 1), strings.Replace(plain.URL, "http://", "http://ana:secret@", 1)}
	for _, host := range []string{
		"127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "0.0.0.0", "[::]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]", "2130706434", "0x7f000002", "0177.0.0.2", "127.2",
		"ip6-localhost", "①27.0.0.2", "127。0。0。2", "[fe80::1%25lo]", "127.0.0.2.",
	} {
		addresses = append(addresses, "https://"+host+":"+port+"/")
	}
	for _, address := range addresses {
		must(t, w.execute("UPDATE webhooks SET url = ? WHERE id = ?", address, id))
		sofia.tell()
		w.send()
		if d, try := sofia.lastTry(id); d["state"] != "waiting" || try["problem"] == nil {
			t.Errorf("%s: %v", address, d)
		}
		must(t, w.execute("DELETE FROM webhook_deliveries WHERE webhook_id = ?", id))
		must(t, w.execute("UPDATE webhooks SET due_at = NULL, paused_until = NULL WHERE id = ?", id))
	}
	if dialled.Load() > 0 || called.Load() > 0 {
		t.Errorf("%d dialled, %d called", dialled.Load(), called.Load())
	}
}

// A webhook that is deleted, turned off or led elsewhere while events are sent to it gets those
// that are under way and no more; what its old address answers does nothing to the new one. Of an
// organization that is off nothing is sent, and all of it once it is on.
func TestWebhooksThatChangeWhileTheyAreSentTo(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, old, next := w.office(t, "acme", "sofia@acme.example"), newHooked(t), newHooked(t)
		during := func(id string, work func()) {
			t.Helper()
			for range 12 {
				sofia.tell()
			}
			asked, answer := make(chan struct{}, 99), make(chan struct{})
			old.answers(func(rw http.ResponseWriter) {
				asked <- struct{}{}
				<-answer
				rw.WriteHeader(http.StatusGone)
			})
			var sent sync.WaitGroup
			sent.Go(w.send)
			for range 4 {
				<-asked
			}
			work()
			close(answer)
			sent.Wait()
			if types, _ := old.verified(t); len(types) != 4 {
				t.Errorf("%d came to the address before", len(types))
			}
		}
		id, secret := sofia.hook(old.url)
		during(id, func() {
			sofia.ask(http.MethodPatch, "webhooks/"+id, members{"url": next.url}, etagOf(sofia.get("webhooks/"+id))).want(http.StatusOK, "")
		})
		w.clock.add(time.Minute)
		w.send()
		if types, ids := next.verified(t, secret); len(types) != 12 || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 12 {
			t.Errorf("%d came to the new address", len(types))
		}
		if is := sofia.get("webhooks/" + id); is["enabled"] != true {
			t.Errorf("what the address before answered turned it off: %v", is)
		}
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", Active: ptr(false)}}})
		must(t, w.execute("UPDATE webhooks SET due_at = ? WHERE id = ?", store.At(w.clock.now()), id))
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", People: []apply.Person{{Email: "omar@acme.example", Name: ptr("Omar Off")}}}}})
		w.send()
		if types, _ := next.verified(t); len(types) != 0 {
			t.Errorf("%v came from an organization that is off", types)
		}
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", Active: ptr(true)}}})
		w.send()
		if types, _ := next.verified(t, secret); !slices.Equal(types, []string{"user.updated"}) {
			t.Errorf("%v came when it was on again", types)
		}
		sofia = w.office(t, "acme", "sofia@acme.example")
		for _, end := range []func(id string) answer{
			func(id string) answer {
				return sofia.ask(http.MethodPatch, "webhooks/"+id, members{"enabled": false}, etagOf(sofia.get("webhooks/"+id)))
			},
			func(id string) answer {
				return sofia.ask(http.MethodDelete, "webhooks/"+id, nil, etagOf(sofia.get("webhooks/"+id)))
			},
		} {
			id, _ := sofia.hook(old.url)
			during(id, func() {
				if a := end(id); a.status >= http.StatusBadRequest {
					t.Errorf("%d %s", a.status, a.body)
				}
			})
			w.clock.add(time.Minute)
			w.send()
			if types, _ := old.verified(t); len(types) != 0 {
				t.Errorf("%d came afterwards", len(types))
			}
		}
	})
}
