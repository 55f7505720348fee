package doctor_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// What waits too long, fails or hangs is found, with what to do; what takes its time
// is not.
func TestWorkThatRunsByItself(t *testing.T) {
	ago := func(d time.Duration) store.Time { return store.At(today().Add(-d)) }
	note := func(n store.JobNote) func(*deployment) {
		return func(d *deployment) { d.notes = append(d.notes, n) }
	}
	waits := func(queue string, since time.Duration) func(*deployment) {
		return func(d *deployment) {
			d.queues = []store.QueueState{{Queue: queue, Waiting: 12, Due: 3, Since: ago(since)}, {Queue: "domain"}}
		}
	}
	untold := func(problem string) func(*deployment) {
		return func(d *deployment) {
			d.untold = []store.LogoutFailure{{ClientID: "crm", Problem: problem, Trying: 2, GivenUp: 3, Since: ago(24 * time.Hour)}}
		}
	}
	stopped := func(spoil func(*deployment)) func(*deployment) {
		return func(d *deployment) { spoil(d); d.replicas = nil }
	}
	for name, c := range map[string]struct {
		spoil func(*deployment)
		want  string
	}{
		"mail that waits": {
			waits("mail", 3*time.Hour+5*time.Minute),
			`look queue        mail waits since 3 h 5 min: 12 in all, the oldest from 2026-05-04 05:55 UTC -> see what is said of mail here; lines "mail not sent"`,
		},
		"mail that nobody sends any more": {
			func(d *deployment) { waits("mail", 90*24*time.Hour)(d); d.noMail = true },
			"look queue        mail waits since 90 days: 12 in all, the oldest from 2026-02-03 09:00 UTC -> set LATCHKEY_SMTP_URL",
		},
		"checks that wait":                   {waits("daily_check", 15*time.Minute), "look queue        daily_check waits since 15 min: 12 in all, the oldest from 2026-05-04 08:45 UTC -> see what is said of its job"},
		"checks that wait for a process":     {stopped(waits("daily_check", time.Hour)), "-> start latchkey serve"},
		"mail that has not waited long":      {waits("mail", 14*time.Minute), "ok   queue        nothing waits longer than 15 min"},
		"a job that fails":                   {note(store.JobNote{Name: "prune", FailedAt: ago(0), SucceededAt: ago(10 * time.Minute), Problem: "panic"}), `look job          prune fails (panic), and last went well 10 min ago (2026-05-04 08:50 UTC) -> read its log`},
		"a job that fails for long":          {note(store.JobNote{Name: "prune", FailedAt: ago(0), SucceededAt: ago(time.Hour), Problem: "timeout"}), "FAIL job          prune fails (timeout), and last went well 1 h 0 min ago"},
		"a job that never went well":         {note(store.JobNote{Name: "prune", FailedAt: ago(0), Problem: "failed"}), "FAIL job          prune fails (failed), and never went well"},
		"a job that works again":             {note(store.JobNote{Name: "prune", FailedAt: ago(time.Minute), SucceededAt: ago(0), Problem: "failed"}), "ok   job          none of 1 fails"},
		"a job that hangs":                   {note(store.JobNote{Name: "prune", SucceededAt: ago(time.Hour), NextAt: ago(15 * time.Minute)}), "look job          prune was due 15 min ago (2026-05-04 08:45 UTC) and has not run or not ended -> restart"},
		"a job that nobody runs":             {stopped(note(store.JobNote{Name: "prune", SucceededAt: ago(time.Hour), NextAt: ago(time.Hour)})), "ok   job          none of 1 fails"},
		"a job that was to be done once":     {note(store.JobNote{Name: "catch_up", SucceededAt: ago(99 * time.Hour)}), "ok   job          none of 1 fails"},
		"long work under way":                {note(store.JobNote{Name: "catch_up", NextAt: ago(time.Hour), Step: "sessions_began, 4 of 6: 800 rows", Done: 800, Total: 2000, ProgressAt: ago(time.Minute)}), "ok   job          catch_up is under way: sessions_began, 4 of 6: 800 rows (800 of 2000)\n"},
		"an application that is away":        {untold("unreachable"), "look logout       application crm does not take that people signed out (unreachable): 2 are tried again, 3 were given up, since 2026-05-03 09:00 UTC -> look whether its backchannelLogoutUri can be reached"},
		"an application that refuses":        {untold("refused"), "-> look at its backchannelLogoutUri and its log"},
		"applications that take everything":  {func(*deployment) {}, "ok   logout       applications take what they are told"},
		"logouts that wait":                  {waits("logout", time.Hour), "-> see what is said of logout here"},
		"long work that stands still":        {note(store.JobNote{Name: "catch_up", Step: "begun", ProgressAt: ago(5 * time.Minute)}), "look job          catch_up is under way: begun; that was said 5 min ago (2026-05-04 08:55 UTC) -> read its log"},
		"long work that nobody goes on with": {stopped(note(store.JobNote{Name: "catch_up", Step: "begun", ProgressAt: ago(0)})), "look job          catch_up is under way: begun -> start latchkey serve"},
	} {
		d := well()
		d.replicas = []store.Replica{{Keys: store.Strings{"k1"}}}
		c.spoil(d)
		if text, _ := d.diagnose(t); !strings.Contains(text, c.want) {
			t.Errorf("%s: no\n%s\nin\n%s", name, c.want, text)
		}
	}
}
