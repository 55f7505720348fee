package audit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/audit"
	"latchkey/api/store/storetest"
)

// J05: every column of a row of the log is one that nobody changes unseen, those of tomorrow too.
func TestJ05EveryColumnIsSealed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(7)
		w.seal()
		w.wantsNothing(w.verify(w.head()))
		rows, err := w.raw.Queryx(`SELECT * FROM audit_events`)
		w.must(err)
		columns, err := rows.Columns()
		w.must(err)
		w.must(rows.Close())
		if len(columns) < 9 {
			t.Fatalf("columns %v", columns)
		}
		for _, column := range columns {
			t.Run(column, func(t *testing.T) { w.changed(t, column, 4) })
		}
		w.wantsNothing(w.verify(w.head()))
	})
}

// changed changes a column of an event, looks that it is named, and puts it back.
func (w *world) changed(t *testing.T, column string, n int) {
	t.Helper()
	e := w.events[n-1]
	other := `'x'`
	switch column {
	case "at":
		other = fmt.Sprint(w.now.UnixMicro() + 1)
	case "organization_id":
		other = `'` + w.globex.ID + `'`
		if e.OrganizationID == w.globex.ID {
			other = `'` + w.acme.ID + `'`
		}
	}
	w.hand(`CREATE TABLE kept AS SELECT * FROM audit_events WHERE id = ?`, e.ID)
	w.hand(`UPDATE audit_events SET `+column+` = `+other+` WHERE id = ?`, e.ID)
	problem := "changed after"
	if column == "id" {
		problem = "was deleted"
	}
	r := w.verify()
	w.wantsFirst(r, int64(n), e.ID, problem)
	if f := r.Findings[0]; !f.At.Equal(e.At.Time) || f.Organization == "" {
		t.Errorf("it names %+v", f)
	}
	w.hand(`DELETE FROM audit_events WHERE id IN (?, 'x')`, e.ID)
	w.hand(`INSERT INTO audit_events SELECT * FROM kept`)
	w.hand(`DELETE FROM audit_unsealed`)
	w.hand(`DROP TABLE kept`)
}

// J05: what else a hand in the database does, and what the check names first.
func TestJ05AHandInTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(9)
		w.seal()
		head := w.head()
		w.wantsNothing(w.verify(head))
		w.keep()
		for name, try := range hands() {
			t.Run(name, func(t *testing.T) {
				w.t = t
				defer w.putBack()
				try.does(w)
				id := ""
				if try.event > 0 {
					id = w.events[try.event-1].ID
				}
				if name == forgedEvent {
					id = "forged"
				}
				w.wantsFirst(w.verify(), try.number, id, try.problem)
				if w.verify(head).Bad == 0 {
					t.Error("with the head of the log nothing is found")
				}
			})
		}
		w.t = t
		w.wantsNothing(w.verify(head))
	})
}

// hand is something that somebody does, and what is named first.
type hand struct {
	does    func(*world)
	number  int64 // of the link
	event   int   // from 1 on; 0: none
	problem string
}

const forgedEvent = "a forged event without a seal"

