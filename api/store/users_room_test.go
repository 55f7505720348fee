package store_test

import (
	"errors"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A chunk of an import has more of SQLite's pages at hand while it writes, and no longer: a
// connection of the pool that kept them would hold 16 MB for each.
func TestWhatWritesAllOverHasRoom(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	failed := errors.New("failed")
	for name, want := range map[string]error{"done": nil, "failed": failed} {
		var before, within, after int
		err := db.InTx(t.Context(), func(rows store.Rows) error {
			cache := func(into *int) error { return rows.Peek(t.Context(), into, `PRAGMA cache_size`) }
			if err := cache(&before); err != nil {
				return err
			}
			err := rows.WithRoom(t.Context(), func() error { return errors.Join(cache(&within), want) })
			return errors.Join(err, cache(&after))
		})
		if !errors.Is(err, want) || within != -16000 || before == within || after != before {
			t.Errorf("%s: %d, then %d, then %d, %v", name, before, within, after, err)
		}
	}
}
