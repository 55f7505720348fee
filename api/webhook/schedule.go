package webhook

import (
	"net/http"
	"strconv"
	"time"

	"latchkey/api/store"
)

// pauses are how long a message waits that did not arrive: after the first try, the second
// and so on. After the last try it is given up.
var pauses = [...]time.Duration{ //nolint:gochecknoglobals // read, never written
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// Bounds of patience.
const (
	offAfter  = 5 * 24 * time.Hour // without anything that arrived
	longestOf = 24 * time.Hour     // that an answer may ask for
	busyPause = time.Minute        // for one that is busy and does not say how long
	awayPause = 30 * time.Second   // for one that cannot be reached
)

// result is how a try ended.
type result struct {
	status  int    // 0: no answer
	problem string // why there was none
	retry   string // the header Retry-After
	took    time.Duration
}

func (r result) delivered() bool { return r.status >= 200 && r.status < 300 }

// gone says that the other side wants nothing any more.
func (r result) gone() bool { return r.status == http.StatusGone }

// after is what a delivery is after a try. Spread, from -1 to 1, is part of a tenth of the
// pause, so that not all come back at once.
func after(d store.Delivery, r result, now time.Time, spread float64) store.Delivery {
	d.Attempts = append(d.Attempts[:len(d.Attempts):len(d.Attempts)], store.DeliveryAttempt{
		At: now.UTC(), Status: r.status, Problem: r.problem, Micros: r.took.Microseconds(),
	})
	d.Tries++
	switch {
	case r.delivered():
		d.State, d.DueAt, d.FinishedAt = store.DeliveryDelivered, store.Time{}, store.At(now)
	case int(d.Tries) > len(pauses):
		d.State, d.DueAt, d.FinishedAt = store.DeliveryFailed, store.Time{}, store.At(now)
	default:
		pause := pauses[d.Tries-1]
		pause += time.Duration(spread * float64(pause) / 10)
		d.DueAt = store.At(now.Add(max(pause, asked(r, now))))
	}
	return d
}

// pauseOf is how long a webhook gets nothing after a try; 0 is not at all.
func pauseOf(r result, now time.Time) time.Duration {
	switch {
	case r.status == 0:
		return awayPause
	case isBusy(r.status):
		return max(busyPause, asked(r, now))
	}
	return 0
}

// isBusy says that the other side wants to be asked later.
func isBusy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// asked is how long the answer of one that is busy asks to wait, in seconds or until a date.
func asked(r result, now time.Time) time.Duration {
	if !isBusy(r.status) || r.retry == "" {
		return 0
	}
	if seconds, err := strconv.Atoi(r.retry); err == nil {
		return min(max(time.Duration(min(seconds, 1<<20))*time.Second, 0), longestOf)
	}
	if at, err := http.ParseTime(r.retry); err == nil {
		return min(max(at.Sub(now), 0), longestOf)
	}
	return 0
}

// turnsOff is why a webhook is turned off after a try, since when nothing arrived; "" if not.
func turnsOff(r result, since store.Time, now time.Time) string {
	switch {
	case r.gone():
		return store.WebhookGone
	case !r.delivered() && !since.IsZero() && now.Sub(since.Time) >= offAfter:
		return store.WebhookFailing
	}
	return ""
}
