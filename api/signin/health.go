package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// confirmWithin is how long a refusal of the credentials waits for a second one
// before it counts as a slip of the provider (spec "Degraded").
const confirmWithin = 60 * time.Second

// noteRefusal remembers that an application does not work, if that is what a
// refusal says. A provider that is merely unreachable degrades nothing.
func (r *Flow) noteRefusal(ctx context.Context, l store.Live, err error) {
	f := fault.Of(err)
	if f.Code != fault.SSOAppInvalid || l.ID == "" {
		return
	}
	var verdict store.Verdict
	err = r.store.InTx(ctx, func(rows store.Rows) (err error) {
		verdict, err = rows.MarkRefused(ctx, l.OrganizationID, l.ID, l.VersionID, f.Reason, confirmWithin, r.now())
		if err != nil || verdict != store.HealthDegraded || l.Health.Health == store.HealthDegraded {
			return err
		}
		return r.tellDegraded(ctx, rows, l, f.Reason)
	})
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) { // not found: the version is no longer live
			r.log.ErrorContext(ctx, "connection health not written", "connection", l.ID, "error", err)
		}
		return
	}
	if verdict == store.HealthDegraded && l.Health.Health != store.HealthDegraded {
		r.log.WarnContext(ctx, "connection degraded", "organization", l.OrganizationID, "connection", l.ID,
			"provider", l.Provider, "reason", f.Reason)
	}
}

// noteWorking remembers that the provider took the credentials, whoever the
// person turns out to be and whatever is wrong with what it gave: so a trial ends
// the degraded state.
func (r *Flow) noteWorking(ctx context.Context, l store.Live) {
	if l.Health.Health == store.HealthOK {
		return
	}
	if err := r.store.MarkWorking(ctx, l.OrganizationID, l.ID, l.VersionID); err != nil {
		r.log.ErrorContext(ctx, "connection health not written", "connection", l.ID, "error", err)
	}
}

// confirmRefused: a probe was refused as well, so it is no slip.
func (r *Flow) confirmRefused(ctx context.Context, l store.Live) error {
	return r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.MarkProbeRefused(ctx, l.OrganizationID, l.ID, l.VersionID, r.now()); err != nil {
			return err
		}
		if l.Health.Health == store.HealthDegraded {
			return nil
		}
		return r.tellDegraded(ctx, rows, l, l.HealthReason)
	})
}

// Probe tries the credentials of the applications in trouble whose time has
// come: a refusal confirms, a success mends where a probe had failed before.
func (r *Flow) Probe(ctx context.Context) error {
	var failed []error
	for {
		due, err := r.store.TakeProbes(ctx, r.now(), roundSize)
		failed = append(failed, err, each(ctx, due, r.probeOne))
		if err != nil || len(due) < roundSize {
			return errors.Join(failed...)
		}
	}
}

func (r *Flow) probeOne(ctx context.Context, l store.Live) error {
	err := r.probe(ctx, l)
	switch {
	case err == nil && l.ProbeFailed:
		return r.store.MarkWorking(ctx, l.OrganizationID, l.ID, l.VersionID)
	case err == nil:
		return nil // this kind of probe never failed here, so its success proves nothing
	case fault.Of(err).Code == fault.SSOAppInvalid:
		return r.confirmRefused(ctx, l)
	default:
		return nil // unreachable: ask again at the next probe
	}
}
