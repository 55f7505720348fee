package store

import (
	"context"
	"fmt"
	"time"
)

// pruneAuditEvents deletes events that are too old and have no seal, or one that is marked:
// package audit marks seals, and deletes their events itself where it may.
func (s *Store) pruneAuditEvents(ctx context.Context, now time.Time) error {
	may, err := s.mayDeleteAuditEvents(ctx)
	if err != nil {
		return fmt.Errorf("prune the log of changes: %w", err)
	}
	for n := int64(pruneBatch); n == pruneBatch; {
		if may {
			// Organization by organization, as the index is made: SQLite keeps the order of a CROSS JOIN.
			n, err = s.exec(ctx, `
				DELETE FROM audit_events WHERE id IN (
					SELECT e.id FROM organizations o CROSS JOIN audit_events e
					WHERE e.organization_id = o.id AND e.at < ? - `+auditKept()+` AND `+auditTaken+` LIMIT ?)`, At(now), pruneBatch)
		} else {
			err = s.take(ctx, &n, `SELECT audit_events_prune()`)
		}
		if err != nil {
			return fmt.Errorf("prune the log of changes: %w", err)
		}
	}
	return nil
}

// auditTaken is the SQL condition that no seal still needs an event e.
const auditTaken = `NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.event_id = e.id AND s.gone = '')`

// mayDeleteAuditEvents says whether the program itself may: not where its role of PostgreSQL has
// INSERT and SELECT alone (J05; docs/operations/audit.md).
func (r Rows) mayDeleteAuditEvents(ctx context.Context) (bool, error) {
	if !r.onPostgres() {
		return true, nil
	}
	var may bool
	err := r.get(ctx, &may, `SELECT has_table_privilege('audit_events', 'DELETE')`)
	return may, err
}

// auditPruneFunction makes what deletes for such a role, by the rights of the owner and by the clock of
// the server: what is not too old it deletes for nobody. Tables are those of this schema, never
// temporary ones of whoever calls it.
func auditPruneFunction() []string {
	return []string{
		fmt.Sprintf(`CREATE FUNCTION audit_events_prune() RETURNS BIGINT LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE n BIGINT; BEGIN
			DELETE FROM audit_events WHERE id IN (
				SELECT e.id FROM organizations o JOIN audit_events e ON e.organization_id = o.id
				WHERE e.at < CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) - %s AND %s LIMIT %d);
			GET DIAGNOSTICS n = ROW_COUNT;
			RETURN n; END $$`, auditKept(), auditTaken, pruneBatch),
		`DO $$ BEGIN EXECUTE FORMAT('ALTER FUNCTION audit_events_prune() SET search_path = %I, pg_temp', current_schema()); END $$`,
		`REVOKE ALL ON FUNCTION audit_events_prune() FROM PUBLIC`,
	}
}
