package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// writers are an embedded database with an organization, and requests that write.
type writers struct {
	t  *testing.T
	db *store.Store
	o  store.Organization
}

func newWriters(t *testing.T) writers {
	t.Helper()
	w := writers{t, storetest.Open(t, store.SQLite), store.NewOrganization("acme", "Acme", time.Now())}
	if err := w.db.AddOrganization(t.Context(), w.o); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w writers) request() context.Context {
	return store.Within(w.t.Context(), time.Minute)
}

func (w writers) user(name string) store.User {
	return store.NewUser(w.o.ID, name+"@acme.example", name, store.Agent, time.Now())
}

func (w writers) has(name string) bool {
	w.t.Helper()
	_, err := w.db.UserByEmail(w.t.Context(), w.o.ID, name+"@acme.example")
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

// together lets requests wait in line while one writes, then lets it end: all but it were
// there before it could commit.
func (w writers) together(first func(rows store.Rows) error, others ...func() error) (errs []error) {
	w.t.Helper()
	errs = make([]error, 1+len(others))
	writing, goOn := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		errs[0] = w.db.InTx(w.request(), func(rows store.Rows) error {
			close(writing)
			<-goOn
			return first(rows)
		})
	})
	<-writing
	for n, other := range others {
		all.Go(func() { errs[1+n] = other() })
		for w.db.Waiting() < n+1 { // each is in line before the next
			runtime.Gosched()
		}
	}
	close(goOn)
	all.Wait()
	return errs
}

func (w writers) adds(name string, end error) func(rows store.Rows) error {
	return func(rows store.Rows) error {
		return errors.Join(rows.AddUser(w.t.Context(), w.user(name)), end)
	}
}

func (w writers) inTx(name string, end error) func() error {
	return func() error { return w.db.InTx(w.request(), w.adds(name, end)) }
}

// Who waits while others write shares their commit; what fails is undone alone.
func TestWritersShareACommit(t *testing.T) {
	w, undone := newWriters(t), errors.New("undone")
	before := w.db.Work().Commits
	errs := w.together(w.adds("first", nil),
		w.inTx("ana", nil),
		w.inTx("bob", undone),
		func() error { return w.db.AddUser(w.request(), w.user("cy")) }, // a statement alone
		func() error { return w.db.AddUser(w.request(), w.user("ana")) },
		w.inTx("dan", nil))
	for n, want := range []error{nil, nil, undone, nil, store.ErrConflict, nil} {
		if !errors.Is(errs[n], want) {
			t.Errorf("%d: got %v, want %v", n, errs[n], want)
		}
	}
	for name, want := range map[string]bool{"first": true, "ana": true, "bob": false, "cy": true, "dan": true} {
		if w.has(name) != want {
			t.Errorf("%s: %v, want %v", name, !want, want)
		}
	}
	if n := w.db.Work().Commits - before; n != 1 {
		t.Errorf("%d commits, want one", n)
	}
}

// Nobody hears that it is done before all of it is on the disk.
func TestNobodyIsAnsweredBeforeTheCommit(t *testing.T) {
	w := newWriters(t)
	seen := make([]bool, 3)
	asks := func(n int, name string) func() error {
		return func() error {
			err := w.inTx(name, nil)()
			seen[n] = w.has(name) // by another connection
			return err
		}
	}
	for _, err := range w.together(w.adds("first", nil), asks(0, "ana"), asks(1, "bob"), asks(2, "cy")) {
		if err != nil {
			t.Error(err)
		}
	}
	if fmt.Sprint(seen) != "[true true true]" {
		t.Errorf("seen %v", seen)
	}
}

