package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// Every table can be filled here, so that the next version's test of migrations
// starts from a database in which nothing is missing: who adds a table fills it.
// `make dump` keeps what this test made, see databases_test.go.
func TestEveryTableHasRows(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, setting{engine: engine, mail: true, generic: true})
			w.fill(t)
			for _, table := range w.tables(engine) {
				if w.count("SELECT count(*) FROM "+table) == 0 {
					t.Errorf("%s has no rows", table)
				}
			}
			if folder := os.Getenv("LATCHKEY_DUMP"); folder != "" {
				name := fmt.Sprintf("%05d.%s.sql", w.count("SELECT max(version_id) FROM goose_db_version"), engine)
				must(t, os.WriteFile(filepath.Join(folder, name), []byte(w.dump(engine)), 0o600))
			}
		})
	}
}

// fill does what people do, so that their rows are there; what only a process that
// dies, or an operator, leaves is written as it would be.
func (w *world) fill(t *testing.T) {
	t.Helper()
	lena := w.person("lena@acme.example")
	w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
	w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
	lena.ask(http.MethodDelete, "/identities/google", nil).want(http.StatusOK, "")
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	w.browser().signIn("acme", "google", "stranger@acme.example")
	w.atLinkPage("sofia@acme.example").asksCode("").want(http.StatusAccepted, "")
	w.browser().password("acme", "ben@acme.example", "wrong canary password")
	w.asksReset()
	s := w.tester(t, "google")
	s.start()
	reader{t, w, s.token}.claim("acme.example")
	now, until := fmt.Sprint(time.Now().UnixMicro()), fmt.Sprint(time.Now().Add(time.Hour).UnixMicro())
	for _, left := range leftBehind() {
		if w.count("SELECT count(*) FROM "+left.table) == 0 {
			_, err := w.raw.ExecContext(t.Context(), strings.NewReplacer(":now", now, ":until", until).Replace(left.insert))
			must(t, err)
		}
	}
}

