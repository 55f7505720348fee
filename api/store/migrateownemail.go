package store

import "github.com/pressly/goose/v3"

// ownEmail is the step 52: the address in a row of the log is that of its user, so that a search
// finds the row by the user, and has an index of the others alone (G1): a sign-in of somebody who comes
// back writes none. If the user's address becomes another one, the database itself says of their
// rows that they have it no more, whichever program changes it; of what an older program writes it is
// not known, so it counts as another address.
func (s *Store) ownEmail() *goose.Migration {
	const disowned = `UPDATE sign_ins SET own_email = FALSE WHERE organization_id = NEW.organization_id AND user_id = NEW.id AND own_email; `
	statements := []string{
		`ALTER TABLE sign_ins ADD COLUMN own_email BOOLEAN NOT NULL DEFAULT FALSE`,
		`CREATE TRIGGER users_own_email AFTER UPDATE OF email_lower ON users WHEN OLD.email_lower <> NEW.email_lower BEGIN ` + disowned + `END`,
	}
	if s.engine == Postgres {
		statements = []string{
			statements[0],
			`CREATE FUNCTION users_own_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` + disowned + `RETURN NULL; END $$`,
			`CREATE TRIGGER users_own_email AFTER UPDATE OF email_lower ON users FOR EACH ROW
				WHEN (OLD.email_lower <> NEW.email_lower) EXECUTE FUNCTION users_own_email()`,
		}
	}
	return goose.NewGoMigration(52, &goose.GoFunc{RunTx: each(statements)}, nil)
}
