package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
