package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/apply"
)

// zone is the world's DNS.
type zone struct {
	mu      sync.Mutex
	records map[string][]string
	down    bool
}

func (z *zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.down {
		return nil, errors.New("server misbehaving")
	}
	if records, ok := z.records[name]; ok {
		return records, nil
	}
	return nil, &net.DNSError{Name: name, IsNotFound: true}
}

// publish makes the record that an answer asks for the only one there.
func (z *zone) publish(t *testing.T, claim map[string]any) {
	t.Helper()
	record, ok := claim["record"].(map[string]any)
	if !ok || record["type"] != "TXT" {
		t.Fatalf("no record in %v", claim)
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	z.records = map[string][]string{record["name"].(string) + ".": {record["value"].(string)}}
}

func (z *zone) clear() {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.records = nil
}

// call asks for a path below an organization as a reader.
func (r reader) call(method, organization, path string, body any) answer {
	r.t.Helper()
	b := r.w.browser()
	b.header.Set("Authorization", "Bearer "+r.token)
	return b.fetch(method, "/api/v1/organizations/"+organization+"/"+path, body)
}

// claim claims a domain for acme.
func (r reader) claim(name string) map[string]any {
	r.t.Helper()
	a := r.call(http.MethodPost, "acme", "domains", map[string]any{"domain": name})
	a.want(http.StatusCreated, "")
	return a.object()
}

func (r reader) lookAgain(claim map[string]any) map[string]any {
	r.t.Helper()
	r.w.clock.add(11 * time.Second)
	a := r.call(http.MethodPost, "acme", "domains/"+claim["id"].(string)+"/check", nil)
	a.want(http.StatusOK, "")
	return a.object()
}

// prove claims a domain for acme and proves it.
func (r reader) prove(name string) map[string]any {
	r.t.Helper()
	claim := r.claim(name)
	r.w.zone.publish(r.t, claim)
	if claim = r.lookAgain(claim); claim["state"] != "verified" {
		r.t.Fatalf("not proven: %v", claim)
	}
	return claim
}

func TestDomainsAreOfTheirOrganizationAlone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, gloria := w.reader(t, "acme", "sofia@acme.example"), w.reader(t, "globex", "gloria@globex.example")
		sofia.claim("acme.example")
		if a := gloria.call(http.MethodGet, "globex", "domains", nil); string(a.body) != "{\"items\":[]}\n" && string(a.body) != `{"items":[]}` {
			t.Errorf("globex sees %s", a.body)
		}
		for _, odd := range []string{"dom_x", "dom_" + strings.Repeat("a", 22), "%00"} {
			sofia.call(http.MethodDelete, "acme", "domains/"+odd, nil).want(http.StatusNotFound, "not_found")
		}
		if w.count("SELECT count(*) FROM domains") != 1 {
			t.Error("somebody else changed the domains")
		}
	})
}

func TestALifeOfADomain(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		claim := sofia.claim(" ACME.example")
		if claim["domain"] != "acme.example" || claim["state"] != "pending" || claim["createdBy"] != "sofia@acme.example" || claim["lastResult"] != nil {
			t.Errorf("claimed %v", claim)
		}
		if got := sofia.lookAgain(claim); got["state"] != "pending" || got["lastResult"] != "not_found" || got["checkedAt"] == nil {
			t.Errorf("nothing published: %v", got)
		}
		again := sofia.call(http.MethodPost, "acme", "domains/"+claim["id"].(string)+"/check", nil)
		again.want(http.StatusTooManyRequests, "rate_limited")
		if again.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		w.zone.down = true
		if got := sofia.lookAgain(claim); got["lastResult"] != "dns_failed" {
			t.Errorf("DNS is down: %v", got)
		}
		w.zone.down = false
		w.zone.publish(t, claim)
		if got := sofia.lookAgain(claim); got["state"] != "verified" || got["lastResult"] != "found" || got["verifiedAt"] == nil {
			t.Errorf("published: %v", got)
		}
		w.zone.clear()
		for range 3 {
			w.clock.add(24 * time.Hour)
			must(t, w.app.Domains.Recheck(t.Context()))
		}
		sofia = w.reader(t, "acme", "sofia@acme.example")
		items, _ := sofia.items("domains")
		if len(items) != 1 || items[0]["state"] != "lost" {
			t.Errorf("three days without it: %v", items)
		}
		sofia.call(http.MethodDelete, "acme", "domains/"+claim["id"].(string), nil).want(http.StatusNoContent, "")
		sofia.call(http.MethodDelete, "acme", "domains/"+claim["id"].(string), nil).want(http.StatusNotFound, "not_found")
		for _, action := range []string{"domain.added", "domain.verified", "domain.lost", "domain.removed"} {
			if w.count("SELECT count(*) FROM audit_events WHERE action = ?", action) != 1 {
				t.Errorf("%s was not audited once", action)
			}
		}
		events, _ := sofia.items("audit-events")
		if text := fmt.Sprint(events); !strings.Contains(text, "domain.lost") {
			t.Errorf("the log does not say it: %s", text)
		}
	})
}

