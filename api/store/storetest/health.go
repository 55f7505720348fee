package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

const window = time.Minute

// healthOf reads what is believed of a place's connection.
func (w *world) healthOf(p place) store.Health {
	w.t.Helper()
	c, err := w.db.ConnectionAt(w.t.Context(), p.ID, "google")
	w.must(err)
	return c.Health
}

func (w *world) refuse(p place, after time.Duration) store.Verdict {
	w.t.Helper()
	v, err := w.db.MarkRefused(w.t.Context(), store.CredentialsRefused{OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, Reason: "client_secret_invalid", At: noon().Add(after)}, window)
	w.must(err)
	return v
}

func health(t *testing.T, w *world) {
	ctx, at := t.Context(), func(d time.Duration) store.Time { return store.At(noon().Add(d)) }
	suspect := store.Health{
		Health: store.HealthSuspect, HealthSince: at(0), HealthReason: "client_secret_invalid", ProbeAt: at(30 * time.Second), ProbePause: 60,
	}
	degraded := suspect
	degraded.Health, degraded.HealthSince = store.HealthDegraded, at(window)
	well := store.Health{Health: store.HealthOK}

	t.Run("one refusal makes suspect, a second within the window degraded (A48)", func(t *testing.T) {
		p := w.newPlace("window")
		same(t, "first", w.refuse(p, 0), store.HealthSuspect)
		same(t, "suspect", w.healthOf(p), suspect)
		same(t, "second", w.refuse(p, window), store.HealthDegraded)
		same(t, "degraded", w.healthOf(p), degraded)
		same(t, "third", w.refuse(p, 2*window), store.HealthDegraded)
		same(t, "degraded since the same time", w.healthOf(p), degraded)
	})
	t.Run("a second refusal after the window starts a window of its own", func(t *testing.T) {
		p := w.newPlace("late")
		w.refuse(p, 0)
		same(t, "late", w.refuse(p, window+time.Microsecond), store.HealthSuspect)
		same(t, "in the new window", w.refuse(p, 2*window), store.HealthDegraded)
	})
	t.Run("a success in between starts anew", func(t *testing.T) {
		p := w.newPlace("between")
		w.refuse(p, 0)
		w.must(failed(w.db.MarkWorking(ctx, p.ID, p.google.ID, p.version.ID)))
		same(t, "well", w.healthOf(p), well)
		same(t, "refused again", w.refuse(p, time.Second), store.HealthSuspect)
	})
	t.Run("two refusals at once degrade", func(t *testing.T) {
		p := w.newPlace("at-once")
		race(t, nil, func(int) error {
			_, err := w.db.MarkRefused(ctx, store.CredentialsRefused{OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID, Reason: "r", At: noon()}, window)
			return err
		})
		same(t, "verdict", w.healthOf(p).Health, store.HealthDegraded)
	})
	t.Run("a version that is not live says nothing", func(t *testing.T) {
		p := w.newPlace("version")
		_, err := w.db.MarkRefused(ctx, store.CredentialsRefused{OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: "old", Reason: "r", At: noon()}, window)
		wants(t, "refused", err, store.ErrNotFound)
		w.refuse(p, 0)
		w.must(failed(w.db.MarkWorking(ctx, p.ID, p.google.ID, "old")))
		w.must(w.db.MarkProbeRefused(ctx, p.ID, p.google.ID, "old", noon()))
		same(t, "still suspect", w.healthOf(p), suspect)
	})
	t.Run("a refused probe confirms a suspicion and never starts one", func(t *testing.T) {
		p := w.newPlace("probe")
		w.must(w.db.MarkProbeRefused(ctx, p.ID, p.google.ID, p.version.ID, noon()))
		same(t, "well", w.healthOf(p), well)
		w.refuse(p, 0)
		w.must(w.db.MarkProbeRefused(ctx, p.ID, p.google.ID, p.version.ID, noon().Add(window)))
		want := degraded
		want.ProbeFailed = true
		same(t, "confirmed", w.healthOf(p), want)
		w.must(w.db.MarkProbeRefused(ctx, p.ID, p.google.ID, p.version.ID, noon().Add(hours(1))))
		same(t, "since the same time", w.healthOf(p), want)
		w.must(failed(w.db.MarkWorking(ctx, p.ID, p.google.ID, p.version.ID)))
		same(t, "mended", w.healthOf(p), well)
	})
	t.Run("a new secret starts anew", func(t *testing.T) {
		p := w.newPlace("reset")
		w.refuse(p, 0)
		w.must(w.db.ResetHealth(ctx, p.ID, p.google.ID))
		same(t, "well", w.healthOf(p), well)
	})
	t.Run("one start per pause tries a degraded connection", func(t *testing.T) {
		p, pause := w.newPlace("trial"), 30*time.Second
		trial := func(after time.Duration) bool {
			got, err := w.db.TakeTrial(ctx, p.ID, p.google.ID, pause, noon().Add(after))
			w.must(err)
			return got
		}
		same(t, "while well", trial(hours(1)), false)
		w.refuse(p, 0)
		same(t, "while suspect", trial(hours(1)), false)
		w.refuse(p, 0)
		same(t, "too early", trial(pause-time.Microsecond), false)
		oneWinner(t, "trial", store.ErrNotFound, func(int) error {
			got, err := w.db.TakeTrial(ctx, p.ID, p.google.ID, pause, noon().Add(pause))
			if err == nil && !got {
				err = store.ErrNotFound
			}
			return err
		})
		same(t, "again too early", trial(2*pause-time.Microsecond), false)
		same(t, "the next", trial(2*pause), true)
	})
}

func probes(t *testing.T, w *world) {
	ctx := t.Context()
	due := func(after time.Duration) []store.LiveConnection {
		t.Helper()
		got, err := w.db.TakeProbes(ctx, noon().Add(after), 50)
		w.must(err)
		return got
	}
	same(t, "nobody is in trouble", len(due(hours(1))), 0)
	w.refuse(w.acme, 0)
	w.refuse(w.globex, time.Second)
	same(t, "too early", len(due(30*time.Second-time.Microsecond)), 0)

	t.Run("of many replicas one gets a probe", func(t *testing.T) {
		oneWinner(t, "probe", store.ErrNotFound, func(int) error {
			got, err := w.db.TakeProbes(ctx, noon().Add(30*time.Second), 50)
			switch {
			case err == nil && len(got) == 0:
				return store.ErrNotFound
			case err == nil && (len(got) != 1 || got[0].ID != w.acme.google.ID || got[0].SecretSealed == ""):
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
	t.Run("the pause doubles up to a quarter of an hour", func(t *testing.T) {
		w.must(w.db.ResetHealth(ctx, w.globex.ID, w.globex.google.ID))
		after := 30 * time.Second
		for _, pause := range []int{60, 120, 240, 480, 900, 900, 900} {
			after += time.Duration(pause) * time.Second
			same(t, "too early", len(due(after-time.Microsecond)), 0)
			same(t, "due", len(due(after)), 1)
		}
	})
	t.Run("what is well, or turned off, is not probed", func(t *testing.T) {
		same(t, "acme", len(due(hours(2))), 1)
		off := w.acme.google
		off.State = store.Disabled
		w.must(w.db.UpdateConnection(ctx, off))
		same(t, "off", len(due(hours(3))), 0)
		w.must(w.db.UpdateConnection(ctx, w.acme.google))
		w.must(failed(w.db.MarkWorking(ctx, w.acme.ID, w.acme.google.ID, w.acme.version.ID)))
		same(t, "well", len(due(hours(4))), 0)
	})
}

// failed is the error of what says something else beside it.
func failed(_ bool, err error) error { return err }