func hands() map[string]hand {
	return map[string]hand{
		"an event in the middle deleted": {func(w *world) { w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[2].ID) }, 3, 3, "deleted, and not by retention"},
		"the newest event deleted":       {func(w *world) { w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[8].ID) }, 9, 9, "deleted, and not by retention"},
		"the oldest event deleted":       {func(w *world) { w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[0].ID) }, 1, 1, "deleted, and not by retention"},
		"two events swapped": {func(w *world) {
			for _, step := range [][2]string{{w.events[3].ID, "x"}, {w.events[5].ID, w.events[3].ID}, {"x", w.events[5].ID}} {
				w.hand(`UPDATE audit_events SET id = ? WHERE id = ?`, step[1], step[0])
			}
		}, 4, 4, "changed after"},
		"deleted, as if retention had": {func(w *world) {
			w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[4].ID)
			w.hand(`UPDATE audit_seals SET gone = digest WHERE number = 5`)
		}, 5, 5, "deleted, and not by retention"},
		"deleted, and the days shortened": {func(w *world) {
			w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[4].ID)
			w.hand(`UPDATE organizations SET audit_days = 0`)
		}, 5, 5, "deleted, and not by retention"},
		"deleted, with its time in the seal": {func(w *world) {
			w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[4].ID)
			w.hand(`UPDATE audit_seals SET at = 7 WHERE number = 5`)
		}, 5, 5, "the seal was changed"},
		forgedEvent: {func(w *world) {
			e := w.events[3]
			w.hand(`INSERT INTO audit_events (id, organization_id, at, actor, action, subject, detail, actor_name, subject_name) VALUES ('forged', ?, ?, 'a', 'b', 'c', '{}', '', '')`, e.OrganizationID, e.At)
			w.hand(`DELETE FROM audit_unsealed`)
		}, 0, 0, "nobody sealed"},
		"a seal of the middle deleted":  {func(w *world) { w.hand(`DELETE FROM audit_seals WHERE number = 4`) }, 4, 0, "seal 4 is missing"},
		"the oldest seals deleted":      {func(w *world) { w.hand(`DELETE FROM audit_seals WHERE number < 4`) }, 1, 0, "seals 1 to 3 are missing"},
		"the newest seals cut":          {func(w *world) { w.hand(`DELETE FROM audit_seals WHERE number > 7`) }, 8, 0, "seals 8 to 9 are missing"},
		"all seals deleted":             {func(w *world) { w.hand(`DELETE FROM audit_seals`) }, 1, 0, "seals 1 to 9 are missing"},
		"the newest cut with their end": {cutWithTheEnd, 0, 0, "where the chain begins and ends was changed"},
		"the oldest cut with their anchor": {func(w *world) {
			w.hand(`UPDATE audit_chain SET anchor_number = 3, anchor_digest = (SELECT digest FROM audit_seals WHERE number = 3)`)
			w.hand(`DELETE FROM audit_seals WHERE number < 4`)
		}, 0, 0, "where the chain begins and ends was changed"},
		"a seal replaced":   {func(w *world) { w.hand(`UPDATE audit_seals SET content = digest WHERE number = 6`) }, 6, 6, "the seal was changed"},
		"a digest replaced": {func(w *world) { w.hand(`UPDATE audit_seals SET digest = content WHERE number = 6`) }, 6, 6, "the seal was changed"},
		"its time replaced": {func(w *world) { w.hand(`UPDATE audit_seals SET sealed_at = sealed_at + 1 WHERE number = 6`) }, 6, 6, "the seal was changed"},
		"seals renumbered": {func(w *world) {
			w.hand(`DELETE FROM audit_seals WHERE number = 5`)
			w.hand(`DELETE FROM audit_events WHERE id = ?`, w.events[4].ID)
			for n := 6; n <= 9; n++ {
				w.hand(`UPDATE audit_seals SET number = number - 1 WHERE number = ?`, n)
			}
		}, 5, 6, "the seal was changed"},
		"two seals change places": {func(w *world) {
			for _, step := range [][2]int{{4, 99}, {6, 4}, {99, 6}} {
				w.hand(`UPDATE audit_seals SET number = ? WHERE number = ?`, step[1], step[0])
			}
		}, 4, 6, "the seal was changed"},
		"a seal behind the end": {func(w *world) {
			w.hand(`INSERT INTO audit_seals SELECT 10, 'x', organization_id, at, content, sealed_at, digest, '' FROM audit_seals WHERE number = 9`)
		}, 10, 0, "they are not ours"},
		"the key replaced":     {func(w *world) { w.hand(`UPDATE audit_chain SET sealed = 'k1.AAAA'`) }, 0, 0, "does not open"},
		"a chain of another's": {anothersChain, 0, 0, "does not open"},
		"the seals of another's chain": {func(w *world) {
			kept := w.chainRow()
			anothersChain(w)
			w.hand(`UPDATE audit_chain SET sealed = ?`, kept)
		}, 0, 0, "where the chain begins and ends was changed"},
		"the row of the chain deleted": {func(w *world) { w.hand(`DELETE FROM audit_chain`) }, 0, 0, "the row of the chain is gone"},
	}
}

