package health

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	"latchkey/api/fault"
	"latchkey/api/job"
	"latchkey/api/store"
)

// Times of the daily check of every connection's credentials.
const (
	checkEvery = 24 * time.Hour
	checkLease = 15 * time.Minute // longer than a round of them takes
)

// checkBackoff is how long a provider that is away has until it is asked again.
func checkBackoff() job.Backoff { return job.Backoff{First: 15 * time.Minute, Last: 6 * time.Hour} }

// CheckDaily tries the credentials of the connections whose time of the day has come, so
// that a secret that expired overnight is known before people sign in. Probe confirms a
// refusal as any other; a provider that is unreachable is tried again after a pause that
// grows.
func (h *Health) CheckDaily(ctx context.Context) error {
	planned := h.planChecks(ctx)
	due, err := h.Store.TakeChecks(ctx, h.Now(), checkLease)
	if err != nil {
		return errors.Join(planned, err)
	}
	return errors.Join(planned, job.Each(ctx, due, bounds(), h.checkOne))
}

// planChecks gives a time of the day to the connections that have none yet.
func (h *Health) planChecks(ctx context.Context) error {
	unplanned, err := h.Store.UnplannedChecks(ctx)
	if err != nil {
		return err
	}
	return job.Each(ctx, unplanned, bounds(), func(ctx context.Context, id string) error {
		return h.Store.PlanCheck(ctx, id, true, nextCheck(id, h.Now()), 0)
	})
}

// checkOne tries the credentials of one connection and plans its next check.
func (h *Health) checkOne(ctx context.Context, c store.DueCheck) error {
	at, pause := nextCheck(c.ID, h.Now()), time.Duration(0)
	if err := h.Applications.Probe(ctx, c.LiveConnection); err != nil {
		switch fault.Of(err).Code {
		case fault.ProviderUnreachable, fault.ProviderUnavailable, fault.OutboundUnavailable, fault.Busy:
			pause = checkBackoff().Next(time.Duration(c.CheckPause) * time.Second)
			at = h.Now().Add(pause)
		default:
			h.Refused(ctx, c.LiveConnection, err)
		}
	}
	return h.Store.PlanCheck(ctx, c.ID, false, at, pause)
}

// nextCheck is the next time of the day of a connection. It comes from a hash of the id,
// so that the checks are spread over the day.
func nextCheck(id string, now time.Time) time.Time {
	hash := fnv.New64a()
	hash.Write([]byte(id)) // never fails
	of := time.Duration(hash.Sum64()%uint64(checkEvery/time.Second)) * time.Second
	at := now.UTC().Truncate(checkEvery).Add(of)
	if !at.After(now) {
		at = at.Add(checkEvery)
	}
	return at
}
