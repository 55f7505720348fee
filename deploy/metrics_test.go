package deploy_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"latchkey/api/job"
	"latchkey/api/metrics"
	"latchkey/api/store"
)

// rows is a database with one of everything that metrics show.
type rows struct{}

func (rows) ConnectionCounts(context.Context) ([]store.ConnectionCount, error) {
	return []store.ConnectionCount{{Provider: "google", State: store.Enabled, Health: store.HealthDegraded, N: 1}}, nil
}

func (rows) SecretExpiries(context.Context, time.Time) ([]store.SecretExpiry, error) {
	return []store.SecretExpiry{{OrganizationCode: "acme", Provider: "google", ExpiresAt: store.At(time.Now())}}, nil
}

func (rows) MailCounts(context.Context, string) ([]store.MailCount, error) {
	return []store.MailCount{{State: store.MailWaiting, N: 1}}, nil
}

func (rows) Queues(context.Context, time.Time) ([]store.QueueState, error) {
	return []store.QueueState{{Queue: "webhook"}, {Queue: "mail"}}, nil
}

func (rows) AuditEnds(context.Context) (store.AuditEnds, error) { return store.AuditEnds{}, nil }

func (rows) Work() store.Work { return store.Work{} }

func states() []job.State {
	state := job.State{Name: "catch_up", Runs: 1, Ran: time.Now(), Next: time.Now(), Progress: job.Progress{Done: 1, Total: 2}}
	return []job.State{state}
}

// shown is everything that the program shows: each metric with its labels.
func shown(t *testing.T) map[string]map[string]bool {
	t.Helper()
	m, err := metrics.New(metrics.Options{Version: "1", Rows: rows{}, Jobs: states, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	m.MailRefused("message", "550")
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	all := map[string]map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^(\w+)(?:\{(.*)\})? `).FindAllStringSubmatch(w.Body.String(), -1) {
		all[line[1]] = map[string]bool{"instance": true}
		for _, label := range regexp.MustCompile(`(\w+)="`).FindAllStringSubmatch(line[2], -1) {
			all[line[1]][label[1]] = true
		}
	}
	if len(all["latchkey_connections"]) != 3 || all["go_goroutines"] == nil {
		t.Fatalf("shown: %v", slices.Sorted(maps.Keys(all)))
	}
	return all
}

// named finds metrics in an expression, each with what stands in its braces.
var named = regexp.MustCompile(`\b((?:latchkey|process|go)_[a-z_]+)(?:\{([^}]*)\})?`)

// exists holds an expression to what the program shows.
func exists(t *testing.T, all map[string]map[string]bool, where, expr string) {
	t.Helper()
	found := named.FindAllStringSubmatch(expr, -1)
	if len(found) == 0 {
		t.Errorf("%s: no metric in %s", where, expr)
	}
	for _, one := range found {
		labels := all[one[1]]
		if labels == nil {
			t.Errorf("%s: there is no metric %s", where, one[1])
		}
		for _, label := range regexp.MustCompile(`(\w+)(?:=|!=|=~|!~)"`).FindAllStringSubmatch(one[2], -1) {
			if name := strings.TrimPrefix(label[1], "exported_"); !labels[name] {
				t.Errorf("%s: %s has no label %s", where, one[1], name)
			}
		}
	}
}

func TestAlertsAreOfMetricsThatExist(t *testing.T) {
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Labels      struct{ Severity string }
				Annotations struct{ Summary string }
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, "prometheus/alerts.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	all, tried, told := shown(t), read(t, "prometheus/alerts_test.yaml"), read(t, "../docs/operations/monitoring.md")
	for _, rule := range file.Groups[0].Rules {
		exists(t, all, rule.Alert, rule.Expr)
		if rule.Annotations.Summary == "" || rule.Labels.Severity != "critical" && rule.Labels.Severity != "warning" {
			t.Errorf("%s: %+v", rule.Alert, rule)
		}
		if !strings.Contains(tried, rule.Alert) || !strings.Contains(told, "`"+rule.Alert+"`") {
			t.Errorf("%s: not tried in alerts_test.yaml, or monitoring.md does not say what to do", rule.Alert)
		}
	}
	if len(file.Groups[0].Rules) < 12 {
		t.Errorf("%d rules", len(file.Groups[0].Rules))
	}
	for _, one := range named.FindAllStringSubmatch(tried, -1) {
		if all[one[1]] == nil {
			t.Errorf("alerts_test.yaml: there is no metric %s", one[1])
		}
	}
}

// The dashboard shows every metric of ours, and none that there is not.
func TestTheDashboardIsOfMetricsThatExist(t *testing.T) {
	var file struct {
		Panels []struct {
			ID      int
			Title   string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	text := read(t, "grafana/latchkey.json")
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	all, ids := shown(t), map[int]bool{}
	for _, p := range file.Panels {
		if ids[p.ID] || p.GridPos.X+p.GridPos.W > 24 || len(p.Targets) == 0 {
			t.Errorf("%s: %+v", p.Title, p)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			exists(t, all, p.Title, target.Expr)
		}
	}
	for name := range all {
		if strings.HasPrefix(name, "latchkey_") && !strings.Contains(text, name) {
			t.Errorf("%s is on no panel", name)
		}
	}
}