// cutWithTheEnd takes the newest two events with all that there is of them.
func cutWithTheEnd(w *world) {
	w.hand(`UPDATE audit_chain SET head_number = 7, head_digest = (SELECT digest FROM audit_seals WHERE number = 7)`)
	w.hand(`DELETE FROM audit_seals WHERE number > 7`)
	w.hand(`DELETE FROM audit_events WHERE id IN (?, ?)`, w.events[7].ID, w.events[8].ID)
}

func (w *world) chainRow() (sealed string) {
	w.t.Helper()
	w.must(w.raw.Get(&sealed, `SELECT sealed FROM audit_chain`))
	return sealed
}

// anothersChain has events that were changed sealed by a program with other encryption keys.
func anothersChain(w *world) {
	w.hand(`DELETE FROM audit_chain`)
	w.hand(`DELETE FROM audit_seals`)
	w.hand(`UPDATE audit_events SET actor = 'nobody'`)
	w.hand(`INSERT INTO audit_unsealed (event_id, at) SELECT id, at FROM audit_events`)
	ours := w.ring
	w.ring = ring(w.t, "k9")
	w.seal()
	w.ring = ours
}

// J05, what the database alone does not show: the chain's own row put back with the newest end, and
// a chain that was begun anew. The head that the log has shows it.
func TestJ05WhatOnlyTheLogShows(t *testing.T) {
	for name, does := range map[string]func(*world){
		"the newest end put back": func(w *world) {
			w.hand(`UPDATE audit_chain SET anchor_number = k.anchor_number, anchor_digest = k.anchor_digest, head_number = k.head_number, head_digest = k.head_digest, mac = k.mac FROM kept k`)
			cut := sqlx.NewDb(w.raw.DB, w.raw.DriverName())
			_, err := cut.Exec(`DELETE FROM audit_seals WHERE number > (SELECT head_number FROM kept)`)
			w.must(err)
			w.hand(`DELETE FROM audit_events WHERE id NOT IN (SELECT event_id FROM audit_seals)`)
		},
		"a chain begun anew": func(w *world) {
			w.hand(`DELETE FROM audit_chain`)
			w.hand(`DELETE FROM audit_seals`)
			w.hand(`UPDATE audit_events SET actor = 'nobody'`)
			w.hand(`INSERT INTO audit_unsealed (event_id, at) SELECT id, at FROM audit_events`)
			w.now = w.now.Add(2 * time.Hour)
			w.seal()
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.does(4)
				w.seal()
				w.hand(`CREATE TABLE kept AS SELECT * FROM audit_chain`)
				w.does(3)
				w.seal()
				head := w.head()
				does(w)
				w.wantsNothing(w.verify())
				if r := w.verify(head); r.Bad == 0 {
					t.Errorf("not even the log's head shows it: %+v", r)
				}
			})
		})
	}
}

// What is inserted by a hand is sealed as ours; its time tells.
func TestJ05AForgedEventOfLongAgoIsToldOf(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(3)
		w.seal()
		forged := storetest.AuditEvent(w.acme.ID, "operator", "user.changed", "usr_2", w.now.Add(-5*time.Hour))
		w.must(w.db.AddAuditEvents(t.Context(), []storeEvent{forged}))
		w.seal()
		r := w.verify()
		w.wantsNothing(r)
		if r.Late != 1 || r.LateLast == nil || r.LateLast.EventID != forged.ID {
			t.Errorf("late: %+v", r)
		}
	})
}

// A verification that finds much counts all and keeps some.
func TestFindingsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.does(130)
		w.seal()
		w.hand(`UPDATE audit_events SET detail = '{}'`)
		r := w.verify()
		numbers := map[int64]bool{}
		for _, f := range r.Findings {
			numbers[f.Number] = true
		}
		if r.Bad != 130 || len(r.Findings) != 100 || len(numbers) != 100 || !slices.IsSortedFunc(r.Findings, func(a, b audit.Finding) int { return int(a.Number - b.Number) }) {
			t.Errorf("%d bad, %d kept", r.Bad, len(r.Findings))
		}
		if text := r.Findings[0].String(); !strings.HasPrefix(text, "seal 1, event "+w.events[0].ID+" of acme, 2026-05-04T12:00:01Z: the event was changed") {
			t.Errorf("it is told as %q", text)
		}
	})
}
