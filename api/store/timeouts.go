package store

import (
	"context"
	"sync"
	"time"

	"latchkey/api/store/postgres"
)

// How long things may take on PostgreSQL. The server ends a statement before we
// give its connection up, and a request waits for both at most so long that its
// answer comes within four seconds.
const (
	RequestWithin    = 3200 * time.Millisecond // all waits for the database of one request: see [Within]
	operationWithin  = 3400 * time.Millisecond
	statementWithin  = 3000 * time.Millisecond // by the server
	lockWithin       = 2000 * time.Millisecond // by the server
	connectWithin    = 2000 * time.Millisecond
	cancelWithin     = 300 * time.Millisecond
	busyWithin       = 1500 * time.Millisecond // SQLite: another process writes
	patientBusy      = time.Minute             // the same, for a migration
	patientConnect   = 10 * time.Second
	patientLockLimit = 3 * time.Second // a migration in the queue for a table keeps others out of it
)

func usualLimits() postgres.Options {
	return postgres.Options{Operation: operationWithin, Connect: connectWithin, Cancel: cancelWithin}
}

// patientLimits are those of migrations.
func patientLimits() postgres.Options {
	return postgres.Options{Connect: patientConnect, Cancel: patientConnect}
}

// budget is what is left of a request's time for the database.
type budget struct {
	mu   sync.Mutex
	left time.Duration
}

type budgetKey struct{}

// Within bounds how long a request may wait for the database altogether: for a
// connection of the pool, for begin, statements and commit, and for what is
// written after the request has failed. Waiting for others does not count.
func Within(ctx context.Context, total time.Duration) context.Context {
	return context.WithValue(ctx, budgetKey{}, &budget{left: total})
}

// spend bounds one wait by what is left; done takes off how long it was.
func spend(ctx context.Context) (bounded context.Context, done func()) {
	b, ok := ctx.Value(budgetKey{}).(*budget)
	if !ok {
		return ctx, func() {}
	}
	begun := time.Now()
	bounded, cancel := context.WithTimeout(ctx, b.rest())
	return bounded, func() {
		cancel()
		b.take(time.Since(begun))
	}
}

// countedOnce is the context of what is done within a wait that counts already.
func countedOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, nil)
}

// wholeOf bounds a transaction by what is left when it begins.
func wholeOf(ctx context.Context) (context.Context, context.CancelFunc) {
	b, ok := ctx.Value(budgetKey{}).(*budget)
	if !ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, b.rest())
}

func (b *budget) rest() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.left
}

func (b *budget) take(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left -= d
}