// A request that is over writes nothing: in line it leaves it, and in its turn it stops
// between two statements. The others are not concerned.
func TestARequestThatIsOverIsUndoneAlone(t *testing.T) {
	w := newWriters(t)
	inLine, leave := context.WithCancel(w.request())
	midway, stop := context.WithCancel(w.request())
	atTheEnd, finish := context.WithCancel(w.request())
	errs := w.together(func(rows store.Rows) error { leave(); return w.adds("first", nil)(rows) },
		func() error { return w.db.InTx(inLine, w.adds("ana", nil)) },
		func() error {
			return w.db.InTx(midway, func(rows store.Rows) error {
				err := rows.AddUser(midway, w.user("bob"))
				stop()
				return errors.Join(err, rows.AddUser(midway, w.user("bert")))
			})
		},
		func() error {
			return w.db.InTx(atTheEnd, func(rows store.Rows) error { defer finish(); return rows.AddUser(atTheEnd, w.user("cy")) })
		},
		w.inTx("dan", nil))
	for n, want := range []error{nil, context.Canceled, context.Canceled, context.Canceled, nil} {
		if !errors.Is(errs[n], want) {
			t.Errorf("%d: got %v, want %v", n, errs[n], want)
		}
	}
	for name, want := range map[string]bool{"first": true, "ana": false, "bob": false, "bert": false, "cy": false, "dan": true} {
		if w.has(name) != want {
			t.Errorf("%s: %v, want %v", name, !want, want)
		}
	}
}

// A panic is its own: what others wrote is committed, and the next one is not kept out.
func TestAPanicIsUndoneAlone(t *testing.T) {
	w := newWriters(t)
	panics := func(name string) func() error {
		return func() (err error) {
			defer func() { err = fmt.Errorf("it was %v", recover()) }()
			return w.db.InTx(w.request(), func(rows store.Rows) error { _ = w.adds(name, nil)(rows); panic("wanted") })
		}
	}
	errs := w.together(w.adds("first", nil), panics("ana"), w.inTx("bob", nil))
	if errs[0] != nil || errs[1].Error() != "it was wanted" || errs[2] != nil || !w.has("first") || w.has("ana") || !w.has("bob") {
		t.Errorf("got %v", errs)
	}
	if err := panics("cy")(); err.Error() != "it was wanted" || w.has("cy") {
		t.Error(err)
	}
	if err := w.db.AddUser(t.Context(), w.user("dan")); err != nil || !w.has("dan") {
		t.Errorf("afterwards %v", err)
	}
}

// Who writes alone, as jobs do, commits first what requests have written.
func TestWhoWritesAloneComesAfterTheOthers(t *testing.T) {
	w := newWriters(t)
	before := w.db.Work().Commits
	errs := w.together(w.adds("first", nil),
		func() error {
			return w.db.InTx(t.Context(), func(rows store.Rows) error {
				if !w.has("first") {
					return errors.New("the request before is not committed")
				}
				return w.adds("job", nil)(rows)
			})
		},
		w.inTx("ana", nil))
	if err := errors.Join(errs...); err != nil || !w.has("job") || !w.has("ana") {
		t.Error(err)
	}
	if n := w.db.Work().Commits - before; n != 3 {
		t.Errorf("%d commits, want three", n)
	}
}

// Where all of it is undone, as on a disk that is full, nobody hears that it is done: not
// even who refused something by what is not there then.
func TestWhatIsUndoneForAllIsToldToAll(t *testing.T) {
	w := newWriters(t)
	errs := w.together(w.adds("first", nil),
		w.inTx("ana", nil),
		func() error { return w.db.AddUser(w.request(), w.user("ana")) }, // refused by what is lost with the rest
		func() error {
			return w.db.InTx(w.request(), func(rows store.Rows) error { return rows.UndoAll(t.Context()) })
		})
	for n, err := range errs {
		if err == nil || errors.Is(err, store.ErrConflict) {
			t.Errorf("%d: got %v", n, err)
		}
	}
	if w.has("first") || w.has("ana") {
		t.Error("something was written")
	}
	if err := w.inTx("afterwards", nil)(); err != nil || !w.has("afterwards") {
		t.Errorf("afterwards %v", err)
	}
}