// What cannot be claimed says why, next to the field.
func TestClaimsThatAreRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		sofia.claim("acme.example")
		for name, code := range map[string]string{
			"acme": "format", "https://acme.example": "format", "maya@acme.example": "format", "bücher.example": "format", "10.0.0.1": "format",
			"gmail.com": "public_domain", "co.uk": "public_domain", "Acme.Example": "taken", "ab": "too_short", strings.Repeat("a", 254): "too_long",
		} {
			a := sofia.call(http.MethodPost, "acme", "domains", map[string]any{"domain": name})
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := fmt.Sprint(a.pointers()); got != "[/domain "+code+"]" {
				t.Errorf("%.40q: %s, want %s", name, got, code)
			}
		}
		for n := range 49 {
			sofia.claim(fmt.Sprintf("acme%d.example", n))
		}
		a := sofia.call(http.MethodPost, "acme", "domains", map[string]any{"domain": "onemore.example"})
		a.want(http.StatusUnprocessableEntity, "validation_failed")
		if got := fmt.Sprint(a.pointers()); got != "[/domain out_of_range]" {
			t.Errorf("the 51st: %s", got)
		}
	})
}

// H08, E08: a work e-mail finds the organization that has proven its domain, and
// says nothing about people.
func TestDiscoveryByEmail(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b, sofia := w.browser(), w.reader(t, "acme", "sofia@acme.example")
		discover := func(body any) answer { return b.fetch(http.MethodPost, "/api/v1/sign-in/discover", body) }
		email := func(address string) answer { return discover(map[string]any{"email": address}) }
		unknown := func(what string, a answer) {
			t.Helper()
			if a.status != http.StatusNotFound || a.text("code") != "org_not_resolved" {
				t.Errorf("%s: %d %s", what, a.status, a.body)
			}
		}
		unknown("nothing is proven", email("maya@acme.example"))
		claim := sofia.claim("acme.example")
		unknown("it is claimed only", email("maya@acme.example"))
		w.zone.publish(t, claim)
		sofia.lookAgain(claim)
		for _, address := range []string{"maya@acme.example", "nobody@acme.example", "omar@acme.example", " Maya@ACME.example ", "a b@acme.example"} {
			a := email(address)
			a.want(http.StatusOK, "")
			if a.text("code") != "acme" {
				t.Errorf("%q: %s", address, a.body)
			}
		}
		for _, address := range []string{"maya@mail.acme.example", "maya@notacme.example", "gloria@globex.example", "acme.example", "@acme.example", "maya@acme.example.", "maya@", "maya@acme.example@evil.example", "maya@%"} {
			unknown(address, email(address))
		}
		for name, body := range map[string]any{
			"both": map[string]any{"code": "acme", "email": "maya@acme.example"}, "none": map[string]any{}, "another": map[string]any{"name": "acme"},
			"no text": map[string]any{"email": nil}, "too long": map[string]any{"email": strings.Repeat("a", 255)},
		} {
			if a := discover(body); a.status != http.StatusUnprocessableEntity || a.text("code") != "validation_failed" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		discover(map[string]any{"code": "Acme"}).want(http.StatusOK, "")

		gloria := w.reader(t, "globex", "gloria@globex.example")
		theirs := gloria.call(http.MethodPost, "globex", "domains", map[string]any{"domain": "acme.example"})
		theirs.want(http.StatusCreated, "")
		unproven := email("maya@acme.example")
		unproven.want(http.StatusOK, "") // a claim alone takes nothing away
		w.zone.publish(t, theirs.object())
		gloria.call(http.MethodPost, "globex", "domains/"+theirs.text("id")+"/check", nil).want(http.StatusOK, "")
		unknown("two have proven it", email("maya@acme.example"))
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "globex", Active: ptr(false)}}})
		email("maya@acme.example").want(http.StatusOK, "")
	})
}
