package reencrypt

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Work is one run.
type Work struct {
	Store Store
	Ring  *secret.Ring // the key that seals is its first
	Now   func() time.Time
	Tell  func(Progress) // after each batch
}

// Store is what is read and written; *store.Store has it.
type Store interface {
	Replicas(ctx context.Context, now time.Time) ([]store.Replica, error)
	CountSealedByOthers(ctx context.Context, c store.SealedColumn, key string) (int64, error)
	SealedByOthers(ctx context.Context, c store.SealedColumn, key, after string, now time.Time, most int) ([]store.SealedRow, error)
	Reseal(ctx context.Context, c store.SealedColumn, was store.SealedRow, sealed string) (bool, error)
}

// Progress is how far a column is.
type Progress struct {
	Column      string
	Done, Total int64
}

// Result is what was done, and what is left.
type Result struct {
	Resealed int64
	Left     int64    // values that other keys sealed meanwhile, or whose key is gone and that nobody needs
	Damaged  []string // "column id" of values that somebody needs and no key opens
}

const (
	batch  = 200 // values between two looks at the other processes
	passes = 3   // over everything, while others write
)

// Do seals everything anew. It may be broken off at any time, and run again. It stops when
// a process runs that has not got the key, which could not open what is sealed with it.
func (w Work) Do(ctx context.Context) (Result, error) {
	var r Result
	for range passes {
		var missed int64
		r.Damaged, r.Left = nil, 0
		for _, c := range store.SealedColumns() {
			n, err := w.column(ctx, c, &r)
			if err != nil {
				return r, fmt.Errorf("re-encrypt %s: %w", c, err)
			}
			missed += n
		}
		if missed == 0 {
			break
		}
	}
	for _, c := range store.SealedColumns() {
		n, err := w.Store.CountSealedByOthers(ctx, c, w.Ring.Seals())
		if err != nil {
			return r, fmt.Errorf("count what is left of %s: %w", c, err)
		}
		r.Left += n
	}
	r.Left -= int64(len(r.Damaged))
	return r, nil
}

// column goes through a column once, and says how many values others changed under it.
func (w Work) column(ctx context.Context, c store.SealedColumn, r *Result) (missed int64, err error) {
	key := w.Ring.Seals()
	total, err := w.Store.CountSealedByOthers(ctx, c, key)
	if err != nil {
		return 0, err
	}
	done, after := int64(0), ""
	for {
		if err := w.everyProcessHas(ctx, key); err != nil {
			return missed, err
		}
		rows, err := w.Store.SealedByOthers(ctx, c, key, after, w.Now(), batch)
		if err != nil || len(rows) == 0 {
			return missed, err
		}
		for _, row := range rows {
			changed, err := w.value(ctx, c, row, r)
			if err != nil {
				return missed, err
			}
			if changed {
				missed++
			}
		}
		done, after = done+int64(len(rows)), rows[len(rows)-1].ID
		w.Tell(Progress{Column: c.String(), Done: done, Total: max(done, total)})
	}
}

// value seals one value anew; changed if somebody else wrote it meanwhile. One that does
// not open is left as it is: its owner has to enter it again, and nobody else.
func (w Work) value(ctx context.Context, c store.SealedColumn, row store.SealedRow, r *Result) (changed bool, err error) {
	place := c.Place(row)
	value, err := w.Ring.OpenRow(place, row.Sealed)
	if err != nil {
		if row.Needed {
			r.Damaged = append(r.Damaged, c.String()+" "+row.ID)
		}
		return false, nil
	}
	written, err := w.Store.Reseal(ctx, c, row, w.Ring.SealRow(place, value))
	if written {
		r.Resealed++
	}
	return !written, err
}

// everyProcessHas refuses a key that not every running process can open.
func (w Work) everyProcessHas(ctx context.Context, key string) error {
	replicas, err := w.Store.Replicas(ctx, w.Now())
	if err != nil {
		return fmt.Errorf("list the processes: %w", err)
	}
	lack := 0
	for _, p := range replicas {
		if !p.Has(key) {
			lack++
		}
	}
	if lack > 0 {
		return fmt.Errorf("%d of %d running processes lack the encryption key %s, which stands first here: restart them with the same keys, then run this again", lack, len(replicas), key)
	}
	return nil
}
