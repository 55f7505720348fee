package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// keyed sends a request with an Idempotency-Key.
func (o *office) keyed(key, path string, body members) answer {
	o.t.Helper()
	return o.askWith(http.MethodPost, path, body, http.Header{"Idempotency-Key": {key}})
}

// Section 2 of people: a request with a key is done once, and whoever sends it again gets
// the first answer; what had no effect may be sent again.
func TestIdempotencyKey(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		crm, other := w.machine("acme", "users:write").office(t, w, "acme"), w.machine("acme", "users:write").office(t, w, "acme")
		zoe := members{"email": "zoe@acme.example", "name": "Zoe", "role": "agent"}
		made := crm.keyed("a key", "users", zoe)
		made.want(http.StatusCreated, "")
		if made.header.Get("Idempotency-Replayed") != "" || made.header.Get("ETag") != `"1"` {
			t.Errorf("made: %v", made.header)
		}
		before := w.everything()
		again := crm.keyed("a key", "users", members{"role": "agent", "name": "Zoe", "email": "zoe@acme.example"})
		again.want(http.StatusCreated, "")
		if again.header.Get("Idempotency-Replayed") != "true" || string(again.body) != string(made.body) ||
			again.header.Get("ETag") != `"1"` || again.header.Get("Content-Type") != made.header.Get("Content-Type") || again.header.Get("Cache-Control") != "no-store" {
			t.Errorf("again: %v %s", again.header, again.body)
		}
		crm.keyed("a key", "users", members{"email": "zoe@acme.example", "name": "Zoe K.", "role": "agent"}).want(http.StatusUnprocessableEntity, "idempotency_key_reused")
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("sent again it wrote %v", changed)
		}
		refused := other.keyed("a key", "users", zoe) // a key of another client: it is done, and refused
		refused.want(http.StatusUnprocessableEntity, "validation_failed")
		same := other.keyed("a key", "users", zoe)
		same.want(http.StatusUnprocessableEntity, "validation_failed")
		if same.header.Get("Idempotency-Replayed") != "true" || same.text("ref") != refused.text("ref") || !slices.Equal(same.pointers(), []string{"/email taken"}) {
			t.Errorf("a refusal again: %v %s", same.header, same.body)
		}
		sofia := w.office(t, "acme", "sofia@acme.example") // a preview is another request than what it is of
		ends := members{"action": "end_sessions", "matching": members{}}
		sofia.keyed("a key", "user-bulk-changes?dryRun=true", ends).want(http.StatusOK, "")
		sofia.keyed("a key", "user-bulk-changes", ends).want(http.StatusUnprocessableEntity, "idempotency_key_reused")
		w.clock.add(24*time.Hour + time.Second)
		crm.keyed("a key", "users", zoe).want(http.StatusUnprocessableEntity, "validation_failed") // after a day it is done again
		for key, code := range map[string]string{strings.Repeat("k", 256): "too_long", "schlüssel": "format", "": "too_short"} {
			a := crm.keyed(key, "users", zoe)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if !slices.Equal(a.pointers(), []string{"?Idempotency-Key " + code}) {
				t.Errorf("%q: %v", key, a.pointers())
			}
		}
		crm.keyed(strings.Repeat("k", 255), "users", members{"email": "long@acme.example", "name": "L", "role": "agent"}).want(http.StatusCreated, "")
	})
}

// Many send one request at once: it is done once; the others get its answer, or read that
// it runs.
func TestIdempotencyKeyAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		crm := w.machine("acme", "users:write").office(t, w, "acme")
		zoe := members{"email": "zoe@acme.example", "name": "Zoe", "role": "agent"}
		answers := make([]answer, 8)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = crm.keyed("at once", "users", zoe) })
		}
		all.Wait()
		first := 0
		for _, a := range answers {
			switch {
			case a.status == http.StatusCreated && a.header.Get("Idempotency-Replayed") == "":
				first++
			case a.status == http.StatusCreated:
			case a.status == http.StatusConflict && a.text("code") == "idempotency_in_progress" && a.header.Get("Retry-After") == "2":
			default:
				t.Errorf("%d %v %s", a.status, a.header, a.body)
			}
		}
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'user.created' AND detail LIKE '%zoe@acme.example%'"); first != 1 || n != 1 {
			t.Errorf("done %d times, %d events", first, n)
		}
	})
}

// An answer that says nothing of the request is not kept: who confirms that it is them sends
// the same again. A process that ended with the claim holds it for a minute.
func TestIdempotencyKeyOfWhatWasNotDone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		must(t, w.execute("UPDATE sessions SET authenticated_at = 1"))
		boss := members{"email": "boss@acme.example", "name": "Boss", "role": "super_admin"}
		before := w.everything()
		sofia.keyed("k", "users", boss).want(http.StatusUnauthorized, "reauth_required")
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		must(t, w.execute("UPDATE sessions SET authenticated_at = ?", w.clock.now().UnixMicro()))
		sofia.keyed("k", "users", boss).want(http.StatusCreated, "")
		must(t, w.execute("UPDATE keyed_requests SET status = 0"))
		sofia.keyed("k", "users", boss).want(http.StatusConflict, "idempotency_in_progress")
		must(t, w.execute("UPDATE keyed_requests SET leased_until = 1"))
		sofia.keyed("k", "users", boss).want(http.StatusUnprocessableEntity, "validation_failed")
	})
}
