package store

import "github.com/pressly/goose/v3"

// auditSeals is the step 53: the seals of audit events, in a chain (spec J05, package audit),
// and which events have none yet. The database itself keeps the latter, by a trigger: so does
// whoever writes events, an older program too, and whoever commits late. Events that are there
// already are filled in later (later.go).
func (s *Store) auditSeals() *goose.Migration {
	queued := `CREATE TRIGGER audit_events_queued AFTER INSERT ON audit_events BEGIN
		INSERT OR IGNORE INTO audit_unsealed (event_id, at) VALUES (NEW.id, NEW.at); END`
	if s.engine == Postgres {
		queued = `CREATE TRIGGER audit_events_queued AFTER INSERT ON audit_events REFERENCING NEW TABLE AS added
			FOR EACH STATEMENT EXECUTE FUNCTION audit_events_queued()`
	}
	statements := auditSealTables()
	if s.engine == Postgres {
		statements = append(statements, `CREATE FUNCTION audit_events_queued() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO audit_unsealed (event_id, at) SELECT id, at FROM added ON CONFLICT DO NOTHING;
			RETURN NULL; END $$`)
		statements = append(statements, auditPruneFunction()...)
	}
	return goose.NewGoMigration(53, &goose.GoFunc{RunTx: each(append(statements, queued))}, nil)
}

// auditSealTables makes the tables of the sealed log. No foreign keys: a seal outlives its event.
func auditSealTables() []string {
	return []string{
		`CREATE TABLE audit_unsealed (
			event_id TEXT PRIMARY KEY,
			at       BIGINT NOT NULL
		)`,
		`CREATE INDEX audit_unsealed_order ON audit_unsealed (at, event_id)`,
		`CREATE TABLE audit_seals (
			number          BIGINT PRIMARY KEY,
			event_id        TEXT NOT NULL UNIQUE,
			organization_id TEXT NOT NULL,
			at              BIGINT NOT NULL,
			content         TEXT NOT NULL,
			sealed_at       BIGINT NOT NULL,
			digest          TEXT NOT NULL,
			gone            TEXT NOT NULL
		)`,
		`CREATE INDEX audit_seals_age ON audit_seals (organization_id, at) WHERE gone = ''`,
		`CREATE TABLE audit_chain (
			id            TEXT PRIMARY KEY,
			sealed        TEXT NOT NULL,
			anchor_number BIGINT NOT NULL,
			anchor_digest TEXT NOT NULL,
			head_number   BIGINT NOT NULL,
			head_digest   TEXT NOT NULL,
			mac           TEXT NOT NULL
		)`,
	}
}

// AuditUnsealedFilled is the later step that queues the events from before there were seals.
const AuditUnsealedFilled = "audit_unsealed"

// fillAuditUnsealed queues those events of a range of ids that have no seal. One that is queued
// and sealed at the same time is left out when it is taken.
func fillAuditUnsealed(Engine) string {
	return `INSERT INTO audit_unsealed (event_id, at)
		SELECT e.id, e.at FROM audit_events e
		WHERE e.id > ? AND e.id <= ? AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.event_id = e.id)
		ON CONFLICT DO NOTHING`
}
