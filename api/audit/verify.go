package audit

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/store"
)

// Store is what a verifier reads; *store.Store has it.
type Store interface {
	AuditChain(ctx context.Context) (store.AuditChain, error)
	AuditEnds(ctx context.Context) (store.AuditEnds, error)
	SealedEvents(ctx context.Context, after, upTo int64, most int) ([]store.SealedEvent, error)
	AuditPlaces(ctx context.Context, after string, most int) ([]store.AuditPlace, error)
	Left(ctx context.Context) ([]string, error)
}

// Verifier looks whether the chain and the events are as they were written. It reads some at a
// time, while the program serves.
type Verifier struct {
	Store Store
	Keys  Opener
	Now   func() time.Time
	Tell  func(what string, done, total int64) // after each batch
}

const (
	batch  = 1000
	lateBy = time.Hour // a row is sealed within seconds, unless nothing ran that seals
)

// Whole looks at all of it: that of the chain which retention left, then whether each event has
// a link. heads are what the program's log has of before.
func (v Verifier) Whole(ctx context.Context, heads ...Head) (Report, error) {
	w, err := v.begin(ctx, heads)
	if err == nil && w.key != nil {
		err = w.links(ctx)
	}
	if err == nil {
		err = w.events(ctx)
	}
	return w.Report, err
}

// Newest looks at so many of the newest links, and does not look for events without one.
func (v Verifier) Newest(ctx context.Context, many int64) (Report, error) {
	w, err := v.begin(ctx, nil)
	if err != nil || w.key == nil {
		return w.Report, err
	}
	if from := w.head.HeadNumber - many; from > w.at.Number {
		before, err := v.Store.SealedEvents(ctx, from-1, from, 1)
		if err != nil {
			return w.Report, err
		}
		if len(before) == 0 {
			w.add(Finding{Number: from, Problem: fmt.Sprintf("seal %d is missing", from)})
			return w.Report, nil
		}
		w.at, w.From = Head{from, before[0].Digest}, from+1
	}
	return w.Report, w.links(ctx)
}
