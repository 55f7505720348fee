package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// tellAll is how the rows of events are made here; package event has the real way.
func tellAll(ctx context.Context, rows store.Rows, list []store.Outgoing) error {
	events := map[string][]store.EventRow{}
	for _, o := range list {
		data, _ := o.Data["n"].(string)
		events[o.OrganizationID] = append(events[o.OrganizationID], store.EventRow{
			ID: secret.NewID(), OrganizationID: o.OrganizationID, Type: o.Type, OccurredAt: store.At(o.At), Data: data, Once: o.Once,
		})
	}
	for id, some := range events {
		if err := rows.AddEvents(ctx, id, some); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) outgoing(kind, n string) store.Outgoing {
	return store.Outgoing{OrganizationID: w.acme.ID, Type: kind, At: noon(), Data: map[string]any{"n": n}}
}

func (w *world) tell(list ...store.Outgoing) error {
	ctx := w.t.Context()
	return w.db.InTx(ctx, func(rows store.Rows) error {
		for _, o := range list {
			if err := rows.AtEnd(ctx, o, tellAll); err != nil {
				return err
			}
		}
		return nil
	})
}

// data are those of the events of a page.
func dataOf(page store.EventPage) (list []string) {
	for _, e := range page.Events {
		list = append(list, e.Data)
	}
	return list
}

func events(t *testing.T, w *world) {
	ctx := t.Context()
	after := func(p store.EventPlace, most int, types ...string) store.EventPage {
		t.Helper()
		page, err := w.db.EventsAfter(ctx, w.acme.ID, p, types, most)
		w.must(err)
		return page
	}
	t.Run("nothing happened", func(t *testing.T) {
		same(t, "page", after(store.EventPlace{}, 9), store.EventPage{})
		read(t, "end", store.EventPlace{})(w.db.EventsEnd(ctx, w.acme.ID))
		same(t, "a cursor of other numbers", after(store.EventPlace{Sequence: 4}, 9).Lost, true)
	})
	w.must(w.tell(w.outgoing("a", "1"), w.outgoing("b", "2"), w.outgoing("a", "3")))
	w.must(w.tell(w.outgoing("b", "4")))
	t.Run("in order, page by page, without a gap", func(t *testing.T) {
		first := after(store.EventPlace{}, 3)
		same(t, "first", dataOf(first), []string{"1", "2", "3"})
		same(t, "more", first.More, true)
		rest := after(first.Next, 3)
		same(t, "rest", dataOf(rest), []string{"4"})
		same(t, "no more", []any{rest.More, rest.Events[0].Sequence}, []any{false, int64(4)})
		end := after(rest.Next, 3)
		same(t, "end", []any{len(end.Events), end.Next, end.Lost}, []any{0, rest.Next, false})
		read(t, "end", rest.Next)(w.db.EventsEnd(ctx, w.acme.ID))
	})
	t.Run("of some types, and on behind the others", func(t *testing.T) {
		page := after(store.EventPlace{}, 9, "a", "c")
		same(t, "a", dataOf(page), []string{"1", "3"})
		same(t, "next", page.Next.Sequence, int64(4))
		same(t, "none", len(after(store.EventPlace{}, 9, "c").Events), 0)
	})
	t.Run("another organization has numbers of its own", func(t *testing.T) {
		page, err := w.db.EventsAfter(ctx, w.globex.ID, store.EventPlace{}, nil, 9)
		w.must(err)
		same(t, "globex", len(page.Events), 0)
	})
	t.Run("what was undone was never told", func(t *testing.T) {
		undone := errors.New("undone")
		wants(t, "whole", w.db.InTx(ctx, func(rows store.Rows) error {
			w.must(rows.AtEnd(ctx, w.outgoing("a", "never"), tellAll))
			return undone
		}), undone)
		w.must(w.db.InTx(ctx, func(rows store.Rows) error {
			w.must(rows.AtEnd(ctx, w.outgoing("a", "5"), tellAll))
			wants(t, "part", rows.Part(ctx, func(rows store.Rows) error {
				w.must(rows.AtEnd(ctx, w.outgoing("a", "never"), tellAll))
				return undone
			}), undone)
			return rows.AtEnd(ctx, w.outgoing("a", "6"), tellAll)
		}))
		same(t, "told", dataOf(after(store.EventPlace{Sequence: 4}, 9)), []string{"5", "6"})
		if err := w.db.AtEnd(ctx, w.outgoing("a", "7"), tellAll); err == nil {
			t.Error("told outside of a transaction")
		}
	})
	t.Run("once is once, and leaves no gap", func(t *testing.T) {
		one, again := w.outgoing("a", "7"), w.outgoing("b", "8")
		one.Once = "x"
		w.must(w.tell(one))
		w.must(w.tell(one, again))
		page := after(store.EventPlace{Sequence: 6}, 9)
		same(t, "told", dataOf(page), []string{"7", "8"})
		same(t, "number", page.Events[1].Sequence, int64(8))
		read(t, "kept", []string{"x"})(w.db.EventsKept(ctx, w.acme.ID, []string{"x", "y"}))
	})
	t.Run("many in one transaction", func(t *testing.T) {
		var many []store.Outgoing
		for n := range 250 {
			many = append(many, w.outgoing("m", strconv.Itoa(n)))
		}
		w.must(w.tell(many...))
		page := after(store.EventPlace{Sequence: 8}, 300, "m")
		if len(page.Events) != 250 || page.Events[249].Data != "249" || page.Events[249].Sequence != 258 {
			t.Errorf("%d, the last is %+v", len(page.Events), page.Events[len(page.Events)-1])
		}
	})
}

// eventRaces is the property that readers rely on: whoever reads on and on from the cursor of
// the last answer while many write gets every number once, in order, and each writer's in the
// writer's order; what was rolled back takes no number.
func eventRaces(t *testing.T, w *world) {
	const writers, each = 6, 25
	ctx := t.Context()
	var left atomic.Int64
	left.Store(writers)
	var got []store.EventRow
	reader := make(chan error, 1)
	go func() {
		var at store.EventPlace
		for {
			over := left.Load() == 0 // before reading: then nothing can come after it
			page, err := w.db.EventsAfter(ctx, w.acme.ID, at, nil, 7)
			if err == nil && page.Lost {
				err = errors.New("the cursor of the last answer was lost")
			}
			if err != nil || over && len(page.Events) == 0 {
				reader <- err
				return
			}
			got, at = append(got, page.Events...), page.Next
		}
	}()
	undone := errors.New("undone")
	for _, err := range together(writers, func(n int) error {
		defer left.Add(-1)
		for i := range each {
			err := w.db.InTx(ctx, func(rows store.Rows) error {
				if err := rows.AtEnd(ctx, w.outgoing("w"+strconv.Itoa(n), strconv.Itoa(i)), tellAll); err != nil {
					return err
				}
				if i%5 == 4 {
					if err := tellAll(ctx, rows, []store.Outgoing{w.outgoing("undone", "")}); err != nil { // numbered, then rolled back
						return err
					}
					return undone
				}
				time.Sleep(time.Duration(n%3) * time.Millisecond)
				return nil
			})
			if err != nil && !errors.Is(err, undone) {
				return err
			}
		}
		return nil
	}) {
		w.must(err)
	}
	w.must(<-reader)
	want := writers * each * 4 / 5
	last := map[string]int{}
	for i, e := range got {
		n, _ := strconv.Atoi(e.Data)
		if was, is := last[e.Type]; e.Sequence != int64(i+1) || is && n <= was || e.Type == "undone" {
			t.Fatalf("at %d came %s %s with number %d", i+1, e.Type, e.Data, e.Sequence)
		}
		last[e.Type] = n
	}
	if len(got) != want {
		t.Errorf("%d of %d came", len(got), want)
	}
}

func eventsKept(t *testing.T, w *world) {
	ctx := t.Context()
	page := func(p store.EventPlace) store.EventPage {
		t.Helper()
		page, err := w.db.EventsAfter(ctx, w.acme.ID, p, nil, 9)
		w.must(err)
		return page
	}
	old, young := w.outgoing("a", "old"), w.outgoing("a", "young")
	young.At = noon().Add(hours(1))
	w.must(w.tell(old, old))
	begun := page(store.EventPlace{}).Next
	w.must(w.tell(young))
	w.must(w.db.Prune(ctx, noon().Add(store.EventsKeptFor)))
	same(t, "kept as long as promised", len(page(store.EventPlace{}).Events), 3)
	for range 2 {
		w.must(w.db.Prune(ctx, noon().Add(store.EventsKeptFor+time.Minute)))
		same(t, "kept", dataOf(page(store.EventPlace{})), []string{"young"})
	}
	same(t, "who was there goes on", []any{page(begun).Lost, dataOf(page(begun))}, []any{false, []string{"young"}})
	early := begun
	early.Sequence--
	same(t, "who was not has lost some", page(early).Lost, true)
	w.must(w.tell(young))
	same(t, "the numbers go on", page(begun).Next.Sequence, int64(4))

	if _, err := w.db.Restored(ctx, noon()); err != nil {
		t.Fatal(err)
	}
	same(t, "after a restore the numbers are others", page(begun).Lost, true)
	same(t, "and one begins anew", page(store.EventPlace{}).Lost, false)
}

func expiringSecrets(t *testing.T, w *world) {
	ctx := t.Context()
	v := w.acme.version
	v.SecretExpires = store.At(noon().Add(hours(24 * 10)))
	w.must(w.db.NoteVersion(ctx, v))
	once := func(at time.Time) (list []string) {
		t.Helper()
		all, err := w.db.ExpiringSecrets(ctx, at, 9)
		w.must(err)
		for _, s := range all {
			if s.ConnectionID != w.acme.google.ID || s.OrganizationID != w.acme.ID || !s.ExpiresAt.Equal(v.SecretExpires.Time) {
				t.Errorf("listed %+v", s)
			}
			list = append(list, s.Once)
		}
		return list
	}
	key := func(step int) []string { return []string{fmt.Sprintf("secret|%s|%d", v.ID, step)} }
	same(t, "two weeks", once(noon()), key(14))
	same(t, "a month", once(noon().Add(-hours(24*10))), key(30))
	same(t, "not yet", len(once(noon().Add(-hours(24*21)))), 0)
	same(t, "too late", len(once(noon().Add(hours(24*10)))), 0)
	told := w.outgoing("connection.secret_expiring", "")
	told.Once = key(14)[0]
	w.must(w.tell(told))
	same(t, "told", len(once(noon())), 0)
	same(t, "the next step", once(noon().Add(hours(24*3))), key(7))
	if !slices.Equal(once(noon().Add(hours(24*9))), key(1)) {
		t.Error("the last day is not listed")
	}
}
