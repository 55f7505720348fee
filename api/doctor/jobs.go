package doctor

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/store"
)

// How long what runs by itself may take its time.
const (
	patience   = 15 * time.Minute // until something that waits, or does not run, is worth a look
	failsFor   = time.Hour        // until a job that fails is broken
	standsFor  = 5 * time.Minute  // until long work that says nothing stands still
	readTheLog = `read its log: lines "background work failed" say why, and carry the name as "work"`
	startIt    = "start latchkey serve: no process runs that would do it"
)

// work looks at what runs by itself: what waits, and how the jobs go.
func (d *Doctor) work(ctx context.Context, r *Report) {
	replicas, err := d.Database.Replicas(ctx, d.Now())
	if err != nil {
		unreadable(r, "job", err)
		return
	}
	runs := len(replicas) > 0
	d.queues(ctx, r, runs)
	d.jobs(ctx, r, runs)
	d.logouts(ctx, r)
}

// queues looks for what waits too long.
func (d *Doctor) queues(ctx context.Context, r *Report, runs bool) {
	const check = "queue"
	queues, err := d.Database.Queues(ctx, d.Now())
	if err != nil {
		unreadable(r, check, err)
		return
	}
	late := false
	for _, q := range queues {
		if q.Since.IsZero() || d.Now().Sub(q.Since.Time) < patience {
			continue
		}
		late = true
		r.Add(Look, check, fmt.Sprintf("%s waits since %s: %d in all, the oldest from %s", q.Queue, span(d.Now().Sub(q.Since.Time)), q.Waiting, clock(q.Since)), d.unblock(q, runs))
	}
	if !late {
		r.Add(OK, check, "nothing waits longer than "+span(patience), "")
	}
}

// unblock says what to do about a queue.
func (d *Doctor) unblock(q store.QueueState, runs bool) string {
	switch {
	case q.Queue == "mail" && d.Mail == nil:
		return "set LATCHKEY_SMTP_URL and LATCHKEY_MAIL_FROM again: this deployment sends no mail, and had written some"
	case !runs:
		return startIt
	case q.Queue == "logout":
		return "see what is said of logout here: an application does not take what it is told"
	case q.Queue == "mail":
		return `see what is said of mail here; lines "mail not sent" of the log name the problem of each`
	}
	return "see what is said of its job here; if that is well, there is more work than the processes do: add one"
}

// jobs looks for work that fails, hangs or stands still.
func (d *Doctor) jobs(ctx context.Context, r *Report, runs bool) {
	const check = "job"
	notes, err := d.Database.Jobs(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	well := 0
	for _, n := range notes {
		if n.Step != "" {
			d.progress(r, n, runs)
		}
		switch now := d.Now(); {
		case n.FailedAt.After(n.SucceededAt.Time):
			d.fails(r, n)
		case runs && !n.NextAt.IsZero() && n.Step == "" && now.Sub(n.NextAt.Time) >= patience:
			r.Add(Look, check, n.Name+" was due "+d.ago(n.NextAt)+" and has not run or not ended", "restart the process if this stays: it hangs; keep its log")
		default:
			well++
		}
	}
	if well == len(notes) {
		r.Add(OK, check, fmt.Sprintf("none of %d fails", well), "")
	}
}

// fails says since when a job does.
func (d *Doctor) fails(r *Report, n store.JobNote) {
	result, text := Look, n.Name+" fails ("+n.Problem+")"
	if n.SucceededAt.IsZero() {
		text += ", and never went well"
	} else {
		text += ", and last went well " + d.ago(n.SucceededAt)
	}
	if d.Now().Sub(n.SucceededAt.Time) >= failsFor {
		result = Fail
	}
	r.Add(result, "job", text, readTheLog)
}

// progress says how far long work is.
func (d *Doctor) progress(r *Report, n store.JobNote, runs bool) {
	text := n.Name + " is under way: " + n.Step
	if n.Total > 0 {
		text += fmt.Sprintf(" (%d of %d)", n.Done, n.Total)
	}
	switch {
	case !runs:
		r.Add(Look, "job", text, startIt)
	case d.Now().Sub(n.ProgressAt.Time) >= standsFor:
		r.Add(Look, "job", text+"; that was said "+d.ago(n.ProgressAt), readTheLog)
	default:
		r.Add(OK, "job", text, "")
	}
}

// ago says how long ago a time was, and when.
func (d *Doctor) ago(t store.Time) string {
	return fmt.Sprintf("%s ago (%s)", span(d.Now().Sub(t.Time)), clock(t))
}

func clock(t store.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// span is a duration in its two largest units.
func span(t time.Duration) string {
	switch {
	case t >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(t/day))
	case t >= time.Hour:
		return fmt.Sprintf("%d h %d min", int(t/time.Hour), int(t%time.Hour/time.Minute))
	}
	return fmt.Sprintf("%d min", int(t/time.Minute))
}
