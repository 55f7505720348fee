package store_test

import (
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// Whoever an older program has left is found after the upgrade, and so is whom it changes while
// both run, or after a way back.
func TestOlderProgramsPeopleAreFound(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 47)
		c := connectionOf(t, db, "acme")
		add := func(id, name string) {
			raw.MustExec(raw.Rebind(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, created_at, updated_at)
				VALUES (?, ?, ?, ?, ?, 'agent', TRUE, 1, 1)`), id, c.OrganizationID, id+"@acme.example", id+"@acme.example", name)
		}
		add("ana", "Ana Reyes")
		add("ben", "Ben Ortiz")
		raw.MustExec(raw.Rebind(`INSERT INTO identities (id, organization_id, user_id, connection_id, issuer, subject, client_id, email, hosted_domain, linked_at, last_used_at)
			VALUES ('i', ?, 'ben', ?, 'i', 's', '', 'benjamin@acme.example', '', 1, 1)`), c.OrganizationID, c.ID)
		storetest.Connect(t, source) // migrates
		add("cleo", "Cleo Reyes")
		raw.MustExec(`UPDATE users SET name = 'Ana Brandt' WHERE id = 'ana'`)
		wantInStep(t, raw, engine)
		for typed, want := range map[string]string{"reyes": "cleo", "brandt": "ana", "ortiz": "ben"} {
			lines, err := db.UserLines(t.Context(), c.OrganizationID, store.UserQuery{Search: typed}, nil, 5)
			if err != nil || len(lines) != 1 || lines[0].ID != want {
				t.Errorf("%s: %v, %v", typed, lines, err)
			}
		}
		if lines, err := db.UserLines(t.Context(), c.OrganizationID, store.UserQuery{Filter: store.UsersDifferentEmail}, nil, 5); err != nil || len(lines) != 1 {
			t.Errorf("another address: %v, %v", lines, err)
		}
		raw.MustExec(`DELETE FROM later_steps WHERE name IN ('user_word_starts', 'different_emails')`)
		raw.MustExec(`DELETE FROM user_words`)
		raw.MustExec(`DELETE FROM different_emails`)
		fresh := opened(t, source) // of a large table they are filled beside the program, which finds people meanwhile
		for _, q := range []store.UserQuery{{Search: "reyes"}, {Filter: store.UsersDifferentEmail}} {
			if n, err := fresh.CountUsers(t.Context(), c.OrganizationID, q, 5); n != 1 || err != nil {
				t.Errorf("before they are filled, %+v: %d, %v", q, n, err)
			}
		}
	})
}

// The words that a program of before kept began behind spaces alone: they are brought along, and
// none is left of those who were renamed meanwhile.
func TestWordsOfBeforeAreBroughtAlong(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 53)
		c := connectionOf(t, db, "acme")
		for id, name := range map[string]string{"ana": "Anne-Marie O'Brien", "ben": "Ben Ortiz-Reyes"} {
			raw.MustExec(raw.Rebind(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, created_at, updated_at)
				VALUES (?, ?, ?, ?, ?, 'agent', TRUE, 1, 1)`), id, c.OrganizationID, id+".x@acme.example", id+".x@acme.example", name)
		}
		raw.MustExec(`DELETE FROM user_words WHERE word LIKE 'x@%' OR word LIKE 'marie%' OR word LIKE 'brien%' OR word LIKE 'reyes%'`) // as it was before
		if err := db.MigrateTo(t.Context(), 54); err != nil {
			t.Fatal(err)
		}
		raw.MustExec(`UPDATE users SET name = 'Benno Ortiz-Reyes' WHERE id = 'ben'`)
		n, err := opened(t, source).CountUsers(t.Context(), c.OrganizationID, store.UserQuery{Search: "brien"}, 5)
		if n != 1 || err != nil {
			t.Errorf("before they are brought along: %d, %v", n, err)
		}
		storetest.Connect(t, source)
		wantInStep(t, raw, engine)
	})
}
