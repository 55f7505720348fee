package audit_test

import (
	"testing"
	"time"

	"latchkey/api/store"
)

func (w *world) prune() {
	w.t.Helper()
	w.must(w.sealer().Prune(w.t.Context()))
	w.must(w.db.Prune(w.t.Context(), w.now))
}

func (w *world) count(query string) (n int) {
	w.t.Helper()
	w.must(w.raw.Get(&n, query))
	return n
}

// Retention takes events of each organization after its own days, and links from the old end alone.
func TestRetentionKeepsTheChain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hand(`UPDATE organizations SET audit_days = 400 WHERE id = ?`, w.globex.ID)
		w.does(700) // acme, globex, acme, globex …
		w.seal()
		first := w.head()
		w.now = w.now.Add(200 * day)
		w.does(10)
		w.seal()
		w.prune()
		if n := w.count(`SELECT COUNT(*) FROM audit_events`); n != 360 {
			t.Errorf("%d events are left", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_seals`); n != 709 { // the first of acme alone is not behind one of globex
			t.Errorf("%d links are left", n)
		}
		r := w.verify(first, w.head())
		w.wantsNothing(r)
		if r.From != 2 || r.Sealed != 709 || r.Taken != 349 || r.Events != 360 {
			t.Errorf("%+v", r)
		}
		w.hand(`UPDATE organizations SET audit_days = 3650`) // what was taken by the days of before stays so
		w.wantsNothing(w.verify())
		w.hand(`UPDATE organizations SET audit_days = 200`)
		w.now = w.now.Add(100 * day)
		w.prune()
		if n := w.count(`SELECT COUNT(*) FROM audit_seals`); n != 10 {
			t.Errorf("%d links are left", n)
		}
		w.wantsNothing(w.verify(first, w.head()))
		w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[705].ID)
		w.wantsFirst(w.verify(), 706, w.events[705].ID, "deleted")
		w.now = w.now.Add(300 * day)
		w.prune()
		w.wantsNothing(w.verify(w.head()))
		if links, events := w.count(`SELECT COUNT(*) FROM audit_seals`), w.count(`SELECT COUNT(*) FROM audit_events`); links+events != 0 {
			t.Errorf("%d links and %d events are left", links, events)
		}
		w.does(1)
		w.seal()
		w.wantsNothing(w.verify(w.head()))
	})
}

// Beside a program of before there were seals, which deletes and writes as it did.
func TestRetentionOfAnOlderProgram(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(6)
		w.seal()
		w.now = w.now.Add(190 * day)
		w.does(2)
		w.hand(`DELETE FROM audit_events WHERE at < ?`, store.At(w.now.Add(-180*day)))
		w.wantsNothing(w.verify())
		w.prune()
		w.seal()
		w.hand(`UPDATE organizations SET audit_days = 3650`)
		r := w.verify()
		w.wantsNothing(r)
		if r.From != 7 || r.Sealed != 2 {
			t.Errorf("%+v", r)
		}
	})
}

// Days that only a hand can have written shorten nothing; a link with a mark of somebody else stays.
func TestRetentionTakesNoHandsWord(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(6)
		w.hand(`INSERT INTO audit_events SELECT 'unsealed', organization_id, at, actor, action, subject, detail, actor_name, subject_name FROM audit_events WHERE id = ?`, w.events[0].ID)
		w.hand(`DELETE FROM audit_unsealed WHERE event_id = 'unsealed'`)
		w.seal()
		w.hand(`UPDATE organizations SET audit_days = -100`)
		w.hand(`UPDATE audit_seals SET gone = digest WHERE number < 3`)
		w.now = w.now.Add(time.Hour)
		w.prune()
		if links, events := w.count(`SELECT COUNT(*) FROM audit_seals`), w.count(`SELECT COUNT(*) FROM audit_events`); links != 6 || events != 7 {
			t.Errorf("%d links and %d events are left", links, events)
		}
	})
}
