package signin

import (
	"context"
	"errors"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// confirmWithin is how long a refusal of the credentials waits for a second one before
// it counts as a mistake of the provider (spec "Degraded").
const confirmWithin = 60 * time.Second

// recordRefusal records that a connection does not work, if the refusal says so. A
// provider that is merely unreachable degrades nothing.
func (r *Flow) recordRefusal(ctx context.Context, l store.Live, err error) {
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
		return r.mailDegraded(ctx, rows, l, f.Reason)
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

// recordWorking records that the provider accepted the credentials, whatever is refused
// after that. So a trial sign-in ends the degraded state.
func (r *Flow) recordWorking(ctx context.Context, l store.Live) {
	if l.Health.Health == store.HealthOK {
		return
	}
	if err := r.store.MarkWorking(ctx, l.OrganizationID, l.ID, l.VersionID); err != nil {
		r.log.ErrorContext(ctx, "connection health not written", "connection", l.ID, "error", err)
	}
}

// confirmRefused records that a probe was refused, too, so that the first refusal was no
// mistake of the provider.
func (r *Flow) confirmRefused(ctx context.Context, l store.Live) error {
	return r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.MarkProbeRefused(ctx, l.OrganizationID, l.ID, l.VersionID, r.now()); err != nil {
			return err
		}
		if l.Health.Health == store.HealthDegraded {
			return nil
		}
		return r.mailDegraded(ctx, rows, l, l.HealthReason)
	})
}

// Probe tries the credentials of the connections whose probe is due. A refusal confirms
// that they do not work; a success ends that, if a probe had failed before.
func (r *Flow) Probe(ctx context.Context) error {
	var failed []error
	for {
		due, err := r.store.TakeProbes(ctx, r.now(), roundSize)
		failed = append(failed, err, forEach(ctx, due, r.probeOne))
		if err != nil || len(due) < roundSize {
			return errors.Join(failed...)
		}
	}
}

// probeOne tries the credentials of one connection.
func (r *Flow) probeOne(ctx context.Context, l store.Live) error {
	err := r.probe(ctx, l)
	switch {
	case err == nil && l.ProbeFailed:
		return r.store.MarkWorking(ctx, l.OrganizationID, l.ID, l.VersionID)
	case err == nil:
		return nil // a probe never failed here, so its success proves nothing
	case fault.Of(err).Code == fault.SSOAppInvalid:
		return r.confirmRefused(ctx, l)
	default:
		return nil // unreachable: the next probe tries again
	}
}

// probe tries the credentials as a sign-in would: during a rotation either secret may
// work. A probe does not count as a use of the old one.
func (r *Flow) probe(ctx context.Context, l store.Live) error {
	app, err := r.openApplication(l)
	if err != nil {
		return err
	}
	err = r.idp.Probe(ctx, app)
	if old, open := r.withOldSecret(ctx, l, app, err); open {
		if again := r.idp.Probe(ctx, old); again == nil {
			return nil
		}
	}
	return err
}
