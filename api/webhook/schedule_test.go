package webhook

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"latchkey/api/store"
)

func at() time.Time { return time.Date(2026, 11, 9, 9, 14, 0, 0, time.UTC) }

// The standard's own library takes what we sign, by either secret while there are two, and
// nothing that was changed.
func TestTheStandardTakesOurSignatures(t *testing.T) {
	old, is, body, now := newSecret(), newSecret(), []byte(`{"type":"user.created"}`), time.Now()
	if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(is, secretStart)); err != nil || len(raw) != secretSize || is == old {
		t.Fatalf("the secret is %d bytes, %v", len(raw), err)
	}
	signature, err := sign("msg_1", now, body, is, old)
	if err != nil {
		t.Fatal(err)
	}
	headers := http.Header{
		"Webhook-Id": {"msg_1"}, "Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)}, "Webhook-Signature": {signature},
	}
	for name, c := range map[string]struct {
		secret string
		body   []byte
		taken  bool
	}{
		"the new secret": {is, body, true}, "the old one": {old, body, true}, "another": {newSecret(), body, false}, "another body": {is, []byte(`{}`), false},
	} {
		hook, err := standard.NewWebhook(c.secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := hook.Verify(c.body, headers); (err == nil) != c.taken {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhenATryIsRepeated(t *testing.T) {
	d, now := store.Delivery{State: store.DeliveryWaiting}, at()
	for n, want := range pauses {
		for spread, share := range map[float64]float64{-1: 0.9, 0: 1, 1: 1.1} {
			next := after(d, result{status: 500}, now, spread)
			if got := next.DueAt.Sub(now); got != time.Duration(float64(want)*share).Truncate(time.Microsecond) || next.State != store.DeliveryWaiting {
				t.Errorf("after try %d: %s, %s", n+1, got, next.State)
			}
		}
		d = after(d, result{problem: "timeout", took: 15 * time.Second}, now, 0)
	}
	last := after(d, result{status: 500}, now, 0)
	if last.State != store.DeliveryFailed || !last.DueAt.IsZero() || last.FinishedAt.IsZero() || len(last.Attempts) != len(pauses)+1 {
		t.Errorf("after the last try: %+v", last)
	}
	for _, status := range []int{200, 202, 204, 299} {
		if got := after(d, result{status: status}, now, 0); got.State != store.DeliveryDelivered || !got.DueAt.IsZero() {
			t.Errorf("%d: %+v", status, got)
		}
	}
	if got := after(store.Delivery{}, result{status: 302}, now, 0); got.DueAt.IsZero() {
		t.Error("a redirect arrived")
	}
}

func TestHowLongOneThatIsBusyIsLeftAlone(t *testing.T) {
	now := at()
	for name, c := range map[string]struct {
		r     result
		pause time.Duration // of the webhook
		next  time.Duration // of the delivery
	}{
		"it says seconds":                {result{status: 429, retry: "600"}, 10 * time.Minute, 10 * time.Minute},
		"it says when":                   {result{status: 503, retry: now.Add(time.Hour).Format(http.TimeFormat)}, time.Hour, time.Hour},
		"it says too long":               {result{status: 503, retry: "99999999999"}, longestOf, longestOf},
		"it says nothing":                {result{status: 504}, busyPause, 5 * time.Second},
		"it says nonsense":               {result{status: 502, retry: "soon"}, busyPause, 5 * time.Second},
		"it is past":                     {result{status: 502, retry: "-5"}, busyPause, 5 * time.Second},
		"one that is broken may not":     {result{status: 500, retry: "600"}, 0, 5 * time.Second},
		"one that cannot be reached":     {result{problem: "timeout"}, awayPause, 5 * time.Second},
		"what arrives makes nobody wait": {result{status: 200, retry: "600"}, 0, 0},
	} {
		if got := pauseOf(c.r, now); got != c.pause {
			t.Errorf("%s: the webhook waits %s", name, got)
		}
		if got := after(store.Delivery{}, c.r, now, 0); c.next > 0 && got.DueAt.Sub(now) != c.next {
			t.Errorf("%s: the delivery waits %s", name, got.DueAt.Sub(now))
		}
	}
}

func TestWhenAWebhookIsTurnedOff(t *testing.T) {
	now := at()
	since := func(ago time.Duration) store.Time { return store.At(now.Add(-ago)) }
	for name, c := range map[string]struct {
		r     result
		since store.Time
		want  string
	}{
		"it is gone":                 {result{status: 410}, store.Time{}, store.WebhookGone},
		"it fails":                   {result{status: 500}, since(time.Hour), ""},
		"it fails for five days":     {result{status: 500}, since(offAfter), store.WebhookFailing},
		"it is away for five days":   {result{problem: "dns"}, since(offAfter), store.WebhookFailing},
		"almost":                     {result{problem: "dns"}, since(offAfter - time.Second), ""},
		"something arrives at last":  {result{status: 200}, since(offAfter), ""},
		"not found is a failure too": {result{status: 404}, store.Time{}, ""},
	} {
		if got := turnsOff(c.r, c.since, now); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
