package store_test

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// short is how long an operation may take in these tests; late is what no answer
// may take, whatever the machine does meanwhile.
const (
	short = 800 * time.Millisecond
	late  = 10 * short
)

// behind opens a migrated database through a front.
func behind(t *testing.T) (*store.Store, *storetest.Front) {
	t.Helper()
	address := storetest.Address(t)
	source, err := store.URL(address)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Connect(t, source)
	front := storetest.NewFront(t, address)
	if source, err = store.URL(front.Address); err != nil {
		t.Fatal(err)
	}
	return opened(t, source.Impatient(short, 2*short, short)), front
}

func opened(t *testing.T, source store.Source) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// work is what requests do: read, write, and write in a transaction.
func work(db *store.Store) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"a read":  func(ctx context.Context) error { _, err := db.HasOrganization(ctx); return err },
		"a write": func(ctx context.Context) error { return db.AddSetupLink(ctx, secret.NewID(), time.Now()) },
		"a transaction": func(ctx context.Context) error {
			return db.InTx(ctx, func(rows store.Rows) error { return rows.AddSetupLink(ctx, secret.NewID(), time.Now()) })
		},
		"a ping": db.Ping,
	}
}

// L9, L10: a database that takes everything and says nothing, the whole pool at
// it: everybody is told in time that it is away, those that come meanwhile too, and
// it works again as soon as it answers.
func TestL9SilentDatabaseEndsEveryWait(t *testing.T) {
	db, front := behind(t)
	for name, do := range work(db) {
		if err := do(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	before := descriptors(t)
	front.Freeze()
	var all sync.WaitGroup
	for name, do := range work(db) {
		for range 12 {
			all.Go(func() {
				ctx, begun := store.Within(t.Context(), 2*short), time.Now()
				err := do(ctx)
				if !store.Unavailable(err) {
					t.Errorf("%s: %v", name, err)
				}
				if again := do(context.WithoutCancel(ctx)); !store.Unavailable(again) { // as a refusal is written
					t.Errorf("%s, after it failed: %v", name, again)
				}
				if took := time.Since(begun); took > late {
					t.Errorf("%s: after %v", name, took)
				}
			})
		}
	}
	all.Wait()
	front.Thaw()
	for name, do := range work(db) {
		if err := do(t.Context()); err != nil {
			t.Errorf("%s, when it answers again: %v", name, err)
		}
	}
	if after := descriptors(t); after > before+60 { // both ends of a pool are in this process
		t.Errorf("%d descriptors, before %d", after, before)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/dev/fd") // on Linux and on macOS
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}

// L10: connections that went silent while nobody used them are replaced after the
// first one is noticed; nobody finds one after the other.
func TestL10OneSilentConnectionDropsTheOthers(t *testing.T) {
	db, front := behind(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { _ = db.Ping(t.Context()) })
	}
	all.Wait()
	front.Freeze()
	if _, err := db.HasOrganization(t.Context()); !store.Unavailable(err) {
		t.Fatalf("silent: %v", err)
	}
	made := front.Accepted()
	front.Thaw()
	for range 20 {
		if _, err := db.HasOrganization(t.Context()); err != nil {
			t.Errorf("replaced: %v", err)
		}
	}
	if front.Accepted() == made {
		t.Error("an old connection was used again")
	}
}

// L11: what closes connections is never our own error, and a connection that was
// closed while nobody used it fails nobody.
func TestL11ClosedConnections(t *testing.T) {
	db, front := behind(t)
	for name, do := range work(db) {
		front.CutAll()
		if err := do(t.Context()); err != nil && !store.Unavailable(err) {
			t.Errorf("%s on a closed connection: %v", name, err)
		}
		front.CloseNew(true)
		front.CutAll()
		if err := do(t.Context()); !store.Unavailable(err) {
			t.Errorf("%s where a balancer takes and closes: %v", name, err)
		}
		front.CloseNew(false)
		if err := do(t.Context()); err != nil {
			t.Errorf("%s afterwards: %v", name, err)
		}
	}
}

// L11: a server that only reads refuses begin and write as a database that is
// away, and its connections are not used again, also those that nobody uses now.
func TestL11ReadOnlyServer(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	var before, after int
	if err := db.Peek(t.Context(), &before, `SELECT pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	err := db.InTx(t.Context(), func(rows store.Rows) error {
		if err := rows.Run(t.Context(), `SET TRANSACTION READ ONLY`); err != nil {
			t.Fatal(err)
		}
		return rows.AddSetupLink(t.Context(), "one", time.Now())
	})
	if !store.Unavailable(err) {
		t.Errorf("a write on a server that only reads: %v", err)
	}
	if err := db.Peek(t.Context(), &after, `SELECT pg_backend_pid()`); err != nil || after == before {
		t.Errorf("its connection is still used: %d, %d, %v", before, after, err)
	}
}

// L11: a server that was told to read only is away for everything, also for whoever
// asks whether we are ready, and for those that come anew; and it comes back.
func TestL11ServerThatWasToldToReadOnly(t *testing.T) {
	db, front := behind(t)
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	tell(t, front, "on")
	for name, do := range work(db) {
		if err := do(t.Context()); !store.Unavailable(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	tell(t, front, "off")
	for name, do := range work(db) {
		if err := do(t.Context()); err != nil {
			t.Errorf("%s afterwards: %v", name, err)
		}
	}
}

// tell lets a server only read, or not any more, and ends its connections.
func tell(t *testing.T, front *storetest.Front, only string) {
	t.Helper()
	raw, err := sqlx.Connect("postgres", front.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	raw.MustExec(`SET default_transaction_read_only = off`)
	raw.MustExec(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ` + only + `', current_database()); END $$`)
	front.CutAll()
}

// L11: nor is a connection ready that was made before its server was told.
func TestL11ReadyIsWhoCanWrite(t *testing.T) {
	source, err := store.URL(storetest.Address(t) + "&default_transaction_read_only=on") // set once it is connected
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, source)
	if err := db.Ping(t.Context()); !store.Unavailable(err) {
		t.Errorf("got %v", err)
	}
}

// L12: a pooler knows a few parameters of a start and refuses all others.
func TestL12PoolerThatKnowsFewParameters(t *testing.T) {
	address := storetest.Address(t)
	front := storetest.NewFront(t, address)
	front.KnowsOnly("user", "database", "client_encoding", "datestyle", "timezone", "standard_conforming_strings", "application_name")
	source, err := store.URL(front.Address + "&search_path=public")
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.Connect(t, source)
	for setting, want := range map[string]string{"statement_timeout": "3s", "lock_timeout": "2s", "search_path": "public"} {
		var is string
		if err := db.Peek(t.Context(), &is, `SELECT current_setting(?)`, setting); err != nil || is != want {
			t.Errorf("%s is %s, %v", setting, is, err)
		}
	}
}

// Waiting for a lock is under the limit of the whole request, whatever comes after it.
func TestL9LockedTableEndsInTime(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db := open()
		held, release := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			err := db.InTx(t.Context(), func(rows store.Rows) error {
				err := rows.AddSetupLink(t.Context(), "one", time.Now())
				close(held)
				<-release
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-held
		ctx, begun := store.Within(t.Context(), short), time.Now()
		for range 5 {
			if err := db.AddSetupLink(ctx, "one", time.Now()); !store.Unavailable(err) || errors.Is(err, store.ErrConflict) {
				t.Errorf("got %v", err)
			}
		}
		if took := time.Since(begun); took > late {
			t.Errorf("after %v", took)
		}
		close(release)
		all.Wait()
		if err := db.AddSetupLink(t.Context(), "two", time.Now()); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}
