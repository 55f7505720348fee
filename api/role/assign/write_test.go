package assign

import (
	"log/slog"
	"testing"
	"time"

	"latchkey/api/role/rule"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A role that a super admin chose while somebody was signing in stays, with where it comes
// from, and is no reason to fail the sign-in.
func TestARoleThatChangedMeanwhileIsNotNoted(t *testing.T) {
	t.Parallel()
	ctx, db, now := t.Context(), storetest.Open(t, store.SQLite), time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	acme := store.NewOrganization("acme", "Acme Support", now)
	u := store.NewUser(acme.ID, "ana@acme.example", "Ana", store.Agent, now)
	chosen := u
	chosen.Role, chosen.RoleSource = store.SuperAdmin, store.RoleManual
	for _, err := range []error{db.AddOrganization(ctx, acme), db.AddUser(ctx, u), db.ChangeUser(ctx, chosen)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r := Roles{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }}
	d := rule.Decision{Person: rule.Person{Role: string(store.Agent), Came: rule.ByRule, Rule: "rul_1"}}
	if err := r.write(ctx, db.Rows, Set{}, u, rule.Facts{}, d); err != nil {
		t.Errorf("refused: %v", err)
	}
	if is, err := db.UserByID(ctx, acme.ID, u.ID); err != nil || is.Role != store.SuperAdmin || is.RoleSource != store.RoleManual {
		t.Errorf("it is %+v, %v", is, err)
	}
}
