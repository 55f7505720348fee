package store_test

import (
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// People keep their roles when those become rows, an organization that an older program
// makes gets the built-in ones, and nobody has a role that the organization has not.
func TestRolesOfUsersBecomeRows(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 31)
		write := func(id string) error {
			_, err := raw.Exec(`INSERT INTO organizations (id, code, name, active, contact_text, password_sign_in, session_idle_seconds, session_absolute_seconds, created_at)
				VALUES ('` + id + `', '` + id + `', 'Acme', TRUE, '', TRUE, 1800, 1800, 1)`)
			return err
		}
		person := func(organization, id, role string) error {
			_, err := raw.Exec(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, created_at, updated_at)
				VALUES ('` + id + `', '` + organization + `', '` + id + `', '` + id + `', 'A', '` + role + `', TRUE, 1, 1)`)
			return err
		}
		for _, err := range []error{write("old"), person("old", "ana", "super_admin"), person("old", "ben", "agent")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		storetest.Connect(t, source) // migrates
		for id, role := range map[string]store.Role{"ana": store.SuperAdmin, "ben": store.Agent} {
			if u, err := db.UserByID(t.Context(), "old", id); err != nil || u.Role != role {
				t.Errorf("%s is %s, %v", id, u.Role, err)
			}
		}
		if list, err := db.RolesOf(t.Context(), "old", ""); err != nil || len(list) != 2 || list[0].People != 1 {
			t.Errorf("roles %+v, %v", list, err)
		}
		if err := person("old", "cleo", "nobody_made_it"); err == nil {
			t.Error("somebody has a role that is not there")
		}
		if err := write("made_by_an_older_program"); err != nil {
			t.Fatal(err)
		}
		if err := person("made_by_an_older_program", "dan", "agent"); err != nil {
			t.Error(err)
		}
		if engine == store.SQLite { // what was written into the schema is a whole table
			var sound string
			if err := raw.Get(&sound, `PRAGMA integrity_check`); err != nil || sound != "ok" {
				t.Errorf("integrity: %s, %v", sound, err)
			}
		}
	})
}
