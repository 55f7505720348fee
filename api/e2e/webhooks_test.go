package e2e_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// hooked is an endpoint that notes what it is sent, and answers as it is told.
type hooked struct {
	url string

	mu      sync.Mutex
	answer  func(http.ResponseWriter)
	got     []http.Header
	bodies  [][]byte
	working atomic.Int64
	most    atomic.Int64 // at once
}

func newHooked(t *testing.T) *hooked {
	t.Helper()
	h := &hooked{answer: func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := h.working.Add(1); n > h.most.Load() {
			h.most.Store(n)
		}
		defer h.working.Add(-1)
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		h.got, h.bodies = append(h.got, r.Header), append(h.bodies, body)
		answer := h.answer
		h.mu.Unlock()
		answer(w)
	}))
	t.Cleanup(server.Close)
	h.url = server.URL + "/hooks/latchkey?key=canary-in-the-address"
	return h
}

func (h *hooked) answers(answer func(http.ResponseWriter)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = answer
}

func (h *hooked) answersStatus(status int) {
	h.answers(func(w http.ResponseWriter) { w.WriteHeader(status) })
}

// verified takes what came since the last time, verified by the standard's own library with
// each of some secrets: types and webhook-ids.
func (h *hooked) verified(t *testing.T, secrets ...string) (types, ids []string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, body := range h.bodies {
		for _, secret := range secrets {
			hook, err := standard.NewWebhook(secret)
			must(t, err)
			if err := hook.Verify(body, h.got[i]); err != nil {
				t.Errorf("%s: %v", body, err)
			}
		}
		var message struct {
			Type      string
			Timestamp time.Time
			Data      map[string]any
		}
		must(t, json.Unmarshal(body, &message))
		if message.Timestamp.IsZero() || message.Data == nil || h.got[i].Get("Content-Type") != "application/json" {
			t.Errorf("it got %s", body)
		}
		types, ids = append(types, message.Type), append(ids, h.got[i].Get("Webhook-Id"))
	}
	h.got, h.bodies = nil, nil
	return types, ids
}

// hook makes a webhook of acme, and gives its id and secret.
func (o *office) hook(url string, types ...string) (id, secret string) {
	o.t.Helper()
	made := o.ask(http.MethodPost, "webhooks", members{"url": url, "types": append([]string{}, types...)}, "")
	made.want(http.StatusCreated, "")
	secret = made.text("secret")
	o.w.secrets.add(secret)
	return made.object()["webhook"].(map[string]any)["id"].(string), secret
}

func (o *office) deliveries(id, query string) (list []map[string]any) {
	o.t.Helper()
	a := o.ask(http.MethodGet, "webhooks/"+id+"/deliveries"+query, nil, "")
	a.want(http.StatusOK, "")
	for _, item := range a.object()["items"].([]any) {
		list = append(list, item.(map[string]any))
	}
	return list
}

func (w *world) send() {
	w.t.Helper()
	must(w.t, w.app.Webhooks.Send(w.t.Context()))
}

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

// Whatever was told is sent at least once, under one id: the process is killed while it sends
// the one, and before it begins with the other.
func TestWebhooksAreSentAfterAKill(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			i := newInstallOn(t, engine)
			i.settings["CRM_SECRET"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = crmSecret, "127.0.0.1/32"
			i.secrets.add(crmSecret)
			if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(enteredFile, crmCallback, crmCallback, everybodysHash()))); !ok {
				t.Fatal(text)
			}
			p := i.serve()
			w := p.browser(t).w
			w.clock = &clock{}
			sofia, crm := w.office(t, "acme", "sofia@acme.example"), newHooked(t)
			asked, answer := make(chan struct{}), make(chan struct{})
			crm.answers(func(rw http.ResponseWriter) {
				select {
				case <-asked:
				default:
					close(asked)
				}
				<-answer
				rw.WriteHeader(http.StatusOK)
			})
			_, secret := sofia.hook(crm.url)
			sofia.change("maya@acme.example", members{"name": "Maya"}).want(http.StatusOK, "")
			<-asked
			sofia.change("ben@acme.example", members{"name": "Ben"}).want(http.StatusOK, "")
			p.kill()
			close(answer)
			if n := i.hurryWebhooks(); n != 2 {
				t.Errorf("%d deliveries are kept, want 2", n)
			}
			p = i.serve()
			for range 200 {
				if time.Sleep(50 * time.Millisecond); i.hurryWebhooks() == 0 {
					break
				}
			}
			p.stop()
			types, ids := crm.verified(t, secret)
			slices.Sort(ids)
			if distinct := slices.Compact(slices.Clone(ids)); len(types) != 3 || len(distinct) != 2 { // one came twice, by the same id
				t.Errorf("got %v %v", types, ids)
			}
		})
	}
}

// hurryWebhooks counts what webhooks have not taken, and makes its time come, if nobody
// works on it: a lease of a process that died runs for minutes.
func (i *install) hurryWebhooks() (n int64) {
	i.t.Helper()
	driver, address := "postgres", i.settings["LATCHKEY_DATABASE_URL"]
	if address == "" {
		driver, address = "sqlite", "file:"+i.settings["LATCHKEY_DATA_DIR"]+"/latchkey.db?_pragma=busy_timeout(5000)"
	}
	db, err := sqlx.Connect(driver, address)
	must(i.t, err)
	defer db.Close()
	_, err = db.Exec(db.Rebind("UPDATE webhooks SET due_at = ? WHERE due_at > ?"), store.At(time.Now()), store.At(time.Now().Add(2*time.Minute)))
	must(i.t, err)
	must(i.t, db.Get(&n, "SELECT COUNT(*) FROM webhook_deliveries WHERE due_at IS NOT NULL"))
	return n
}

// plainHook writes a webhook of acme, as a super admin's request would, and gives its id.
func (w *world) plainHook() string {
	w.t.Helper()
	o, err := w.store.OrganizationByCode(w.t.Context(), "acme")
	must(w.t, err)
	now := store.At(w.clock.now())
	is := store.Webhook{
		ID: "wh_" + secret.NewID(), OrganizationID: o.ID, URL: "https://203.0.114.7/", State: store.WebhookOn, Revision: 1,
		CreatedBy: store.ActorOperator, CreatedAt: now, ChangedBy: store.ActorOperator, ChangedAt: now,
	}
	is.SecretSealed = w.ring.SealRow(is.SecretPlace(), []byte("whsec_AAAA"))
	must(w.t, w.store.AddWebhook(w.t.Context(), is))
	return is.ID
}
