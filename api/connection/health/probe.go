package health

import (
	"context"
	"time"

	"latchkey/api/fault"
	"latchkey/api/job"
	"latchkey/api/store"
)

// confirmRefused records that a probe was refused, too, so that the first refusal was no
// mistake of the provider.
func (h *Health) confirmRefused(ctx context.Context, l store.LiveConnection) error {
	return h.Store.InTx(ctx, func(rows store.Rows) error {
		now := h.Now()
		if err := rows.MarkProbeRefused(ctx, l.OrganizationID, l.ID, l.VersionID, now); err != nil {
			return err
		}
		if l.Health.Health == store.HealthDegraded {
			return nil
		}
		return h.tellDegraded(ctx, rows, l, l.HealthReason, now)
	})
}

// bounds are those of work on the connections of everybody: an old and a new secret are
// tried, 8 s each.
func bounds() job.Bounds { return job.Bounds{AtOnce: 8, Within: 20 * time.Second} }

// roundSize is how many connections one statement claims for their probe.
const roundSize = 50

// Probe tries the credentials of the connections whose probe is due. A refusal confirms
// that they do not work; a success ends that, if a probe had failed before.
func (h *Health) Probe(ctx context.Context) error {
	return job.Drain(ctx, func(ctx context.Context) ([]store.LiveConnection, error) {
		return h.Store.TakeProbes(ctx, h.Now(), roundSize)
	}, func(ctx context.Context, due []store.LiveConnection) (more bool, err error) {
		return len(due) == roundSize, job.Each(ctx, due, bounds(), h.probeOne)
	})
}

// probeOne tries the credentials of one connection.
func (h *Health) probeOne(ctx context.Context, l store.LiveConnection) error {
	err := h.Applications.Probe(ctx, l)
	switch {
	case err == nil && l.ProbeFailed:
		return h.works(ctx, l)
	case err == nil:
		return nil // a probe never failed here, so its success proves nothing
	case fault.Of(err).Code == fault.SSOAppInvalid:
		return h.confirmRefused(ctx, l)
	default:
		return nil // unreachable: the next probe tries again
	}
}
