package e2e_test

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"latchkey/api/idp/idptest"
)

// doctor runs the doctor and reads what it says.
func (i *install) doctor(wantOK bool) string {
	i.t.Helper()
	text, ok := i.run("doctor")
	if ok != wantOK || ok == strings.Contains(text, "FAIL") {
		i.t.Errorf("ended well: %v\n%s", ok, text)
	}
	if found := i.secrets.in(text); len(found) > 0 || strings.Contains(text, "CANARY") {
		i.t.Errorf("secrets in\n%s", text)
	}
	return text
}

// says wants all of these in a text.
func (i *install) says(text string, parts ...string) {
	i.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			i.t.Errorf("no %q in\n%s", part, text)
		}
	}
}

// contents are the files of a folder, with the database's own left out: SQLite
// keeps its log beside it as it likes.
func contents(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return "no folder"
	}
	must(t, err)
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "latchkey.db-") {
			names = append(names, e.Name())
		}
	}
	return strings.Join(names, " ")
}

// Beside a running server, in sickness and in health; and it makes nothing.
func TestDoctor(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_DATA_DIR"] = filepath.Join(t.TempDir(), "none")
	i.settings["LATCHKEY_PUBLIC_URL"] = "http://" + freeAddress(t)
	i.says(i.doctor(false), "look database     there is none yet", "FAIL public_url")
	if got := contents(t, i.settings["LATCHKEY_DATA_DIR"]); got != "no folder" {
		t.Errorf("it made %s", got)
	}
	delete(i.settings, "LATCHKEY_PUBLIC_URL")

	provider := i.providerFor()
	i.setUp(provider)
	p := i.serve()
	before := contents(t, i.settings["LATCHKEY_DATA_DIR"])
	i.says(i.doctor(true), "ok   settings", p.url+" answers", "ok   database     reachable", "ok   keys", "ok   connection   acme google",
		"ok   clock", "ok   secret", "ok   domain", "ok   lockout", "ok   queue", "ok   job          none of ")
	provider.SetSecret("acme-google", "another")
	i.says(i.doctor(false), "FAIL connection   acme google: the provider refuses its credentials (client_secret_invalid)")
	provider.SetSecret("acme-google", clientSecret)
	provider.Script(func(s *idptest.Script) { s.DiscoveryAnswer = idptest.Body(503, "text/plain", "CANARY") })
	i.says(i.doctor(false), "FAIL connection   acme google: the provider cannot be reached (discovery_http_503)")
	provider.Script(func(s *idptest.Script) { s.DiscoveryAnswer = nil })
	if after := contents(t, i.settings["LATCHKEY_DATA_DIR"]); after != before {
		t.Errorf("the folder was %s and is %s", before, after)
	}
	p.stop()
	i.says(i.doctor(false), "FAIL public_url   "+p.url+"/healthz cannot be reached", "ok   database")

	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("n2")
	i.says(i.doctor(false), "FAIL keys         the database needs the missing encryption keys k1")
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	i.says(i.doctor(false), "FAIL keys         an encryption key has the right name", "FAIL connection   acme google: its stored secret does not open")
	i.settings["LATCHKEY_ENCRYPTION_KEYS"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "k1:CANARY", "nonsense"
	i.says(i.doctor(false), "FAIL settings     LATCHKEY_ENCRYPTION_KEYS", "FAIL settings     LATCHKEY_OUTBOUND_ALLOW")
}

// The findings for machines, and PostgreSQL that is away.
func TestDoctorJSON(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_DATABASE_URL"] = "postgres://root:CANARY@127.0.0.1:1/none"
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	out, err := i.command("doctor", "--json").Output()
	if err == nil {
		t.Error("it ended well")
	}
	var report struct {
		Failed   bool
		Findings []struct{ Result, Check, Text, Do string }
	}
	must(t, json.Unmarshal(out, &report))
	var checks []string
	for _, f := range report.Findings {
		checks = append(checks, f.Result+" "+f.Check)
	}
	if !report.Failed || !slices.Contains(checks, "FAIL database") || strings.Contains(string(out), "CANARY") {
		t.Errorf("%s", out)
	}
}

// H16: metrics are off; asked for, they stand on a listener of their own.
func TestMetricsHaveTheirOwnListener(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_METRICS_LISTEN"] = freeAddress(t)
	provider := i.providerFor()
	i.setUp(provider)
	p := i.serve()
	b := p.browser(t)
	start := b.start("acme", "google")
	register(t, provider, start)
	b.navigate(b.atProvider(start, "maya@acme.example")).wantSignedIn()
	register(t, provider, b.start("acme", "google"))
	b.signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
	register(t, provider, b.start("acme", "google"))
	b.signIn("acme", "google", unproven)
	get := func(address string) (int, string) {
		res, err := http.Get(address)
		must(t, err)
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		must(t, err)
		return res.StatusCode, string(text)
	}
	status, text := get("http://" + i.settings["LATCHKEY_METRICS_LISTEN"] + "/metrics")
	if status != http.StatusOK || strings.Contains(text, "@") || strings.Contains(text, "maya") {
		t.Errorf("%d\n%s", status, text)
	}
	i.says(text, `latchkey_build_info{version="`, `latchkey_sign_ins_total{outcome="started",provider="google"} 5`, `latchkey_sign_ins_total{outcome="asked",provider="google"} 1`,
		`latchkey_sign_ins_total{outcome="finished",provider="google"} 1`, `latchkey_sign_ins_total{outcome="refused",provider="google"} 1`,
		`latchkey_connections{provider="google",status="enabled"} 1`, "go_goroutines ",
		`latchkey_queue_waiting{queue="mail"} `, `latchkey_job_runs_total{job="send_mail"} `, `latchkey_job_success_age_seconds{job="prune"} `)
	if status, _ := get("http://" + i.settings["LATCHKEY_METRICS_LISTEN"] + "/healthz"); status != http.StatusNotFound {
		t.Errorf("the listener answers more: %d", status)
	}
	if status, text := get(p.url + "/metrics"); strings.Contains(text, "latchkey_build_info") || status == http.StatusOK && strings.Contains(text, "go_goroutines") {
		t.Errorf("the product shows them: %d", status)
	}
	p.stop()
	i.settings["LATCHKEY_METRICS_LISTEN"] = "nonsense"
	if text, ok := i.run("serve"); ok || !strings.Contains(text, "LATCHKEY_METRICS_LISTEN") {
		t.Errorf("%s", text)
	}
}

// nameServer answers every question for TXT with one record, as the operator's
// own DNS server would.
func nameServer(t *testing.T, record func() string) (address string) {
	t.Helper()
	conn, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			reply := dnsmessage.Message{
				Header:    dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true, RecursionDesired: true},
				Questions: m.Questions,
			}
			if q.Type == dnsmessage.TypeTXT && q.Name.String() == "_latchkey.acme.example." && record() != "" {
				reply.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
					Body:   &dnsmessage.TXTResource{TXT: []string{record()[:20], record()[20:]}}, // cut in two, as long ones are
				}}
			} else {
				reply.RCode = dnsmessage.RCodeNameError
			}
			if packed, err := reply.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}

// The operator's DNS server is the one that is asked.
func TestDomainByTheOperatorsNameServer(t *testing.T) {
	t.Parallel()
	var record atomic.Value
	record.Store("")
	i := newInstall(t)
	i.settings["LATCHKEY_DNS_SERVER"] = nameServer(t, func() string { return record.Load().(string) })
	i.setUp(i.providerFor())
	p := i.serve()
	b := p.browser(t)
	b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	sofia := reader{t, b.w, b.token()}
	claims := []map[string]any{sofia.claim("acme.example"), sofia.claim("acme.test")}
	record.Store(claims[0]["record"].(map[string]any)["value"].(string))
	for n, want := range []string{"found", "not_found"} {
		a := sofia.call(http.MethodPost, "acme", "domains/"+claims[n]["id"].(string)+"/check", nil)
		a.want(http.StatusOK, "")
		if a.text("lastResult") != want {
			t.Errorf("%s, want %s", a.body, want)
		}
	}
	b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"email": "maya@acme.example"}).want(http.StatusOK, "")
}
