//go:build scale

package e2e_test

import (
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
)

// population is how much there is in a world beside what every world has. acme is the largest
// of the organizations; the others share what is left.
type population struct{ organizations, people, largest, signIns, events int }

// smallWorld is one organization of 100 people.
func smallWorld() population { return population{0, 100, 100, 100, 1000} }

// largeWorld is what the G rows of faults.md ask for, times share.
func largeWorld(share float64) population {
	of := func(n float64) int { return max(100, int(n*share)) }
	return population{of(10_000), of(1_000_000), of(100_000), of(1_000_000), of(20_000)}
}

// alone is the largest organization of a population, without all others.
func (p population) alone() population {
	return population{0, p.largest, p.largest, min(p.largest, p.signIns), p.events}
}

// populateAtScale writes a population in statements over sets. Ids, names and times are scattered, so that
// what is one behind the other in an index lies anywhere in its table, as in life.
func (w *world) populateAtScale(p population, engine store.Engine) {
	w.t.Helper()
	db, err := w.raw.Connx(w.t.Context())
	must(w.t, err)
	defer db.Close()
	w.onFill(db, engine, []string{`PRAGMA cache_size = -400000`, `PRAGMA synchronous = OFF`}, nil)
	acme := w.live("acme", "google")
	values := map[string]string{
		"acme": quoted(acme.OrganizationID), "connection": quoted(acme.ID), "issuer": quoted(w.provider.GoogleIssuer()),
		"hash": quoted(everybodysHash()), "now": strconv.FormatInt(w.clock.now().UnixMicro(), 10),
	}
	series := func(n int, insert string) {
		if n == 0 {
			return
		}
		values["n"], values["organizations"] = strconv.Itoa(n), strconv.Itoa(p.organizations)
		insert = strings.Replace(insert, "SELECT", `WITH RECURSIVE c(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM c WHERE i < {n}),
			n(i, s) AS (SELECT i, (i * 7919) % 1000003 FROM c) SELECT`, 1)
		w.onFill(db, "", []string{insert}, values)
	}
	series(p.organizations, fillOrganizations)
	series(p.organizations, fillConnections)
	series(p.largest, fillLargest)
	series(p.people-p.largest, fillOthers)
	series(p.largest, fillAccounts)
	series(p.people-p.largest, fillOtherAccounts)
	mine := min(p.largest, p.signIns)
	series(mine, fillSignIns)
	series(p.signIns-mine, fillOtherSignIns)
	series(p.events, fillEvents)
	w.onFill(db, "", []string{`UPDATE event_counters SET last = last + ` + strconv.Itoa(p.events) + ` WHERE organization_id = {acme}`}, values)
	if engine == store.Postgres {
		w.onFill(db, engine, nil, nil)
		_, err := db.ExecContext(w.t.Context(), `VACUUM ANALYZE`) // as autovacuum would by then
		must(w.t, err)
		return
	}
	w.onFill(db, engine, []string{`PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA synchronous = FULL`}, nil)
}

