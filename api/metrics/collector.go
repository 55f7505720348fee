package metrics

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"latchkey/api/fault"
	"latchkey/api/store"
)

const (
	keep      = 30 * time.Second // what was read is shown so long
	within    = 3 * time.Second
	expiresIn = 30 * 24 * time.Hour
)

// collector shows what the database says of all organizations.
type collector struct {
	rows Rows
	log  *slog.Logger
	now  func() time.Time

	up, took, connections, expires, outbox, waiting, oldest, sealed, unsealed *prometheus.Desc

	mu      sync.Mutex
	read    time.Time // zero: nothing was
	lasted  time.Duration
	counts  map[[2]string]int64
	secrets []store.SecretExpiry
	mails   []store.MailCount
	queues  []store.QueueState
	audit   store.AuditEnds
}

func newCollector(o Options) *collector {
	return &collector{
		rows: o.Rows, log: o.Log, now: o.Now,
		up: prometheus.NewDesc("latchkey_database_up",
			"1 if the database was read when it was asked last, at most half a minute ago; 0 if it did not answer within three seconds.", nil, nil),
		took: prometheus.NewDesc("latchkey_database_read_seconds",
			"How long that took: a few statements over small indexes, so that a slow database shows.", nil, nil),
		connections: prometheus.NewDesc("latchkey_connections",
			"Connections of all organizations by status: draft, enabled, degraded, disabled or removed.",
			[]string{"provider", "status"}, nil),
		expires: prometheus.NewDesc("latchkey_secret_expires_seconds",
			"Seconds until a client secret in use expires, negative when it has; of those that do within 30 days.",
			[]string{"organization", "provider"}, nil),
		outbox: prometheus.NewDesc("latchkey_mails",
			"Mails of all organizations that the database holds, by state: waiting, sent or failed.",
			[]string{"state"}, nil),
		waiting: prometheus.NewDesc("latchkey_queue_waiting",
			"Rows whose time has come and that are not done, by queue.",
			[]string{"queue"}, nil),
		oldest: prometheus.NewDesc("latchkey_queue_oldest_seconds",
			"How long the row has waited that waits longest, by queue; 0 when none does.",
			[]string{"queue"}, nil),
		sealed: prometheus.NewDesc("latchkey_audit_seals",
			"The number of the newest seal of the log of changes. It never falls, unless somebody cut the log off, or a backup was restored.", nil, nil),
		unsealed: prometheus.NewDesc("latchkey_audit_unsealed_seconds",
			"How long the change has waited for its seal that waits longest; 0 when none does.", nil, nil),
	}
}

// Describe names the metrics.
func (s *collector) Describe(to chan<- *prometheus.Desc) {
	to <- s.up
	to <- s.took
	to <- s.connections
	to <- s.expires
	to <- s.outbox
	to <- s.waiting
	to <- s.oldest
	to <- s.sealed
	to <- s.unsealed
}

// Collect shows what was read in the last 30 seconds, or reads it. While the
// database is away these metrics but latchkey_database_up are missing, and the others
// are not.
func (s *collector) Collect(to chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.read.IsZero() || now.Sub(s.read) >= keep {
		// The registry collects in goroutines of its own.
		err := fault.Calmly(func() error { return s.refresh(now) })
		s.lasted = s.now().Sub(now)
		if err != nil {
			s.log.Warn("metrics: the database was not read", "error", err)
			s.read = time.Time{}
			to <- prometheus.MustNewConstMetric(s.up, prometheus.GaugeValue, 0)
			return
		}
		s.read = now
	}
	to <- prometheus.MustNewConstMetric(s.up, prometheus.GaugeValue, 1)
	to <- prometheus.MustNewConstMetric(s.took, prometheus.GaugeValue, s.lasted.Seconds())
	for key, n := range s.counts {
		to <- prometheus.MustNewConstMetric(s.connections, prometheus.GaugeValue, float64(n), key[0], key[1])
	}
	for _, e := range s.secrets {
		to <- prometheus.MustNewConstMetric(s.expires, prometheus.GaugeValue, e.ExpiresAt.Sub(s.now()).Seconds(),
			e.OrganizationCode, e.Provider)
	}
	for _, c := range s.mails {
		to <- prometheus.MustNewConstMetric(s.outbox, prometheus.GaugeValue, float64(c.N), c.State)
	}
	for _, q := range s.queues {
		to <- prometheus.MustNewConstMetric(s.waiting, prometheus.GaugeValue, float64(q.Waiting), q.Queue)
		to <- prometheus.MustNewConstMetric(s.oldest, prometheus.GaugeValue, s.age(q.Since), q.Queue)
	}
	to <- prometheus.MustNewConstMetric(s.sealed, prometheus.GaugeValue, float64(s.audit.Head))
	to <- prometheus.MustNewConstMetric(s.unsealed, prometheus.GaugeValue, s.age(s.audit.Since))
}

// age is how many seconds ago a time was; 0 of none.
func (s *collector) age(since store.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return s.now().Sub(since.Time).Seconds()
}

func (s *collector) refresh(now time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	counts, err := s.rows.ConnectionCounts(ctx)
	if err != nil {
		return err
	}
	secrets, err := s.rows.SecretExpiries(ctx, now.Add(expiresIn))
	if err != nil {
		return err
	}
	if s.mails, err = s.rows.MailCounts(ctx, ""); err != nil {
		return err
	}
	if s.queues, err = s.rows.Queues(ctx, now); err != nil {
		return err
	}
	if s.audit, err = s.rows.AuditEnds(ctx); err != nil {
		return err
	}
	s.secrets, s.counts = secrets, map[[2]string]int64{}
	for _, c := range counts {
		s.counts[[2]string{kindOf(c.Provider), status(c)}] += c.N
	}
	return nil
}

// status is what super admins see: an application that is on and does not work
// is degraded.
func status(c store.ConnectionCount) string {
	if c.State == store.Enabled && c.Health == store.HealthDegraded {
		return string(store.HealthDegraded)
	}
	return string(c.State)
}
