package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"latchkey/api/idp/provider"
	"latchkey/api/job"
	"latchkey/api/store"
)

// Metrics counts and measures what operators watch.
type Metrics struct {
	registry *prometheus.Registry
	signIns  *prometheus.CounterVec
	mails    *prometheus.CounterVec
	refusals *prometheus.CounterVec
	logouts  *prometheus.CounterVec
}

// Options are what the room needs from outside.
type Options struct {
	Version string
	Rows    Rows
	Jobs    func() []job.State // of this process
	Log     *slog.Logger
	Now     func() time.Time
}

// Rows is what is read of the database; *store.Store has it.
type Rows interface {
	ConnectionCounts(ctx context.Context) ([]store.ConnectionCount, error)
	SecretExpiries(ctx context.Context, before time.Time) ([]store.SecretExpiry, error)
	MailCounts(ctx context.Context, organizationID string) ([]store.MailCount, error)
	Queues(ctx context.Context, now time.Time) ([]store.QueueState, error)
	AuditEnds(ctx context.Context) (store.AuditEnds, error)
	Work() store.Work
}

// New returns the room. It fails if two metrics have one name.
func New(o Options) (*Metrics, error) {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "latchkey_sign_ins_total",
			Help: "Attempts at a provider that this process saw, by how they went: started, then finished, asked or refused.",
		}, []string{"provider", "outcome"}),
		mails: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "latchkey_mail_tries_total",
			Help: "Tries to send a mail that this process made, by result: sent, or what went wrong.",
		}, []string{"result"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "latchkey_mail_refusals_total",
			Help: "Answers of the mail server that refused something, by step (greeting, with TLS and login, or message) and its code.",
		}, []string{"step", "code"}),
		logouts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "latchkey_logout_tries_total",
			Help: "Tries to tell an application of a logout that this process made, by result: sent, or what went wrong; given_up comes beside the last one.",
		}, []string{"result"}),
	}
	for _, result := range []string{"sent", "refused", "unreachable", "given_up"} {
		m.logouts.WithLabelValues(result)
	}
	for _, result := range []string{"sent", "unreachable", "refused", "recipient_refused", "too_late", "malformed"} {
		m.mails.WithLabelValues(result)
	}
	for _, kind := range provider.Kinds() { // so that a rate is known from the first one on
		for _, outcome := range []string{"started", "finished", "asked", "refused"} {
			m.signIns.WithLabelValues(string(kind), outcome)
		}
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "latchkey_build_info", Help: "1, with the version of this process.",
		ConstLabels: prometheus.Labels{"version": o.Version},
	})
	build.Set(1)
	for _, c := range append(newWork(o.Rows.Work),
		m.signIns, m.mails, m.refusals, m.logouts, build, newCollector(o), newJobs(o),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	) {
		if err := m.registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// SignIn counts how an attempt at a provider went.
func (m *Metrics) SignIn(provider, outcome string) {
	m.signIns.WithLabelValues(kindOf(provider), outcome).Inc()
}

// MailRefused counts an answer of the mail server that refused something.
func (m *Metrics) MailRefused(step, code string) { m.refusals.WithLabelValues(step, code).Inc() }

// Logout counts a try to tell an application of a logout.
func (m *Metrics) Logout(result string) { m.logouts.WithLabelValues(result).Inc() }

// Mail counts a try to send a mail.
func (m *Metrics) Mail(result string) { m.mails.WithLabelValues(result).Inc() }

// Handler answers GET /metrics and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: 4, Timeout: 5 * time.Second,
	}))
	return mux
}

// kindOf keeps the label to three values: organizations name their own
// providers as they like.
func kindOf(key string) string { return string(provider.Of(provider.Key(key)).Kind) }
