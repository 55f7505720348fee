package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Section 3 of people, Standard Webhooks: what happens arrives signed, by both secrets while
// one is changed; what does not arrive comes again under the same id, and can be sent again.
func TestWebhooksGetWhatHappens(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, crm := w.office(t, "acme", "sofia@acme.example"), newHooked(t)
		id, secret := sofia.hook(crm.url, "user.updated", "user.deactivated")
		sofia.change("omar@acme.example", members{"name": "Omar S."}).want(http.StatusOK, "")
		sofia.change("omar@acme.example", members{"active": true}).want(http.StatusOK, "") // another type
		w.send()
		w.send()
		if types, ids := crm.verified(t, secret); fmt.Sprint(types) != "[user.updated]" || !strings.HasPrefix(ids[0], "msg_") {
			t.Errorf("got %v %v", types, ids)
		}

		one := sofia.get("webhooks/" + id)
		rotated := sofia.ask(http.MethodPost, "webhooks/"+id+"/secret", nil, etagOf(one))
		rotated.want(http.StatusOK, "")
		next := rotated.text("secret")
		w.secrets.add(next)
		crm.answersStatus(http.StatusInternalServerError)
		sofia.change("omar@acme.example", members{"active": false}).want(http.StatusOK, "")
		w.send()
		_, first := crm.verified(t, secret, next)
		w.clock.add(4 * time.Second)
		w.send()
		if types, _ := crm.verified(t); len(types) != 0 {
			t.Errorf("it came again too early: %v", types)
		}
		w.clock.add(2 * time.Second)
		crm.answers(func(rw http.ResponseWriter) {
			rw.WriteHeader(http.StatusOK)
			_, _ = io.WriteString(rw, "canary of an answer")
		})
		w.send()
		if _, again := crm.verified(t, secret, next); len(first) != 1 || fmt.Sprint(again) != fmt.Sprint(first) {
			t.Errorf("first under %v, again under %v", first, again)
		}

		log := sofia.deliveries(id, "")
		attempts := log[0]["attempts"].([]any)
		if len(log) != 2 || log[0]["state"] != "delivered" || log[0]["id"] != first[0] || len(attempts) != 2 ||
			attempts[0].(map[string]any)["status"] != 500.0 || attempts[1].(map[string]any)["status"] != 200.0 {
			t.Errorf("the log: %v", log)
		}
		sofia.ask(http.MethodPost, "webhooks/"+id+"/redeliveries", members{"deliveryId": first[0]}, "").want(http.StatusAccepted, "")
		w.send()
		if _, again := crm.verified(t, secret, next); fmt.Sprint(again) != fmt.Sprint(first) {
			t.Errorf("sent again under %v", again)
		}
		w.clock.add(25 * time.Hour) // the old secret is over
		sofia = w.office(t, "acme", "sofia@acme.example")
		sofia.ask(http.MethodPost, "webhooks/"+id+"/test-events", nil, "").want(http.StatusAccepted, "")
		w.send()
		crm.mu.Lock()
		if n := len(strings.Fields(crm.got[0].Get("Webhook-Signature"))); n != 1 {
			t.Errorf("%d signatures", n)
		}
		crm.got, crm.bodies = nil, nil
		crm.mu.Unlock()
		if is := sofia.get("webhooks/" + id); is["url"] != crm.url || is["waiting"] != 0.0 || is["succeededAt"] == nil {
			t.Errorf("read %v", is)
		}
		if log := sofia.deliveries(id, "?state=waiting"); len(log) != 0 {
			t.Errorf("waiting: %v", log)
		}
		since := w.clock.now().Add(-48 * time.Hour).UTC().Format(time.RFC3339)
		sofia.ask(http.MethodPost, "webhooks/"+id+"/redeliveries", members{"since": since}, "").want(http.StatusAccepted, "") // none that failed
		audited := sofia.get("audit-events?limit=3")["items"].([]any)
		got := []string{}
		for _, item := range audited {
			e := item.(map[string]any)
			got = append(got, fmt.Sprintf("%v %v %v", e["action"], e["actorName"], e["detail"]))
		}
		want := []string{"webhook.tested sofia@acme.example map[]", "webhook.redelivered sofia@acme.example map[delivery:" + first[0] + " events:1]"}
		if fmt.Sprint(got[:2]) != fmt.Sprint(want) {
			t.Errorf("audited %q, want %q", got, want)
		}
	})
}

