package store

import "github.com/pressly/goose/v3"

// differentEmails is the step 49: the accounts whose address is not that of their user, so that
// a filter finds the few of many (G1). The database itself keeps them, as it does the words of
// [Store.userWords]; those that are there already are filled in later.
func (s *Store) differentEmails() *goose.Migration {
	statements := sqliteDifferentEmails()
	if s.engine == Postgres {
		statements = postgresDifferentEmails()
	}
	return goose.NewGoMigration(49, &goose.GoFunc{RunTx: each(statements)}, nil)
}

const (
	differentEmailsTable = `CREATE TABLE different_emails (
		organization_id TEXT NOT NULL,
		user_id         TEXT NOT NULL,
		identity_id     TEXT NOT NULL,
		PRIMARY KEY (organization_id, user_id, identity_id)
	)`
	intoDifferentEmails = `INSERT INTO different_emails (organization_id, user_id, identity_id) `
	theirDifferent      = `SELECT i.organization_id, i.user_id, i.id FROM identities i JOIN users u ON u.id = i.user_id
		WHERE i.email <> '' AND LOWER(i.email) <> LOWER(u.email)`
)

// postgresDifferentEmails has whoever changes an account's address wait for whoever changes its
// user's at the same time: each would see the address of the other as it was before.
func postgresDifferentEmails() []string {
	return []string{
		differentEmailsTable,
		`CREATE FUNCTION different_emails_of_account() RETURNS trigger LANGUAGE plpgsql` + byKeys + ` AS $$ DECLARE theirs TEXT; BEGIN
			IF TG_OP <> 'INSERT' THEN
				DELETE FROM different_emails WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id AND identity_id = OLD.id;
			END IF;
			IF TG_OP <> 'DELETE' THEN
				SELECT email INTO theirs FROM users WHERE id = NEW.user_id FOR SHARE;
				IF NEW.email <> '' AND LOWER(NEW.email) <> LOWER(theirs) THEN ` +
			intoDifferentEmails + `VALUES (NEW.organization_id, NEW.user_id, NEW.id) ON CONFLICT DO NOTHING;
				END IF;
			END IF;
			RETURN NULL; END $$`,
		`CREATE FUNCTION different_emails_of_user() RETURNS trigger LANGUAGE plpgsql` + byKeys + ` AS $$ BEGIN
			DELETE FROM different_emails WHERE organization_id = NEW.organization_id AND user_id = NEW.id; ` +
			intoDifferentEmails + theirDifferent + ` AND i.organization_id = NEW.organization_id AND i.user_id = NEW.id ON CONFLICT DO NOTHING;
			RETURN NULL; END $$`,
		`CREATE TRIGGER identities_email_added AFTER INSERT ON identities FOR EACH ROW
			WHEN (NEW.email <> '') EXECUTE FUNCTION different_emails_of_account()`,
		`CREATE TRIGGER identities_email_changed AFTER UPDATE OF email ON identities FOR EACH ROW
			WHEN (OLD.email <> NEW.email) EXECUTE FUNCTION different_emails_of_account()`,
		`CREATE TRIGGER identities_email_removed AFTER DELETE ON identities FOR EACH ROW EXECUTE FUNCTION different_emails_of_account()`,
		`CREATE TRIGGER users_email_changed AFTER UPDATE OF email ON users FOR EACH ROW
			WHEN (OLD.email <> NEW.email) EXECUTE FUNCTION different_emails_of_user()`,
	}
}

func sqliteDifferentEmails() []string {
	const (
		removed = `DELETE FROM different_emails WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id AND identity_id = OLD.id; `
		added   = `INSERT OR IGNORE INTO different_emails (organization_id, user_id, identity_id) ` + theirDifferent + ` AND i.id = NEW.id; `
	)
	return []string{
		differentEmailsTable + ` WITHOUT ROWID`,
		`CREATE TRIGGER identities_email_added AFTER INSERT ON identities WHEN NEW.email <> '' BEGIN ` + added + `END`,
		`CREATE TRIGGER identities_email_changed AFTER UPDATE OF email ON identities WHEN OLD.email <> NEW.email BEGIN ` + removed + added + `END`,
		`CREATE TRIGGER identities_email_removed AFTER DELETE ON identities BEGIN ` + removed + `END`,
		`CREATE TRIGGER users_email_changed AFTER UPDATE OF email ON users WHEN OLD.email <> NEW.email BEGIN
			DELETE FROM different_emails WHERE organization_id = NEW.organization_id AND user_id = NEW.id;
			INSERT OR IGNORE INTO different_emails (organization_id, user_id, identity_id) ` +
			theirDifferent + ` AND i.organization_id = NEW.organization_id AND i.user_id = NEW.id; END`,
	}
}

// fillDifferentEmails takes the accounts of a range of users. On PostgreSQL nobody changes these
// users meanwhile; of an account that is changed, whoever does notes it.
func fillDifferentEmails(engine Engine) string {
	if engine == Postgres {
		return intoDifferentEmails + `SELECT i.organization_id, i.user_id, i.id
			FROM (SELECT * FROM users WHERE id > ? AND id <= ? FOR SHARE) u
			JOIN identities i ON i.organization_id = u.organization_id AND i.user_id = u.id
			WHERE i.email <> '' AND LOWER(i.email) <> LOWER(u.email) ON CONFLICT DO NOTHING`
	}
	return `INSERT OR IGNORE INTO different_emails (organization_id, user_id, identity_id) ` + theirDifferent + ` AND u.id > ? AND u.id <= ?`
}