// leftBehind are the rows that no request above leaves, in an order in which they
// can be written.
func leftBehind() []struct{ table, insert string } {
	return []struct{ table, insert string }{
		{"deployment", `INSERT INTO deployment (name, value) VALUES ('kind', 'serve')`},
		{"setup_links", `INSERT INTO setup_links (token_hash, expires_at) VALUES ('0b1c', :until)`},
		{"bypass_links", `INSERT INTO bypass_links (token_hash, organization_id, user_id, expires_at)
			SELECT '2d3e', organization_id, id, :until FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"guest_links", `INSERT INTO guest_links (id, organization_id, connection_id, token_hash, guest, created_by, created_at, expires_at)
			SELECT 'gst_1', organization_id, id, '8a9b', 'Ines', 'operator', :now, :until FROM connections WHERE provider = 'google' AND organization_id = (SELECT id FROM organizations WHERE code = 'acme')`},
		{"different_emails", `UPDATE identities SET email = 'somebody@elsewhere.example' WHERE id = (SELECT MIN(id) FROM identities)`},
		{"redeemed", `INSERT INTO redeemed (attempt_id, organization_id, code_hash, claims_sealed, until)
			SELECT 'att_1', id, '4f50', 'k1.sealed', :until FROM organizations WHERE code = 'acme'`},
		{"start_counts", `INSERT INTO start_counts (organization_id, day, provider, outcome, n)
			SELECT id, '2026-11-02', 'google', 'begun', 7 FROM organizations WHERE code = 'acme'`},
		{"sign_in_counts", `INSERT INTO sign_in_counts (organization_id, span, began, provider, signed_in, asked, refused, failed)
			SELECT id, 3600, 1790000000000000, 'google', 7, 1, 2, 0 FROM organizations WHERE code = 'acme'`},
		{"sign_ins_counted", `INSERT INTO sign_ins_counted (organization_id, since, until)
			SELECT id, 1789900000000000, 1790000000000000 FROM organizations WHERE code = 'acme'`},
		{"audit_unsealed", `INSERT INTO audit_unsealed (event_id, at) SELECT id, at FROM audit_events WHERE action = 'user.created'`},
		{"audit_seals", `INSERT INTO audit_seals (number, event_id, organization_id, at, content, sealed_at, digest, gone)
			SELECT 7, 'aud_1', id, :now, '0a1b', :now, '2c3d', '' FROM organizations WHERE code = 'acme'`},
		{"audit_chain", `INSERT INTO audit_chain (id, sealed, anchor_number, anchor_digest, head_number, head_digest, mac)
			VALUES ('audit', 'k1.sealed', 6, '4e5f', 7, '2c3d', '6071')`},
		{"jobs", `INSERT INTO jobs (name, ran_at, took, succeeded_at, problem, step, done, total) VALUES ('prune', :now, 7, :now, '', '', 0, 0)`},
		{"clients", `INSERT INTO clients (id, kind, organization_id, name, state, created_at, created_by, updated_at, last_used_at)
			SELECT 'cli_1', 'application', NULL, 'Reports', 'enabled', :now, 'operator', :now, CAST(NULL AS BIGINT)
			UNION ALL SELECT 'cli_2', 'service', id, 'Robot', 'enabled', :now, 'operator', :now, CAST(NULL AS BIGINT) FROM organizations WHERE code = 'acme'`},
		{"client_events", `INSERT INTO client_events (id, client_id, at, actor, action, detail)
			VALUES ('cle_1', 'cli_1', :now, 'operator', 'registered', '')`},
		{"client_secrets", `INSERT INTO client_secrets (id, client_id, hash, first, last, created_at, created_by, expires_at, revoked_at, last_used_at, last_used_from)
			VALUES ('sec_1', 'cli_1', '6172', 'abcd', 'wxyz', :now, 'operator', :until, NULL, NULL, '')`},
		{"services", `INSERT INTO services (client_id, organization_id, scopes, jwks, jwks_uri, federation_issuer, federation_jwks_uri,
			federation_subject, federation_audience, last_used_from, last_used_with, revision, changed_by, revoked_at)
			SELECT 'cli_2', organization_id, '["users:read","log:read"]', '', '', 'https://login.example/v2.0', 'https://login.example/keys',
			'robot', 'api://reports', '192.0.2.9', 'federation', 2, 'operator', NULL FROM clients WHERE id = 'cli_2'`},
		{"client_token_ids", `INSERT INTO client_token_ids (client_id, kind, hash, expires_at) VALUES ('cli_2', 'spent', 'e9fa', :until)`},
		{"applications", `INSERT INTO applications (client_id, type, icon, home_url, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri,
			initiate_login_uri, resources, all_organizations, organization_ids, id_token_alg, require_pkce, refresh)
			VALUES ('cli_1', 'web', '', 'https://reports.example', '["https://reports.example/back"]', '[]', '', '', '[]', TRUE, '[]', 'RS256', TRUE, 'session')`},
		{"brandings", `INSERT INTO brandings (organization_id, name, accent, welcome, logo, logo_hash, logo_width, logo_height,
			revision, changed_by, changed_at)
			SELECT id, 'Acme', '#7a1f5c', 'Welcome.', 'iVBORw0KGgo=', '0f5670aa10b2c3d4e5f60718', 120, 40, 2, 'operator', :now
			FROM organizations WHERE code = 'acme'`},
		{"role_rule_sets", `INSERT INTO role_rule_sets (organization_id, mode, otherwise, otherwise_role, seen_from, revision, changed_by, changed_at)
			SELECT id, 'automatic', 'role', 'agent', 1, 2, 'operator', :now FROM organizations WHERE code = 'acme'`},
		{"role_rules", `INSERT INTO role_rules (id, organization_id, connection_id, position, source, path, op, value_list, ignore_case, role)
			SELECT 'rul_1', id, NULL, 1, 'claim', '["groups"]', 'contains', '["Support-EU"]', FALSE, 'agent' FROM organizations WHERE code = 'acme'`},
		{"role_choices", `INSERT INTO role_choices (organization_id, connection_id, default_role, choices, revision, changed_by, changed_at)
			SELECT c.organization_id, c.id, 'agent', '["agent"]', 2, 'operator', :now
			FROM connections c JOIN organizations o ON o.id = c.organization_id WHERE o.code = 'acme' AND c.provider = 'google'`},
		{"application_access", `INSERT INTO application_access (organization_id, client_id, off, revision, changed_by, changed_at, last_used_at)
			SELECT id, 'cli_1', TRUE, 2, 'operator', :now, :now FROM organizations WHERE code = 'acme'`},
		{"authorization_codes", `INSERT INTO authorization_codes (code_hash, client_id, organization_id, user_id, session_id, redirect_uri, challenge, nonce, scope, resource, expires_at)
			SELECT '8394', 'cli_1', organization_id, id, 'ses_1', 'https://reports.example/back', 'c', 'n', 'openid', '', :until
			FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"grants", `INSERT INTO grants (id, code_hash, client_id, organization_id, user_id, session_id, scope, resource, offline, generation, refresh_hash,
			began_at, last_used_at, idle_expires_at, expires_at, ended_at, end_reason)
			SELECT 'grt_1', 'a5b6', 'cli_1', organization_id, id, 'ses_1', 'openid', '', FALSE, 1, 'c7d8', :now, :now, :until, :until, NULL, ''
			FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"keyed_requests", `INSERT INTO keyed_requests (id, organization_id, fingerprint, claim, leased_until, status, headers, body, expires_at)
			SELECT 'e9d8', id, 'c7b6', 'clm_1', :until, 201, '{"ETag":"\"1\""}', '{}', :until FROM organizations WHERE code = 'acme'`},
		{"user_bulk_changes", `INSERT INTO user_bulk_changes (id, organization_id, action, role, made_by, confirmed, created_at, due_at, tries, position,
			total, done, outcomes, ended_at, ended_how)
			SELECT 'ubc_1', organization_id, 'set_role', 'agent', id, FALSE, :now, CAST(NULL AS BIGINT), 1, id, 2, 1, '{"unchanged":1}', :now, 'cancelled'
			FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"user_bulk_people", `INSERT INTO user_bulk_people (bulk_change_id, user_id, outcome)
			SELECT 'ubc_1', id, 'unchanged' FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"webhooks", `INSERT INTO webhooks (id, organization_id, url, description, types, state, off_reason, secret_sealed, old_sealed, old_until, failing_since,
			succeeded_at, taken, woken, paused_until, due_at, revision, created_by, created_at, changed_by, changed_at)
			SELECT 'wh_1', id, 'https://crm.example/hook', 'CRM', '["user.created"]', 'enabled', '', 'k1.sealed', 'k1.older', :until, :now,
			:now, FALSE, 3, :until, :until, 2, 'operator', :now, 'operator', :now FROM organizations WHERE code = 'acme'`},
		{"webhook_deliveries", `INSERT INTO webhook_deliveries (id, webhook_id, event_id, type, occurred_at, data, state, tries, attempts, created_at, due_at, finished_at)
			VALUES ('msg_1', 'wh_1', 'evt_1', 'webhook.test', :now, '{}', 'waiting', 1, '[{"at":"2026-11-09T08:13:51Z","status":503,"micros":900}]', :now, :until, NULL)`},
		{"user_imports", `INSERT INTO user_imports (id, organization_id, state, problem, file_name, unknown_columns, dry_run, deactivate_missing, invite,
			service, confirmed, total, done, next, added, changed, same, wrong, first_wrong, missing, ceiling, deactivated, created_by, created_at,
			started_at, finished_at, due_at, tries)
			SELECT 'imp_1', organization_id, 'running', '', 'people.csv', '["Phone"]', FALSE, TRUE, FALSE, FALSE, TRUE, 9, 4, 1, 1, 1, 1, 1,
			'[{"row":2,"code":"validation_failed","column":"email","problem":"format"}]', NULL, NULL, 0, id, :now, :now, NULL, :until, 1
			FROM users WHERE email_lower = 'sofia@acme.example'`},
		{"user_import_chunks", `INSERT INTO user_import_chunks (import_id, number, rows_json) VALUES ('imp_1', 1, '[{"n":6,"e":"zoe@acme.example","m":"Zoe"}]')`},
		{"user_import_reports", `INSERT INTO user_import_reports (import_id, number, lines) VALUES ('imp_1', 0, '2,wrong,validation_failed,email,format,')`},
		{"logout_messages", `INSERT INTO logout_messages (id, client_id, organization_id, user_id, session_id, reason, tries, problem, created_at, due_at, given_up_at)
			SELECT 'end.ses_1.cli_1', 'cli_1', organization_id, id, 'ses_1', 'signed_out', 1, 'unreachable', :now, :until, NULL
			FROM users WHERE email_lower = 'sofia@acme.example'`},
	}
}

// tables are all of them, those of the migrations' own too.
func (w *world) tables(engine store.Engine) (names []string) {
	w.t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`
	if engine == store.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`
	}
	must(w.t, w.raw.SelectContext(w.t.Context(), &names, query))
	return names
}

// dump is the database as statements that make it again.
func (w *world) dump(engine store.Engine) string {
	w.t.Helper()
	if engine == store.Postgres {
		return w.dumpPostgres()
	}
	var text strings.Builder
	text.WriteString("PRAGMA foreign_keys = OFF;\n")
	for _, table := range w.tables(engine) {
		text.WriteString(w.made(table, "table"))
		for _, row := range w.literals(engine, table, w.columns(table)) {
			fmt.Fprintf(&text, "INSERT INTO %s VALUES (%s);\n", table, strings.Join(row, ", "))
		}
		text.WriteString(w.made(table, "index"))
	}
	return text.String()
}

// made are the statements that made a table, or its indexes, on SQLite.
func (w *world) made(table, kind string) string {
	var statements []string
	must(w.t, w.raw.SelectContext(w.t.Context(), &statements,
		`SELECT sql || ';' FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL`, table, kind))
	return strings.Join(statements, "\n") + "\n"
}

// dumpPostgres asks pg_dump. Settings and the client's own commands are left out:
// another version may not know them.
func (w *world) dumpPostgres() string {
	address, err := url.Parse(os.Getenv("TEST_DATABASE_URL"))
	must(w.t, err)
	var name string
	must(w.t, w.raw.GetContext(w.t.Context(), &name, "SELECT current_database()"))
	address.Path = "/" + name
	all, err := exec.CommandContext(w.t.Context(), "pg_dump", "--inserts", "--no-owner", "--no-privileges", address.String()).Output()
	must(w.t, err)
	var text strings.Builder
	for line := range strings.Lines(string(all)) {
		if !strings.HasPrefix(line, `\`) && !strings.HasPrefix(line, "SET ") && !strings.HasPrefix(line, "--") &&
			!strings.HasPrefix(line, "SELECT pg_catalog.set_config") && line != "\n" {
			text.WriteString(line)
		}
	}
	return text.String()
}

func (w *world) columns(table string) []string {
	w.t.Helper()
	rows, err := w.raw.QueryxContext(w.t.Context(), "SELECT * FROM "+table+" WHERE 1 = 0")
	must(w.t, err)
	defer rows.Close()
	names, err := rows.Columns()
	must(w.t, errors.Join(err, rows.Err()))
	return names
}

// literals are the rows of a table, each value as SQL writes it.
func (w *world) literals(engine store.Engine, table string, columns []string) (all [][]string) {
	w.t.Helper()
	quoted := "quote(%s)"
	if engine == store.Postgres {
		quoted = "quote_nullable(%s::text)"
	}
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf(quoted, c)
	}
	rows, err := w.raw.QueryContext(w.t.Context(), "SELECT "+strings.Join(parts, ", ")+" FROM "+table)
	must(w.t, err)
	defer rows.Close()
	for rows.Next() {
		row := make([]string, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		must(w.t, rows.Scan(into...))
		all = append(all, row)
	}
	must(w.t, rows.Err())
	return all
}
