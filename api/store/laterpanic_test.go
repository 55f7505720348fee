package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// L8: what breaks beside a migration is an error of it, and kills no program.
func TestL8_APanicBesideTheMigrationIsAnError(t *testing.T) {
	if err := <-store.Beside(func() error { panic("canary") }); err == nil || !strings.HasPrefix(err.Error(), "panic: canary") {
		t.Errorf("got %v", err)
	}
}

// L8: telling that breaks in the middle of a step is reported at its end.
func TestL8_TellingThatBreaksStopsNoMigration(t *testing.T) {
	tick := make(chan time.Time)
	var reported []string
	done := store.TellAt(tick, func(progress string) {
		if strings.HasPrefix(progress, "a step, for") {
			panic("canary")
		}
		reported = append(reported, progress)
	}, "a step")
	tick <- time.Time{}
	done()
	if len(reported) != 2 || !strings.HasPrefix(reported[1], "telling of the migration broke: panic: canary") {
		t.Errorf("got %q", reported)
	}
}

// The index of the hashes' kinds may be missing, for a large table, and there
// already, of a program that made it in a numbered step.
func TestS7_TheIndexOfKindsIsALaterStep(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		db := storetest.Connect(t, source)
		raw.MustExec(`DELETE FROM later_steps WHERE name = 'users_password_kind'`) // as migrated before
		for range 2 {
			if left, err := db.Left(t.Context()); strings.Join(left, " ") != "users_password_kind" || err != nil {
				t.Errorf("left: %v, %v", left, err)
			}
			catchUp := db.CatchUp
			if engine == store.SQLite { // makes its later steps at the start
				catchUp = func(ctx context.Context, tell store.Tell) error { _, err := db.MigrateTelling(ctx, tell); return err }
			}
			if err := catchUp(t.Context(), func(string) {}); err != nil {
				t.Fatal(err)
			}
			if left, err := db.Left(t.Context()); len(left) != 0 || err != nil {
				t.Errorf("left: %v, %v", left, err)
			}
			raw.MustExec(`DELETE FROM later_steps WHERE name = 'users_password_kind'`)
			raw.MustExec(`DROP INDEX users_password_kind`) // of a program that made it later
			if _, err := db.PasswordKinds(t.Context(), "o", 8); err != nil {
				t.Errorf("without it: %v", err)
			}
		}
	})
}