// onFill runs statements; those of an engine on SQLite alone.
func (w *world) onFill(db *sqlx.Conn, engine store.Engine, statements []string, values map[string]string) {
	w.t.Helper()
	for _, s := range statements {
		if engine == store.Postgres {
			continue
		}
		for name, value := range values {
			s = strings.ReplaceAll(s, "{"+name+"}", value)
		}
		began := time.Now()
		_, err := db.ExecContext(w.t.Context(), s)
		must(w.t, err)
		if took := time.Since(began); took > time.Second {
			w.t.Logf("%.0f s: %.60s", took.Seconds(), strings.TrimSpace(s))
		}
	}
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

const (
	fillOrganizations = `INSERT INTO organizations (id, code, name, active, contact_text, password_sign_in, session_idle_seconds, session_absolute_seconds, created_at)
		SELECT 'org_' || i, 'scale-' || i, 'Organization ' || i, TRUE, '', TRUE, 1800, 1800, {now} FROM n`
	fillConnections = `INSERT INTO connections (id, organization_id, provider, state, linking, weak_proof, different_email, locked_to, health, health_reason,
			probe_failed, probe_pause, created_at, updated_at)
		SELECT 'con_' || i, 'org_' || i, 'google', 'disabled', 'automatic', 'ask', FALSE, '[]', 'ok', '', FALSE, 0, {now}, {now} FROM n`
	intoUsers = `INSERT INTO users (id, organization_id, external_id, email, email_lower, name, role, active, password_hash, created_at, updated_at,
			exempt, last_sign_in_at, last_sign_in_with) SELECT `
	aPerson = `, CASE i % 5 WHEN 0 THEN 'Maria ' WHEN 1 THEN 'Noah ' WHEN 2 THEN 'Amara ' WHEN 3 THEN 'Kenji ' ELSE 'Olga ' END || 'Person ' || s, 'agent',
		i % 20 <> 0, CASE WHEN i % 2 = 0 THEN {hash} END, {now}, {now}, i <= 3,
		CASE WHEN i % 3 <> 0 THEN {now} - s * 5184000 END, CASE WHEN i % 3 <> 0 THEN 'google' ELSE '' END FROM n`
	fillLargest = intoUsers + `'usr_' || s || 'a', {acme}, 'crm-' || i, 'person.' || s || '@acme.example', 'person.' || s || '@acme.example'` + aPerson
	fillOthers  = intoUsers + `'usr_' || s || 'b', 'org_' || (1 + i % {organizations}), 'crm-' || i, 'person.' || s || '@other.example',
		'person.' || s || '@other.example'` + aPerson

	intoIdentities    = `INSERT INTO identities (id, organization_id, user_id, connection_id, issuer, subject, client_id, email, linked_at, last_used_at) SELECT `
	account           = `{issuer}, s || '0', 'client', CASE WHEN i % 500 = 1 THEN 'another.' ELSE 'person.' END || s || `
	fillAccounts      = intoIdentities + `'idt_' || s || 'a', {acme}, 'usr_' || s || 'a', {connection}, ` + account + `'@acme.example', {now}, {now} FROM n WHERE i % 3 <> 0`
	fillOtherAccounts = intoIdentities + `'idt_' || s || 'b', 'org_' || (1 + i % {organizations}), 'usr_' || s || 'b', 'con_' || (1 + i % {organizations}), ` +
		account + `'@other.example', {now}, {now} FROM n WHERE i % 3 <> 0`

	// Over 60 days; of each hundred one was refused, and some turned back or were asked.
	intoSignIns = `INSERT INTO sign_ins (id, organization_id, connection_id, reference, purpose, provider, step, code, reason, proof, expected, received, email, user_id, return_to,
			address, browser, timings, started_at, finished_at, own_email) SELECT `
	signIn = `substr(CAST(100000000 + s AS TEXT), 2, 4) || '-' || substr(CAST(100000000 + s AS TEXT), 6), 'sign_in', 'google', '',
		CASE i % 100 WHEN 0 THEN 'email_not_verified' WHEN 1 THEN 'provider_denied' WHEN 2 THEN 'link_required' ELSE '' END, '', '', '', '', 'person.' || s || `
	signInEnd        = `, '/', '203.0.113.24', 'Mozilla/5.0', '{}', {now} - s * 5184000 - 900000, {now} - s * 5184000, i % 100 > 2 FROM n`
	fillSignIns      = intoSignIns + `s || 'a', {acme}, {connection}, ` + signIn + `'@acme.example', 'usr_' || s || 'a'` + signInEnd
	fillOtherSignIns = intoSignIns + `s || 'b', 'org_' || (1 + i % {organizations}), 'con_' || (1 + i % {organizations}), ` + signIn + `'@other.example', 'usr_' || s || 'b'` + signInEnd

	fillEvents = `INSERT INTO events (id, organization_id, sequence, type, occurred_at, data, once)
		SELECT 'evt_' || s, {acme}, i + (SELECT last FROM event_counters WHERE organization_id = {acme}), 'user.updated', {now},
			'{"user":{"id":"usr_' || s || 'a","email":"person.' || s || '@acme.example","name":"Person ' || s || '","role":"agent","active":true,"exempt":false,"version":2},"before":{"name":"Person"}}', ''
		FROM n`
)
