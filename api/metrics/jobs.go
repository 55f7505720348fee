package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"latchkey/api/job"
)

// jobs shows how the work that runs by itself goes in this process. It asks no
// database, so that it is there when that is away.
type jobs struct {
	states func() []job.State
	now    func() time.Time
	began  time.Time

	runs, failures, took, success, done, total *prometheus.Desc
}

func newJobs(o Options) *jobs {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("latchkey_job_"+name, help, []string{"job"}, nil)
	}
	return &jobs{
		states: o.Jobs, now: o.Now, began: o.Now(),
		runs:     desc("runs_total", "Runs of background work that have ended in this process, by job."),
		failures: desc("failures_total", "Of these, the runs that failed."),
		took:     desc("last_run_seconds", "How long the last run took."),
		success:  desc("success_age_seconds", "Seconds since a run last went well; since this process began, while none has."),
		done:     desc("progress_done", "How much is done of long work that is under way: rows or blocks."),
		total:    desc("progress_total", "Of how much."),
	}
}

// Describe names the metrics.
func (j *jobs) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{j.runs, j.failures, j.took, j.success, j.done, j.total} {
		to <- d
	}
}

// Collect shows each job. One that was to be done once, and is, has no age any more.
func (j *jobs) Collect(to chan<- prometheus.Metric) {
	for _, s := range j.states() {
		show := func(d *prometheus.Desc, kind prometheus.ValueType, v float64) {
			to <- prometheus.MustNewConstMetric(d, kind, v, s.Name)
		}
		show(j.runs, prometheus.CounterValue, float64(s.Runs))
		show(j.failures, prometheus.CounterValue, float64(s.Failures))
		if !s.Ran.IsZero() {
			show(j.took, prometheus.GaugeValue, s.Took.Seconds())
		}
		if over := s.Next.IsZero() && !s.LastSuccess.IsZero(); !over {
			since := s.LastSuccess
			if since.IsZero() {
				since = j.began
			}
			show(j.success, prometheus.GaugeValue, j.now().Sub(since).Seconds())
		}
		if s.Progress.Total > 0 {
			show(j.done, prometheus.GaugeValue, float64(s.Progress.Done))
			show(j.total, prometheus.GaugeValue, float64(s.Progress.Total))
		}
	}
}
