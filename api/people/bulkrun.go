package people

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/job"
	"latchkey/api/store"
)

// Bounds of the work. A batch is a transaction, which has the organization locked: others
// who change it wait for one batch at most.
const (
	bulkAtOnce  = 4
	bulkBatch   = 25
	bulkBatches = 40 // of one change, then others have their turn
	bulkLease   = 2 * time.Minute
	bulkWithin  = 90 * time.Second
	batchWithin = 30 * time.Second // nobody waits for it: a slow database makes it slow, and never stops it
)

// How a change ends.
const (
	bulkFinished = "finished"
	bulkStopped  = "stopped" // whoever began it may not go on
)

// RunBulk works on the changes of many people that are due, until none is or ctx ends. Who is
// done and how far the change is are written together, so that a process that ends at any
// time does nobody twice.
func (p *People) RunBulk(ctx context.Context) error {
	return job.Drain(ctx, func(ctx context.Context) ([]store.BulkChange, error) {
		now := p.Now()
		due, err := p.Store.TakeBulkChanges(ctx, now, now.Add(bulkLease), bulkAtOnce)
		if err != nil {
			return nil, fmt.Errorf("take changes of many people: %w", err)
		}
		return due, nil
	}, func(_ context.Context, due []store.BulkChange) (bool, error) {
		return true, job.Each(context.WithoutCancel(ctx), due, job.Bounds{AtOnce: bulkAtOnce, Within: bulkWithin}, func(within context.Context, b store.BulkChange) error {
			return p.runBulk(within, b, ctx.Done())
		})
	})
}

// runBulk does some batches of a change, and gives it back if it has not ended.
func (p *People) runBulk(ctx context.Context, b store.BulkChange, stop <-chan struct{}) error {
	for batch := 1; b.EndedHow == ""; batch++ {
		last := batch == bulkBatches
		select {
		case <-stop:
			last = true
		default:
		}
		err := p.batchOf(store.Within(ctx, batchWithin), &b, last)
		if errors.Is(err, store.ErrNotFound) {
			return nil // it was cancelled, or somebody else has it
		}
		if err != nil {
			return fmt.Errorf("change many people: %w", err)
		}
		job.Report(ctx, job.Progress{Step: b.Action, Done: b.Done, Total: b.Total})
		if last {
			return nil
		}
	}
	return nil
}

// batchOf does the next people of a change; after the last batch it is due again at once.
func (p *People) batchOf(ctx context.Context, b *store.BulkChange, last bool) error {
	by := change.Actor{OrganizationID: b.OrganizationID, ID: b.MadeBy}
	if b.Confirmed { // when it began: a change of many people takes longer than that holds
		by.Recent = func(context.Context, store.Rows) error { return nil }
	}
	is := *b
	err := p.changes.Locked(ctx, by, func(tx change.Tx) error {
		is = *b
		is.Outcomes = store.Counts{}
		for outcome, n := range b.Outcomes {
			is.Outcomes[outcome] = n
		}
		if err := tx.HoldBulkChange(ctx, is); err != nil {
			return err
		}
		is.DueAt = store.At(tx.At.Add(bulkLease))
		if last {
			is.DueAt = store.At(tx.At)
		}
		if err := p.nextBulk(ctx, tx, &is); err != nil {
			return err
		}
		if is.EndedHow != "" {
			is.DueAt, is.EndedAt = store.Time{}, store.At(tx.At)
		}
		return tx.MoveBulkChange(ctx, is)
	})
	if err == nil {
		*b = is
	}
	return err
}

// nextBulk does the next people of a change that is held, and notes how it ended with them.
func (p *People) nextBulk(ctx context.Context, tx change.Tx, b *store.BulkChange) error {
	creators, err := tx.UsersByID(ctx, b.OrganizationID, []string{b.MadeBy})
	if err != nil {
		return fmt.Errorf("read who began: %w", err)
	}
	if len(creators) == 0 || !creators[0].Governs() {
		b.EndedHow = bulkStopped
		return nil
	}
	ids, err := tx.NextBulkPeople(ctx, *b, bulkBatch)
	if err != nil {
		return fmt.Errorf("list the next people: %w", err)
	}
	// Mails to many are due as far apart as if the first had been due at the beginning.
	wait := max(0, time.Duration(b.Done)*mailsApart-tx.At.Sub(b.CreatedAt.Time))
	outcomes, err := p.applyBulk(ctx, tx, BulkOrder{Action: BulkAction(b.Action), Role: b.Role, wait: wait}, ids)
	if err != nil {
		return err
	}
	alike := map[string][]string{}
	for i, id := range ids {
		alike[outcomes[i]] = append(alike[outcomes[i]], id)
		b.Outcomes[outcomes[i]]++
		b.Position = id
	}
	for outcome, ids := range alike {
		if err := tx.NoteBulkPeople(ctx, *b, outcome, ids); err != nil {
			return fmt.Errorf("note how it ended: %w", err)
		}
	}
	b.Done += int64(len(ids))
	if len(ids) < bulkBatch {
		b.EndedHow = bulkFinished
	}
	return nil
}
