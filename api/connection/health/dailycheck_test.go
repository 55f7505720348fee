package health_test

import (
	"context"
	"testing"
	"time"

	"latchkey/api/connection/health"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// checked runs the daily work and says how many probes the provider got.
func (r *rig) checked(after time.Duration) int {
	r.T.Helper()
	tokens := func() int {
		return r.IDP.Hits("/google/token") + r.IDP.Hits("/microsoft/organizations/oauth2/v2.0/token")
	}
	before := tokens()
	r.Clock.Add(after)
	r.Must(r.Health.CheckDaily(r.T.Context()))
	return tokens() - before
}

// Every connection that is on is tried once a day, at an hour of its own.
func TestDailyCheck(t *testing.T) {
	onBoth(t, func(r *rig) {
		if n := r.checked(0); n != 0 {
			r.T.Errorf("%d probes before they have their hour", n)
		}
		n := 0
		for range 24 {
			n += r.checked(time.Hour)
		}
		if n != 2 {
			r.T.Errorf("%d probes of two connections in a day", n)
		}
		r.Change("microsoft", func(c *store.Connection) { c.State = store.Disabled })
		for n = 0; r.Clock.Now().Before(time.Date(2026, 5, 7, 9, 0, 0, 0, time.UTC)); {
			n += r.checked(time.Hour)
		}
		if n != 2 {
			r.T.Errorf("%d probes of one connection in two days", n)
		}
		r.Believed(store.HealthOK)
	})
}

// A secret that expired overnight is suspected, then confirmed by the probe that
// confirms every other refusal; a rotation's old secret keeps it from that.
func TestDailyCheckFindsABadSecret(t *testing.T) {
	day := func(r *rig) {
		r.checked(0)
		r.checked(25 * time.Hour)
	}
	r := onOne(t)
	r.BreakSecret()
	day(r)
	r.Believed(store.HealthSuspect)
	r.Clock.Add(30 * time.Second)
	r.Must(r.Health.Probe(t.Context()))
	r.Believed(store.HealthDegraded)
	if n := r.checked(25 * time.Hour); n != 1 { // Microsoft's; what is in trouble has its own probes
		t.Errorf("%d probes", n)
	}

	r = onOne(t)
	r.Rotate(48 * time.Hour)
	day(r)
	r.Believed(store.HealthOK)
	if !r.FallbackUsed().IsZero() {
		t.Error("a probe is no use of the old secret")
	}
}

// A provider that is away is asked again after 15 minutes, doubling to 6 hours.
func TestDailyCheckBacksOff(t *testing.T) {
	r := onOne(t)
	r.Change("microsoft", func(c *store.Connection) { c.State = store.Disabled })
	r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.Body(503, "text/plain", "") })
	r.checked(0)
	if n := r.checked(24 * time.Hour); n != 1 {
		t.Fatalf("%d probes", n)
	}
	for _, minutes := range []time.Duration{15, 30, 60, 120, 240, 360, 360} {
		if n := r.checked(minutes*time.Minute - time.Second); n != 0 {
			t.Errorf("%d probes before %d minutes", n, minutes)
		}
		if n := r.checked(time.Second); n != 1 {
			t.Errorf("%d probes after %d minutes", n, minutes)
		}
	}
	r.Believed(store.HealthOK)
	r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = nil })
	if n := r.checked(6 * time.Hour); n != 1 {
		t.Errorf("%d probes", n)
	}
	if n := r.checked(15 * time.Minute); n > 1 { // its hour of the day may be near
		t.Errorf("%d probes after it came back", n)
	}
}

// What a process had taken when it ended is checked a quarter of an hour later, not a
// day.
func TestADailyCheckThatWasBrokenOffIsTakenAgain(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Change("microsoft", func(c *store.Connection) { c.State = store.Disabled })
		r.checked(0)
		r.Clock.Add(24 * time.Hour)
		ctx, end := context.WithCancel(r.T.Context())
		r.IDP.Script(func(s *idptest.Script) { s.Discovery = func(map[string]any) { end() } })
		if err := r.Health.CheckDaily(ctx); err == nil {
			r.T.Fatal("it was not broken off")
		}
		r.IDP.Script(func(s *idptest.Script) { s.Discovery = nil })
		if n := r.checked(15*time.Minute - time.Microsecond); n != 0 {
			r.T.Errorf("%d probes while another may be at it", n)
		}
		if n := r.checked(time.Microsecond); n != 1 {
			r.T.Errorf("%d probes of what was broken off", n)
		}
	})
}

// One by one over the day: the hours of many ids differ.
func TestDailyChecksAreSpread(t *testing.T) {
	now, hours := time.Date(2026, 5, 4, 9, 30, 0, 0, time.UTC), map[int]int{}
	for range 2400 {
		at := health.NextCheck(secret.NewID(), now)
		if !at.After(now) || at.After(now.Add(24*time.Hour)) {
			t.Fatalf("at %v", at)
		}
		hours[at.Hour()]++
	}
	for hour := range 24 {
		if hours[hour] < 50 || hours[hour] > 170 {
			t.Errorf("%d of 2400 at hour %d", hours[hour], hour)
		}
	}
}
