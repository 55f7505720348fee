package metrics_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/api/job"
	"latchkey/api/metrics"
	"latchkey/api/store"
)

// rows counts how often it is read.
type rows struct {
	reads int
	err   error
	panic bool
	now   time.Time
	takes time.Duration // to read
}

func (r *rows) ConnectionCounts(context.Context) ([]store.ConnectionCount, error) {
	if r.reads++; r.panic {
		panic("canary")
	}
	return []store.ConnectionCount{
		{Provider: "google", State: store.Enabled, Health: store.HealthOK, N: 2},
		{Provider: "google", State: store.Enabled, Health: store.HealthSuspect, N: 1},
		{Provider: "google", State: store.Enabled, Health: store.HealthDegraded, N: 4},
		{Provider: "google", State: store.Disabled, Health: store.HealthDegraded, N: 5},
		{Provider: "okta", State: store.Enabled, Health: store.HealthOK, N: 6},
		{Provider: "ping", State: store.Enabled, Health: store.HealthOK, N: 7},
	}, r.err
}

func (r *rows) SecretExpiries(_ context.Context, before time.Time) ([]store.SecretExpiry, error) {
	if want := r.now.Add(30 * 24 * time.Hour); !before.Equal(want) {
		return nil, errors.New("asked for another time")
	}
	return []store.SecretExpiry{
		{OrganizationCode: "globex", Provider: "okta", ExpiresAt: store.At(r.now.Add(-time.Hour))},
		{OrganizationCode: "acme", Provider: "microsoft", ExpiresAt: store.At(r.now.Add(24 * time.Hour))},
	}, nil
}

func (r *rows) MailCounts(_ context.Context, organizationID string) ([]store.MailCount, error) {
	if organizationID != "" {
		return nil, errors.New("asked for one organization")
	}
	return []store.MailCount{{State: store.MailSent, N: 8}, {State: store.MailWaiting, N: 3}}, nil
}

func (r *rows) AuditEnds(context.Context) (store.AuditEnds, error) {
	return store.AuditEnds{Head: 41, Waiting: 2, Since: store.At(r.now.Add(-time.Minute))}, nil
}

func (r *rows) Queues(_ context.Context, now time.Time) ([]store.QueueState, error) {
	if !now.Equal(r.now) {
		return nil, errors.New("asked for another time")
	}
	r.now = now.Add(r.takes)
	return []store.QueueState{{Queue: "mail", Waiting: 3, Due: 1, Since: store.At(now.Add(-time.Hour))}, {Queue: "domain"}}, nil
}

func (r *rows) Work() store.Work { return store.Work{Statements: 70, Commits: 7} }

// states are jobs as a process has them: well, failing, long and over.
func (r *rows) states() []job.State {
	return []job.State{
		{Name: "prune", Runs: 9, Failures: 2, Ran: r.now, Took: 1500 * time.Millisecond, LastSuccess: r.now.Add(-5 * time.Second), Next: r.now},
		{Name: "send_mail", Runs: 4, Failures: 4, Ran: r.now, Problem: "failed", Next: r.now},
		{Name: "catch_up", Next: r.now, Progress: job.Progress{Step: "rows", Done: 3, Total: 9}},
		{Name: "once", Runs: 1, Ran: r.now, LastSuccess: r.now},
	}
}

func scrape(t *testing.T, m *metrics.Metrics, path string) (string, int) {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Body.String(), w.Code
}

