package store_test

import (
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A database session that ends takes nobody's sign-in apart, and nobody else's with it.
func TestWhoComesBackWhileSessionsEnd(t *testing.T) {
	source, raw := empty(t, store.Postgres)
	db := storetest.Connect(t, source)
	db.Gather()
	storetest.BrokenReturning(t, db, func() {
		_, _ = raw.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' ORDER BY random() LIMIT 1`)
	})
}

// A statement that was done, but whose answer got lost, signs its people in.
func TestWhoComesBackWhileAnswersGetLost(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	db.LoseAnswers()
	storetest.LostAnswers(t, db)
}

// The same of somebody alone, whose connection ends before the answer comes.
func TestWhoComesBackWhileTheirAnswerGetsLost(t *testing.T) {
	db, front := behind(t)
	storetest.LostAnswer(t, db, front.LoseAnswerTo)
}
