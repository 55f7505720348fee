package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/store"
)

// worked is a queue as this suite works on it: how rows come to be due, how they are
// taken, and for how long they then are whose they are.
type worked struct {
	name  string
	due   time.Duration // after noon
	fill  func(n int)
	take  func(now time.Time, most int) ([]string, error)
	lease time.Duration
}

// queues are all of the program's: what is added there is added here.
func (w *world) queues(t *testing.T) []worked {
	ctx, lease := t.Context(), 3*time.Minute
	places := func(n int, each func(p place)) {
		for i := range n {
			each(w.newPlace(fmt.Sprint("queue", i)))
		}
	}
	return []worked{
		{"mail", 0, func(n int) {
			for range n {
				w.must(w.db.AddMail(ctx, w.mail(w.acme, 0)))
			}
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeMails(ctx, now, now.Add(lease), most)
			return ids(due, func(m store.DueMail) string { return m.ID }), err
		}, lease},
		{"probe", store.FirstProbePause * time.Second, func(n int) {
			places(n, func(p place) { w.refuse(p, 0) })
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeProbes(ctx, now, most)
			return ids(due, func(l store.LiveConnection) string { return l.ID }), err
		}, 2 * store.FirstProbePause * time.Second},
		{"daily_check", 0, func(n int) {
			places(n, func(p place) { w.must(w.db.PlanCheck(ctx, p.google.ID, true, noon(), 0)) })
		}, func(now time.Time, _ int) ([]string, error) {
			due, err := w.db.TakeChecks(ctx, now, lease)
			return ids(due, func(c store.DueCheck) string { return c.ID }), err
		}, lease},
		{"domain", time.Hour, func(n int) {
			for i := range n {
				w.domain(w.acme, fmt.Sprint("queue", i, ".example"))
			}
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeDueDomains(ctx, lease, most, now)
			return ids(due, func(d store.Domain) string { return d.ID }), err
		}, lease},
		{"logout", 0, func(n int) {
			a := w.logoutApplication()
			for range n {
				s := w.session(w.acme, w.acme.ana)
				w.begin(s)
				w.grant(w.code(a, s), false)
				_, err := w.db.EndSession(ctx, s.ID, "signed_out", noon())
				w.must(err)
			}
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeLogouts(ctx, now, now.Add(lease), most)
			return ids(due, func(m store.LogoutMessage) string { return m.ID }), err
		}, lease},
		{"bulk_change", 0, func(n int) {
			for range n {
				w.bulkChange(w.acme, store.Selection{IDs: []string{w.acme.ana.ID}})
			}
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeBulkChanges(ctx, now, now.Add(lease), most)
			return ids(due, func(b store.BulkChange) string { return b.ID }), err
		}, lease},
		{"webhook", 0, func(n int) {
			for range n {
				w.webhook(w.acme)
			}
			w.must(w.tell(w.outgoing("a", "")))
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeWebhooks(ctx, now, now.Add(lease), most)
			return ids(due, func(w store.Webhook) string { return w.ID }), err
		}, lease},
		{"user_import", 0, func(n int) {
			for range n {
				i := w.userImport(w.acme)
				w.must(w.db.AddUserImport(ctx, i))
				w.must(w.db.ImportReceived(ctx, i, noon()))
			}
		}, func(now time.Time, most int) ([]string, error) {
			due, err := w.db.TakeImports(ctx, now, now.Add(lease), most)
			return ids(due, func(i store.UserImport) string { return i.ID }), err
		}, lease},
	}
}

func ids[T any](rows []T, id func(T) string) []string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = id(row)
	}
	return all
}