func newMetrics(t *testing.T, r *rows) *metrics.Metrics {
	t.Helper()
	r.now = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	m, err := metrics.New(metrics.Options{
		Version: "1.2.3", Rows: r, Jobs: r.states, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return r.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func has(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
}

func TestWhatIsShown(t *testing.T) {
	m := newMetrics(t, &rows{})
	for _, provider := range []string{"google", "okta", "ping"} {
		m.SignIn(provider, "started")
	}
	m.SignIn("google", "refused")
	m.Mail("unreachable")
	text, status := scrape(t, m, "/metrics")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	has(t, text, `latchkey_build_info{version="1.2.3"} 1`,
		`latchkey_sign_ins_total{outcome="started",provider="google"} 1`,
		`latchkey_sign_ins_total{outcome="started",provider="openid"} 2`,
		`latchkey_sign_ins_total{outcome="refused",provider="google"} 1`,
		`latchkey_sign_ins_total{outcome="finished",provider="microsoft"} 0`,
		`latchkey_mails{state="waiting"} 3`, `latchkey_mails{state="sent"} 8`,
		`latchkey_mail_tries_total{result="unreachable"} 1`, `latchkey_mail_tries_total{result="sent"} 0`,
		`latchkey_connections{provider="google",status="enabled"} 3`,
		`latchkey_connections{provider="google",status="degraded"} 4`,
		`latchkey_connections{provider="google",status="disabled"} 5`,
		`latchkey_connections{provider="openid",status="enabled"} 13`,
		`latchkey_secret_expires_seconds{organization="acme",provider="microsoft"} 86400`,
		`latchkey_secret_expires_seconds{organization="globex",provider="okta"} -3600`)
	has(t, text, `latchkey_audit_seals 41`, `latchkey_audit_unsealed_seconds 60`)
	has(t, text, `latchkey_database_up 1`, `latchkey_database_read_seconds 0`, `latchkey_queue_waiting{queue="mail"} 3`, `latchkey_queue_oldest_seconds{queue="mail"} 3600`,
		`latchkey_queue_waiting{queue="domain"} 0`, `latchkey_queue_oldest_seconds{queue="domain"} 0`,
		`latchkey_job_runs_total{job="prune"} 9`, `latchkey_job_failures_total{job="prune"} 2`,
		`latchkey_job_last_run_seconds{job="prune"} 1.5`, `latchkey_job_success_age_seconds{job="prune"} 5`,
		`latchkey_job_failures_total{job="send_mail"} 4`, `latchkey_job_success_age_seconds{job="send_mail"} 0`, // since the process began
		`latchkey_job_progress_done{job="catch_up"} 3`, `latchkey_job_progress_total{job="catch_up"} 9`,
		`latchkey_job_runs_total{job="once"} 1`, `latchkey_database_statements_total 70`, `latchkey_database_commits_total 7`)
	if strings.Contains(text, `age_seconds{job="once"}`) || strings.Contains(text, `progress_done{job="prune"}`) {
		t.Errorf("what is over has an age, or what makes no progress some\n%s", text)
	}
	if !strings.Contains(text, "go_goroutines ") || !strings.Contains(text, "process_start_time_seconds ") {
		t.Errorf("the process is not shown\n%s", text)
	}
	if _, status := scrape(t, m, "/"); status != http.StatusNotFound {
		t.Errorf("/ answers %d", status)
	}
}

// However often it is scraped, the database is read twice a minute.
func TestTheDatabaseIsReadTwiceAMinute(t *testing.T) {
	r := &rows{}
	m := newMetrics(t, r)
	for range 3 {
		scrape(t, m, "/metrics")
	}
	r.now = r.now.Add(29 * time.Second)
	text, _ := scrape(t, m, "/metrics")
	if r.reads != 1 {
		t.Errorf("read %d times", r.reads)
	}
	has(t, text, `latchkey_secret_expires_seconds{organization="acme",provider="microsoft"} 86371`) // counted down all the same
	r.now = r.now.Add(time.Second)
	scrape(t, m, "/metrics")
	if r.reads != 2 {
		t.Errorf("read %d times", r.reads)
	}
}

// A slow database shows before it is away.
func TestHowLongTheDatabaseTook(t *testing.T) {
	r := &rows{takes: 250 * time.Millisecond}
	text, _ := scrape(t, newMetrics(t, r), "/metrics")
	has(t, text, `latchkey_database_up 1`, `latchkey_database_read_seconds 0.25`)
}

// A database that is away takes its own metrics with it and no others.
func TestDatabaseAway(t *testing.T) {
	r := &rows{err: errors.New("away")}
	m := newMetrics(t, r)
	text, status := scrape(t, m, "/metrics")
	if status != http.StatusOK || strings.Contains(text, "latchkey_connections{") || strings.Contains(text, "away") {
		t.Errorf("%d\n%s", status, text)
	}
	has(t, text, `latchkey_database_up 0`, `latchkey_build_info{version="1.2.3"} 1`, `latchkey_job_failures_total{job="send_mail"} 4`)
	r.err = nil
	text, _ = scrape(t, m, "/metrics") // it does not wait half a minute to see it back
	has(t, text, `latchkey_connections{provider="google",status="enabled"} 3`)
}

// L8: the registry reads in a goroutine of its own, where a panic would end the
// process.
func TestL8_APanicOfWhatIsReadHidesOnlyThat(t *testing.T) {
	r := &rows{now: time.Now(), panic: true}
	var log strings.Builder
	m, err := metrics.New(metrics.Options{Rows: r, Jobs: r.states, Log: slog.New(slog.NewJSONHandler(&log, nil)), Now: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	text, status := scrape(t, m, "/metrics")
	if status != http.StatusOK || !strings.Contains(text, "latchkey_build_info") || strings.Contains(text, "latchkey_connections{") {
		t.Errorf("%d: %s", status, text)
	}
	if !strings.Contains(log.String(), "panic: canary") {
		t.Errorf("log: %s", log.String())
	}
}
