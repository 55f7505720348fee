package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
)

// rolesOfUsers is the step after 00031_roles.sql: users.role was one of two words, and is
// the key of a role of the organization. A constraint is changed in another way on each
// engine, so this step is Go.
func (s *Store) rolesOfUsers() *goose.Migration {
	change := sqliteRolesOfUsers
	if s.engine == Postgres {
		change = postgresRolesOfUsers
	}
	return goose.NewGoMigration(32, &goose.GoFunc{RunTx: change}, nil)
}

// builtInRoles gives organizations the roles that each of them has.
const builtInRoles = `
	INSERT INTO roles (organization_id, key, name, description, built_in, permissions, revision, changed_by, changed_at)
	SELECT o.id, b.key, b.name, '', TRUE, '[]', 1, 'operator', o.created_at
	FROM organizations o CROSS JOIN (SELECT 'super_admin' AS key, 'Super admin' AS name UNION ALL SELECT 'agent', 'Agent') b
	WHERE `

// postgresRolesOfUsers leaves a trigger, as the other does: an older program, which knows no
// roles, may make an organization as long as the upgrade takes, or after it was rolled back.
func postgresRolesOfUsers(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `
		CREATE FUNCTION built_in_roles() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN`+
		builtInRoles+`o.id = NEW.id ON CONFLICT DO NOTHING;
		RETURN NULL; END $$;
		CREATE TRIGGER organizations_built_in_roles AFTER INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION built_in_roles();`+
		builtInRoles+`TRUE ON CONFLICT DO NOTHING;
		ALTER TABLE users DROP CONSTRAINT users_role_check,
			ADD CONSTRAINT users_role_fkey FOREIGN KEY (organization_id, role) REFERENCES roles (organization_id, key)`)
	return err
}

// What the table users says of roles on SQLite, before and after.
const (
	sqliteRoleWas = `CHECK (role IN ('super_admin', 'agent'))`
	sqliteKeyWas  = `UNIQUE (organization_id, id)`
	sqliteKeyIs   = sqliteKeyWas + `,
  FOREIGN KEY (organization_id, role) REFERENCES roles (organization_id, key)`
)

// sqliteRolesOfUsers changes what the schema says, and no row: all rows fit both before
// and after, so that a table of any size is not written anew ("Making Other Kinds Of Table
// Schema Changes" of SQLite's ALTER TABLE, the simpler procedure).
func sqliteRolesOfUsers(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range []string{
		builtInRoles + `TRUE ON CONFLICT DO NOTHING`,
		`CREATE TRIGGER organizations_built_in_roles AFTER INSERT ON organizations BEGIN` +
			builtInRoles + `o.id = NEW.id ON CONFLICT DO NOTHING; END`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	var version int64
	if err := tx.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `PRAGMA writable_schema = ON`); err != nil {
		return err
	}
	changed, err := tx.ExecContext(ctx, `
		UPDATE sqlite_schema SET sql = replace(replace(sql, ?, ''), ?, ?)
		WHERE type = 'table' AND name = 'users' AND instr(sql, ?) > 0 AND instr(sql, ?) > 0`,
		sqliteRoleWas, sqliteKeyWas, sqliteKeyIs, sqliteRoleWas, sqliteKeyWas)
	if err == nil {
		if n, _ := changed.RowsAffected(); n != 1 {
			err = errors.New("the table users is not as its first step made it")
		}
	}
	if err == nil { // every connection reads the schema anew
		_, err = tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA schema_version = %d`, version+1))
	}
	_, off := tx.ExecContext(ctx, `PRAGMA writable_schema = OFF`)
	return errors.Join(err, off)
}