// leases: what every queue promises, of however many workers.
func leases(t *testing.T, w *world) {
	const rows = 12
	for _, q := range w.queues(t) {
		t.Run(q.name, func(t *testing.T) {
			ctx, now := t.Context(), noon().Add(q.due)
			state := func(at time.Time) store.QueueState {
				t.Helper()
				all, err := w.db.Queues(ctx, at)
				w.must(err)
				return all[slices.IndexFunc(all, func(s store.QueueState) bool { return s.Queue == q.name })]
			}
			drain := func(at time.Time) (taken []string) {
				t.Helper()
				for {
					some, err := q.take(at, 5)
					w.must(err)
					if len(some) == 0 {
						return taken
					}
					taken = append(taken, some...)
				}
			}
			q.fill(rows)
			same(t, "before its time nothing is due", drain(now.Add(-time.Microsecond)), nil)
			same(t, "what waits is seen", state(now), store.QueueState{Queue: q.name, Waiting: rows, Due: rows, Since: store.At(now)})

			taken := make([][]string, racers)
			for _, err := range together(racers, func(n int) (err error) {
				taken[n], err = q.take(now, 2)
				return err
			}) {
				w.must(err)
			}
			first := slices.Concat(append(taken, drain(now))...)
			slices.Sort(first)
			same(t, "each row is one worker's", [2]int{len(first), len(slices.Compact(slices.Clone(first)))}, [2]int{rows, rows})
			same(t, "and nobody else's while the lease lasts", drain(now.Add(q.lease-time.Microsecond)), nil)
			same(t, "what is under way may not be taken", state(now).Due, int64(0))

			again := drain(now.Add(q.lease))
			slices.Sort(again)
			same(t, "whoever took them was killed: they are due again when the lease is over", again, first)
		})
	}
	t.Run("all of them are tried here", func(t *testing.T) {
		all, err := w.db.Queues(t.Context(), noon())
		w.must(err)
		tried := ids(w.queues(t), func(q worked) string { return q.name })
		same(t, "queues", ids(all, func(s store.QueueState) string { return s.Queue }), tried)
	})
}

// jobNotes: what several processes say of one job becomes one note.
func jobNotes(t *testing.T, db *store.Store) {
	ctx, at := t.Context(), func(s int) store.Time { return store.At(noon().Add(time.Duration(s) * time.Second)) }
	must := (&world{t: t}).must
	is := func(what string, want ...store.JobNote) {
		t.Helper()
		read(t, what, want)(db.Jobs(ctx))
	}
	must(db.NoteJobs(ctx, nil))
	fresh := store.JobNote{Name: "prune", NextAt: at(60)}
	other := store.JobNote{Name: "catch_up", Step: "rows", Done: 3, Total: 9, ProgressAt: at(5)}
	must(db.NoteJobs(ctx, []store.JobNote{fresh, other}))
	is("before the first run", other, fresh)

	well := store.JobNote{Name: "prune", RanAt: at(10), Took: 7, SucceededAt: at(10), NextAt: at(70)}
	must(db.NoteJobs(ctx, []store.JobNote{well}))
	is("a success", other, well)
	bad := store.JobNote{Name: "prune", RanAt: at(8), Took: 9, FailedAt: at(8), Problem: "failed", NextAt: at(68)}
	must(db.NoteJobs(ctx, []store.JobNote{bad}))
	both := well
	both.FailedAt, both.Problem, both.NextAt = at(8), "failed", at(68)
	is("another process's older failure, noted later", other, both)
	must(db.NoteJobs(ctx, []store.JobNote{{Name: "prune", RanAt: at(20), Took: 1, SucceededAt: at(20)}}))
	both.RanAt, both.Took, both.SucceededAt, both.NextAt = at(20), 1, at(20), store.Time{}
	is("a later success, and it is over", other, both)

	must(db.NoteJobs(ctx, []store.JobNote{{Name: "catch_up"}}))
	is("who makes no progress takes nobody's away", other, both)
	over := store.JobNote{Name: "catch_up", ProgressAt: at(30)}
	must(db.NoteJobs(ctx, []store.JobNote{over}))
	is("until it is said to be over", over, both)

	must(db.ForgetJobs(ctx, []string{"prune"}))
	is("an older program's is forgotten", both)
	for _, err := range together(racers, func(int) error { return db.NoteJobs(ctx, []store.JobNote{over, both}) }) {
		must(err)
	}
	is("many at once", over, both)
}
