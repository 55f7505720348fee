package audit_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/audit"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

type storeEvent = store.AuditEvent

// numbers are the links that there are, with their events.
func (w *world) numbers() map[string]int64 {
	w.t.Helper()
	var rows []struct {
		Number  int64  `db:"number"`
		EventID string `db:"event_id"`
	}
	w.must(w.raw.Select(&rows, `SELECT number, event_id FROM audit_seals`))
	all := map[string]int64{}
	for _, r := range rows {
		all[r.EventID] = r.Number
	}
	return all
}

// Whoever commits late is sealed after those who wrote later; nothing is sealed twice.
func TestEventsAreSealedInTheOrderOfTheirTimesAsTheyCome(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(5)
		w.seal()
		w.seal()
		late := storetest.AuditEvent(w.acme.ID, "operator", "user.changed", "usr_2", w.now.Add(-3*time.Second))
		w.must(w.db.AddAuditEvents(t.Context(), []store.AuditEvent{late}))
		w.does(1)
		w.seal()
		w.hand(`INSERT INTO audit_unsealed (event_id, at) VALUES (?, 1), ('none', 2)`, w.events[0].ID) // as the fill of an upgrade may
		w.seal()
		got := w.numbers()
		want := map[string]int64{late.ID: 6, w.events[5].ID: 7}
		for n := range 5 {
			want[w.events[n].ID] = int64(n + 1)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("sealed %v, want %v", got, want)
		}
		r := w.verify(w.head())
		w.wantsNothing(r)
		if r.Sealed != 7 || r.Events != 7 || r.Waiting != 0 || !r.Complete || r.Late != 0 || r.Head != w.head().String() || w.head().Number != 7 {
			t.Errorf("%+v", r)
		}
	})
}

// Processes that seal at once, while people change things, make one chain.
func TestSealersAtOnceMakeOneChain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(1)
		var all sync.WaitGroup
		for range 4 {
			s := &audit.Sealer{Store: w.db, Keys: w.ring, Log: discard(), Now: time.Now}
			all.Go(func() {
				for range 10 {
					if err := s.Seal(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 40 {
			e := storetest.AuditEvent(w.acme.ID, "operator", "user.changed", "usr_1", time.Now())
			w.must(w.db.AddAuditEvent(t.Context(), e))
		}
		all.Wait()
		w.seal()
		w.now = time.Now()
		r := w.verify()
		w.wantsNothing(r)
		if r.Sealed != 41 || r.Events != 41 {
			t.Errorf("%+v", r)
		}
	})
}

// More than one batch of each, and of what was there before there were seals.
func TestAChainOfManyIsWalked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(2)
		w.hand(`DELETE FROM audit_unsealed`)
		if r := w.verify(); r.Bad != 2 {
			t.Errorf("events that nobody sealed: %+v", r)
		}
		w.hand(`DELETE FROM later_steps WHERE name = ?`, store.AuditUnsealedFilled)
		if r := w.verify(); r.Bad != 0 || r.Complete {
			t.Errorf("before they are queued: %+v", r)
		}
		w.must(w.db.CatchUp(t.Context(), func(string) {}))
		var more []store.AuditEvent
		for range 2400 {
			w.now = w.now.Add(time.Second)
			more = append(more, storetest.AuditEvent(w.acme.ID, "operator", "user.changed", "usr_1", w.now))
		}
		for some := range slices.Chunk(more, 200) {
			w.must(w.db.AddAuditEvents(t.Context(), some))
		}
		w.seal()
		var told []string
		v := w.verifier()
		v.Tell = func(what string, done, total int64) { told = append(told, fmt.Sprint(what, " ", done, " ", total)) }
		r, err := v.Whole(t.Context())
		w.must(err)
		w.wantsNothing(r)
		if r.Sealed != 2402 || r.Events != 2402 || len(told) != 6 || told[2] != "seals 2402 2402" {
			t.Errorf("%+v, told %v", r, told)
		}
		w.hand(`DELETE FROM audit_events WHERE id = ?`, more[1500].ID)
		w.wantsFirst(w.verify(), 1503, more[1500].ID, "deleted")
		newest, err := w.verifier().Newest(t.Context(), 2000)
		w.must(err)
		w.wantsFirst(newest, 1503, more[1500].ID, "deleted")
		if newest.Sealed != 2000 || newest.From != 403 {
			t.Errorf("newest: %+v", newest)
		}
		newest, err = w.verifier().Newest(t.Context(), 800)
		w.must(err)
		w.wantsNothing(newest)
	})
}

// An encryption key is changed: the chain goes on under the same key of its own.
func TestTheChainOutlivesAnEncryptionKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(2)
		w.seal()
		first := w.head()
		both := ring(t, "k2", "k1")
		at := slices.IndexFunc(store.SealedColumns(), func(c store.SealedColumn) bool { return c.String() == "audit_chain.sealed" })
		column := store.SealedColumns()[at]
		rows, err := w.db.SealedByOthers(t.Context(), column, "k2", "", w.now, 9)
		w.must(err)
		value, err := both.OpenRow(column.Place(rows[0]), rows[0].Sealed)
		w.must(err)
		if ok, err := w.db.Reseal(t.Context(), column, rows[0], both.SealRow(column.Place(rows[0]), value)); !ok || err != nil {
			t.Fatal(ok, err)
		}
		w.ring = ring(t, "k2")
		w.does(2)
		w.seal()
		w.wantsNothing(w.verify(first, w.head()))
	})
}