// One that is slow or away takes nothing from others, and four calls at most; one that is
// gone, or fails for days, is turned off, which its super admins read.
func TestWebhooksThatDoNotTakeThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{mail: true})
	sofia, slow, well := w.office(t, "acme", "sofia@acme.example"), newHooked(t), newHooked(t)
	slow.answers(func(rw http.ResponseWriter) { time.Sleep(20 * time.Millisecond); rw.WriteHeader(http.StatusOK) })
	slowID, _ := sofia.hook(slow.url)
	wellID, secret := sofia.hook(well.url)
	for n := range 30 {
		sofia.change("omar@acme.example", members{"name": fmt.Sprint("Omar ", n)}).want(http.StatusOK, "")
	}
	w.send()
	if types, _ := well.verified(t, secret); len(types) != 30 || slow.most.Load() != 4 {
		t.Errorf("%d arrived, %d calls at once", len(types), slow.most.Load())
	}
	well.answers(func(rw http.ResponseWriter) {
		rw.Header().Set("Retry-After", "600")
		rw.WriteHeader(http.StatusTooManyRequests)
	})
	for range 2 {
		sofia.change("omar@acme.example", members{"name": "Omar " + time.Now().String()}).want(http.StatusOK, "")
		w.send()
		w.clock.add(time.Minute)
	}
	if types, _ := well.verified(t); len(types) != 1 {
		t.Errorf("%d calls of one that asked for ten minutes", len(types))
	}
	sofia.ask(http.MethodDelete, "webhooks/"+slowID, nil, etagOf(sofia.get("webhooks/"+slowID))).want(http.StatusNoContent, "")

	for range 7 { // once a day, for longer than five days
		well.answersStatus(http.StatusInternalServerError)
		w.clock.add(24 * time.Hour)
		sofia = w.office(t, "acme", "sofia@acme.example")
		if sofia.get("webhooks/" + wellID)["enabled"] == true {
			sofia.ask(http.MethodPost, "webhooks/"+wellID+"/test-events", nil, "").want(http.StatusAccepted, "")
		}
		w.send()
	}
	is := sofia.get("webhooks/" + wellID)
	if is["enabled"] != false || is["offReason"] != "failing" {
		t.Errorf("after a week: %v", is)
	}
	must(t, w.app.Sender.Send(t.Context()))
	var mailed int
	for _, m := range w.mailbox.Messages() {
		if strings.HasSuffix(m.Subject, "a webhook was turned off") && m.To == "sofia@acme.example" && !strings.Contains(m.Text, "canary") {
			mailed++
		}
	}
	if mailed != 1 {
		t.Errorf("%d mails tell of it", mailed)
	}
	sofia.ask(http.MethodPost, "webhooks/"+wellID+"/test-events", nil, "").want(http.StatusConflict, "conflict")
	sofia.ask(http.MethodPost, "webhooks/"+wellID+"/redeliveries", members{"since": w.clock.now().Format(time.RFC3339)}, "").want(http.StatusConflict, "conflict")
	well.answersStatus(http.StatusGone)
	sofia.ask(http.MethodPatch, "webhooks/"+wellID, members{"enabled": true}, etagOf(is)).want(http.StatusOK, "")
	w.send()
	if is := sofia.get("webhooks/" + wellID); is["enabled"] != false || is["offReason"] != "gone" {
		t.Errorf("gone: %v", is)
	}
	if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'webhook.turned_off' AND actor = 'system'"); n != 2 {
		t.Errorf("%d times in the log of changes", n)
	}
}

// A webhook is https and public; nobody but a super admin sees it.
func TestWhatAWebhookMayBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	for url, why := range map[string]string{
		"http://crm.example.com/":         "plain",
		"https://ana:secret@crm.example/": "user info",
		"https://10.0.0.7/hook":           "private",
		"https://[::1]/hook":              "loopback",
		"https://169.254.169.254/":        "metadata",
		"https://2130706433/hook":         "a number",
		"https://0x7f000001/hook":         "a hexadecimal number",
		"https://127.1/hook":              "a short address",
		"https://[::ffff:10.0.0.7]/hook":  "a private address in one of IPv6",
		"https://[64:ff9b::a00:7]/hook":   "one behind a translator",
		"https:crm.example.com":           "no host",
		"//crm.example.com/":              "no scheme",
		"ftp://crm.example.com/":          "no web",
		"https:///hook":                   "nobody",
		"https://crm.example.com/#a":      "a fragment",
		"crm.example.com":                 "no address",
	} {
		a := sofia.ask(http.MethodPost, "webhooks", members{"url": url}, "")
		if a.status != http.StatusUnprocessableEntity || strings.Join(a.pointers(), ",") != "/url invalid" {
			t.Errorf("%s (%s): %d %s", url, why, a.status, a.body)
		}
	}
	sofia.ask(http.MethodPost, "webhooks", members{"url": "https://crm.example.com/", "types": []string{"user.sneezed"}}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	for range 10 {
		sofia.hook("https://203.0.114.7/hook")
	}
	sofia.ask(http.MethodPost, "webhooks", members{"url": "https://203.0.114.7/"}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	list := sofia.get("webhooks")["items"].([]any)
	if len(list) != 10 {
		t.Errorf("%d webhooks", len(list))
	}
}
