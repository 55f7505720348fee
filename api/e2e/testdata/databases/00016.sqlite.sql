PRAGMA foreign_keys = OFF;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (3, 2, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (4, 3, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (5, 4, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (6, 5, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (7, 6, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (8, 7, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (9, 8, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (10, 9, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (11, 10, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (12, 11, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (13, 12, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (14, 13, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (15, 15, 1, '2026-11-29 20:46:00');
INSERT INTO goose_db_version VALUES (16, 16, 1, '2026-11-29 20:46:00');

CREATE TABLE deployment (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO deployment VALUES ('kind', 'serve');

CREATE TABLE organizations (
  id                       TEXT PRIMARY KEY,
  code                     TEXT NOT NULL UNIQUE,
  name                     TEXT NOT NULL,
  active                   BOOLEAN NOT NULL,
  contact_text             TEXT NOT NULL,
  password_sign_in         BOOLEAN NOT NULL,
  session_idle_seconds     BIGINT NOT NULL CHECK (session_idle_seconds BETWEEN 1800 AND 28800),
  session_absolute_seconds BIGINT NOT NULL CHECK (session_absolute_seconds BETWEEN 1800 AND 43200),
  created_at               BIGINT NOT NULL
, sso_required_at BIGINT, log_days BIGINT NOT NULL DEFAULT 180, revision BIGINT NOT NULL DEFAULT 1, changed_by TEXT NOT NULL DEFAULT 'operator', changed_at BIGINT, voids BIGINT NOT NULL DEFAULT 0, voided BIGINT NOT NULL DEFAULT 0);
INSERT INTO organizations VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'acme', 'Acme </script><script>alert(1)</script>', 1, 'Extension 4100.', 1, 28800, 43200, 1795985161597163, NULL, 180, 1, 'operator', NULL, 1, 0);
INSERT INTO organizations VALUES ('org_ZEWyaQB-_Mv_Wy8BB0dB4g', 'globex', 'Globex', 1, '', 1, 28800, 43200, 1795985161605972, NULL, 180, 1, 'operator', NULL, 0, 0);
INSERT INTO organizations VALUES ('org__4c3Y1TE_ROLRGEBZ6id_A', 'initech', 'Initech', 1, '', 1, 28800, 43200, 1795985161607455, NULL, 180, 1, 'operator', NULL, 0, 0);
INSERT INTO organizations VALUES ('org_rzGuIzZapGZJJB9y7F6SKg', 'hooli', 'Hooli', 1, '', 1, 28800, 43200, 1795985161609999, NULL, 180, 1, 'operator', NULL, 0, 0);
INSERT INTO organizations VALUES ('org_Qa71DB_qTmViUd526nARyw', 'dormant', 'Dormant', 0, '', 1, 28800, 43200, 1795985161611346, NULL, 180, 1, 'operator', NULL, 0, 0);

CREATE TABLE users (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  external_id     TEXT,
  email           TEXT NOT NULL,
  email_lower     TEXT NOT NULL,
  name            TEXT NOT NULL,
  role            TEXT NOT NULL CHECK (role IN ('super_admin', 'agent')),
  active          BOOLEAN NOT NULL,
  password_hash   TEXT,
  created_at      BIGINT NOT NULL,
  updated_at      BIGINT NOT NULL, exempt BOOLEAN NOT NULL DEFAULT FALSE, password_used_at BIGINT, revision BIGINT NOT NULL DEFAULT 1, changed_by TEXT NOT NULL DEFAULT 'operator', time_zone TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', voided BIGINT NOT NULL DEFAULT 0, password_changed_at BIGINT,
  UNIQUE (organization_id, email_lower),
  UNIQUE (organization_id, id)
);
INSERT INTO users VALUES ('usr_JEq67onFmdSZ0kOIKeKu_g', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'sofia@acme.example', 'sofia@acme.example', 'sofia@acme.example', 'super_admin', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161603634, 1795985161603634, 0, 1795985161893441, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_37Saq6jMmqHWVRbzHmtjqw', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'maya@acme.example', 'maya@acme.example', 'maya@acme.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161604112, 1795985161604112, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_HqPUhGxOid1h_t-Ebmsx5A', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'ben@acme.example', 'ben@acme.example', 'ben@acme.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161604500, 1795985161604500, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr__z92IGP6blG3f1RMBRORTA', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'lena@acme.example', 'lena@acme.example', 'lena@acme.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161604831, 1795985161604831, 0, 1795985161618182, 1, 'operator', '', '', 1, NULL);
INSERT INTO users VALUES ('usr_TvoSt4vAIyLOi4kY03TiyA', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'omar@acme.example', 'omar@acme.example', 'omar@acme.example', 'agent', 0, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161605155, 1795985161605155, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_GFuT25NLYgfTh4rtz34tjw', 'org_-CRRLmMmLx63RtQsOoL-hg', NULL, 'gita@partner.example', 'gita@partner.example', 'gita@partner.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161605460, 1795985161605460, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_8X9ltFSR5Hr-qTeyTmDJ9A', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', NULL, 'gloria@globex.example', 'gloria@globex.example', 'gloria@globex.example', 'super_admin', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161606318, 1795985161606318, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_NxMCMWCrRyG7RFkt4mN3Dw', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', NULL, 'eve@acme.example', 'eve@acme.example', 'eve@acme.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161606660, 1795985161606660, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_Qci9Hhv-hx88l0HLjn2PuQ', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', NULL, 'maya@acme.example', 'maya@acme.example', 'maya@acme.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161607019, 1795985161607019, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_CX7tB0RAggU4qRf17J7szQ', 'org__4c3Y1TE_ROLRGEBZ6id_A', NULL, 'peter@initech.example', 'peter@initech.example', 'peter@initech.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161609605, 1795985161609605, 0, NULL, 1, 'operator', '', '', 0, NULL);
INSERT INTO users VALUES ('usr_s2_cL67XVZ0VMZ4FLUvJpQ', 'org_Qa71DB_qTmViUd526nARyw', NULL, 'dora@dormant.example', 'dora@dormant.example', 'dora@dormant.example', 'agent', 1, '$argon2id$v=19$m=8,t=1,p=1$wBf+KaByhNTaWuNwevn/oQ$CBoIuduIQV39Ca6AF2uUIif6P/OK+9Vi3tSPIAIiN80', 1795985161612763, 1795985161612763, 0, NULL, 1, 'operator', '', '', 0, NULL);
CREATE UNIQUE INDEX users_external ON users (organization_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_email ON users (email_lower);
CREATE INDEX users_name ON users (organization_id, name, id);
CREATE INDEX users_password_kind ON users (organization_id, (
	CASE WHEN substr(password_hash, 1, 2) = '$2' THEN substr(password_hash, 1, 7)
		ELSE rtrim(rtrim(rtrim(password_hash, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'), '$'),
			'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') END)) WHERE password_hash IS NOT NULL;
CREATE TABLE connections (
  id                TEXT PRIMARY KEY,
  organization_id   TEXT NOT NULL REFERENCES organizations (id),
  provider          TEXT NOT NULL,
  state             TEXT NOT NULL CHECK (state IN ('draft', 'enabled', 'disabled', 'removed')),
  linking           TEXT NOT NULL CHECK (linking IN ('automatic', 'confirm', 'profile_only')),
  weak_proof        TEXT NOT NULL CHECK (weak_proof IN ('ask', 'refuse')),
  different_email   BOOLEAN NOT NULL,
  locked_to         TEXT NOT NULL,
  live_version_id   TEXT,
  health            TEXT NOT NULL CHECK (health IN ('ok', 'suspect', 'degraded')),
  health_since      BIGINT,
  health_reason     TEXT NOT NULL,
  probe_failed      BOOLEAN NOT NULL,
  probe_at          BIGINT,
  probe_pause       BIGINT NOT NULL,
  trial_at          BIGINT,
  created_at        BIGINT NOT NULL,
  updated_at        BIGINT NOT NULL, label TEXT NOT NULL DEFAULT '', draft_version_id TEXT, revision BIGINT NOT NULL DEFAULT 1, changed_by TEXT NOT NULL DEFAULT 'operator', fallback_version_id TEXT, fallback_until BIGINT, fallback_used_at BIGINT, check_at BIGINT, check_pause BIGINT NOT NULL DEFAULT 0, guide_done TEXT NOT NULL DEFAULT '[]',
  UNIQUE (organization_id, provider),
  UNIQUE (organization_id, id)
);
INSERT INTO connections VALUES ('ibxwKjSJHOvyjeFIKP-P6g', 'org_-CRRLmMmLx63RtQsOoL-hg', 'google', 'enabled', 'automatic', 'ask', 0, '["acme.example"]', 'GDf6m9KeE-XK70uwhn9vYw', 'ok', NULL, '', 0, NULL, 0, NULL, 1795985161597939, 1795985161599098, '', NULL, 2, 'operator', NULL, NULL, NULL, NULL, 0, '[]');
INSERT INTO connections VALUES ('g1yc07N5vBCiW_wJeV1d6g', 'org_-CRRLmMmLx63RtQsOoL-hg', 'microsoft', 'enabled', 'automatic', 'ask', 0, '["6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01"]', 'P3nb5425aoo8xlf7oFdZ6Q', 'ok', NULL, '', 0, NULL, 0, NULL, 1795985161599701, 1795985161600800, '', NULL, 2, 'operator', NULL, NULL, NULL, NULL, 0, '[]');
INSERT INTO connections VALUES ('lY0fPZeqXAgPCuPJr1etmg', 'org__4c3Y1TE_ROLRGEBZ6id_A', 'google', 'enabled', 'automatic', 'ask', 0, '[]', 'ZRIGP1eoNK2vAKjHM-c35A', 'ok', NULL, '', 0, NULL, 0, NULL, 1795985161608061, 1795985161609078, '', NULL, 2, 'operator', NULL, NULL, NULL, NULL, 0, '[]');
INSERT INTO connections VALUES ('XkASqDsAqgu55I6FliHKqA', 'org_rzGuIzZapGZJJB9y7F6SKg', 'google', 'disabled', 'automatic', 'ask', 0, '[]', 'UzLL29IHqKAnIMW50UVL-Q', 'ok', NULL, '', 0, NULL, 0, NULL, 1795985161610351, 1795985161611091, '', NULL, 2, 'operator', NULL, NULL, NULL, NULL, 0, '[]');
INSERT INTO connections VALUES ('hxP-y0QuDeKNgHbwe7zuEg', 'org_Qa71DB_qTmViUd526nARyw', 'google', 'enabled', 'automatic', 'ask', 0, '[]', 'A34dzk6UtUR8SD82qo5SPg', 'ok', NULL, '', 0, NULL, 0, NULL, 1795985161611642, 1795985161612347, '', NULL, 2, 'operator', NULL, NULL, NULL, NULL, 0, '[]');
CREATE INDEX connections_probe ON connections (probe_at) WHERE probe_at IS NOT NULL;
CREATE INDEX connections_check ON connections (check_at) WHERE check_at IS NOT NULL;
CREATE TABLE connection_versions (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  issuer          TEXT NOT NULL,
  tenant          TEXT NOT NULL,
  client_id       TEXT NOT NULL,
  secret_sealed   TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('draft', 'passed', 'live', 'retired')),
  created_at      BIGINT NOT NULL,
  created_by      TEXT NOT NULL, number BIGINT NOT NULL DEFAULT 0, secret_ends TEXT NOT NULL DEFAULT '', secret_expires_at BIGINT, keep_old_until BIGINT, passed_at BIGINT, client_auth TEXT NOT NULL DEFAULT ''
  CHECK (client_auth IN ('', 'basic', 'basic_raw', 'post')),
  UNIQUE (organization_id, connection_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
INSERT INTO connection_versions VALUES ('GDf6m9KeE-XK70uwhn9vYw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'ibxwKjSJHOvyjeFIKP-P6g', 'http://127.0.0.1:38879/google', '', 'acme-google', 'k1.SqK0CGmT0bMmPWZt-B-738MKlaLb0fQjj2XGCNbEXDsQiohGbSjbro-4_gT-alWIwMC_Vg', 'live', 1795985161598564, 'operator', 1, '+ %', NULL, NULL, NULL, '');
INSERT INTO connection_versions VALUES ('P3nb5425aoo8xlf7oFdZ6Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 'g1yc07N5vBCiW_wJeV1d6g', 'http://127.0.0.1:38879/microsoft/6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01/v2.0', '6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01', 'acme-microsoft', 'k1.XG1dNLE62rrazcv-U32A37iuBIQJJA3PSnEvPbeI1GxoiNv4zKWx_WmzUQ5X2UcWHoHbuQ', 'live', 1795985161600303, 'operator', 1, '+ %', NULL, NULL, NULL, '');
INSERT INTO connection_versions VALUES ('ZRIGP1eoNK2vAKjHM-c35A', 'org__4c3Y1TE_ROLRGEBZ6id_A', 'lY0fPZeqXAgPCuPJr1etmg', 'http://127.0.0.1:38879/google', '', 'initech-google', 'k1.BgDGRSm1lxlWUhKNxRJAKHorykvnMxFvLdRa4c4_ixcFFLbzW0rEmelNGQdPVYm4SAoxyg', 'live', 1795985161608596, 'operator', 1, '+ %', NULL, NULL, NULL, '');
INSERT INTO connection_versions VALUES ('UzLL29IHqKAnIMW50UVL-Q', 'org_rzGuIzZapGZJJB9y7F6SKg', 'XkASqDsAqgu55I6FliHKqA', 'http://127.0.0.1:38879/google', '', 'hooli-google', 'k1.rZI1Q582la76Y7OnFKhV-pryPP1w8XEoRb8_TqC1Jjetcd0YAxdKT6_IY5C1QB3VwBwuFQ', 'live', 1795985161610767, 'operator', 1, '+ %', NULL, NULL, NULL, '');
INSERT INTO connection_versions VALUES ('A34dzk6UtUR8SD82qo5SPg', 'org_Qa71DB_qTmViUd526nARyw', 'hxP-y0QuDeKNgHbwe7zuEg', 'http://127.0.0.1:38879/google', '', 'dormant-google', 'k1.0YAY3PxJZTzUnddlaktufi8hwt82DmG59kCd40SAk6WNFrS1PZ03Y9bhmzJaWPrIuUaIuA', 'live', 1795985161612018, 'operator', 1, '+ %', NULL, NULL, NULL, '');
CREATE UNIQUE INDEX connection_versions_number ON connection_versions (connection_id, number) WHERE number > 0;
CREATE TABLE identities (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  issuer          TEXT NOT NULL,
  subject         TEXT NOT NULL,
  tenant_id       TEXT,
  object_id       TEXT,
  client_id       TEXT NOT NULL,
  email           TEXT NOT NULL,
  linked_at       BIGINT NOT NULL,
  last_used_at    BIGINT NOT NULL, hosted_domain TEXT NOT NULL DEFAULT '',
  UNIQUE (connection_id, issuer, subject),
  UNIQUE (connection_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
INSERT INTO identities VALUES ('idn_q3R1wjgs9ZeUNNh_mDnIEA', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_HqPUhGxOid1h_t-Ebmsx5A', 'g1yc07N5vBCiW_wJeV1d6g', 'http://127.0.0.1:38879/microsoft/6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01/v2.0', 'ms-subject-11', '6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01', '5a0c7b1e-0000-4000-8000-000000000011', 'acme-microsoft', 'ben@acme.example', 1795985161860139, 1795985161860140, '');
INSERT INTO identities VALUES ('idn_q957r87Vpoa3Eut7TAYQkw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_37Saq6jMmqHWVRbzHmtjqw', 'ibxwKjSJHOvyjeFIKP-P6g', 'http://127.0.0.1:38879/google', '100000000000000000001', NULL, NULL, 'acme-google', 'maya@acme.example', 1795985161869675, 1795985161869675, 'acme.example');
CREATE UNIQUE INDEX identities_object ON identities (connection_id, tenant_id, object_id) WHERE object_id IS NOT NULL;
CREATE INDEX identities_user ON identities (organization_id, user_id);
CREATE TABLE sign_ins (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  reference       TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  provider        TEXT NOT NULL,
  connection_id   TEXT,
  version_id      TEXT,
  step            TEXT NOT NULL,
  code            TEXT NOT NULL,
  reason          TEXT NOT NULL,
  proof           TEXT NOT NULL,
  expected        TEXT NOT NULL,
  received        TEXT NOT NULL,
  email           TEXT NOT NULL,
  user_id         TEXT,
  return_to       TEXT NOT NULL,
  address         TEXT NOT NULL,
  browser         TEXT NOT NULL,
  timings         TEXT NOT NULL,
  started_at      BIGINT NOT NULL,
  finished_at     BIGINT NOT NULL
, account TEXT NOT NULL DEFAULT '');
INSERT INTO sign_ins VALUES ('REiz9gfhiC3YjtjF4xJoIQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 'TQZ8-VPF8', 'password', '', NULL, NULL, 'person', '', '', '', '', '', 'lena@acme.example', 'usr__z92IGP6blG3f1RMBRORTA', '/', '127.0.0.1', 'Test Browser/1.0', '{}', 1795985161618159, 1795985161618159, '');
INSERT INTO sign_ins VALUES ('uL5TZiooHztaphMAEhMJ5A', 'org_-CRRLmMmLx63RtQsOoL-hg', '654V-SQES', 'sign_in', 'google', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 'commit', '', '', 'strong', '', '', 'lena@acme.example', 'usr__z92IGP6blG3f1RMBRORTA', '/', '127.0.0.1', 'Test Browser/1.0', '{"answer":370,"attempt":1,"commit":2417,"exchange":370,"live":362,"lock":2075,"person":2076,"returned":0}', 1795985161849308, 1795985161853203, '');
INSERT INTO sign_ins VALUES ('-6L4DhX6N-GMJdD0Rr1K2A', 'org_-CRRLmMmLx63RtQsOoL-hg', '3SBF-THM1', 'sign_in', 'microsoft', 'g1yc07N5vBCiW_wJeV1d6g', 'P3nb5425aoo8xlf7oFdZ6Q', 'commit', '', '', 'strong', '', '', 'ben@acme.example', 'usr_HqPUhGxOid1h_t-Ebmsx5A', '/', '127.0.0.1', 'Test Browser/1.0', '{"answer":114,"attempt":4,"commit":2095,"exchange":115,"live":108,"lock":1717,"person":1718,"returned":3}', 1795985161856982, 1795985161860177, '');
INSERT INTO sign_ins VALUES ('sB88votT-O9Yzti7G-BEDg', 'org_-CRRLmMmLx63RtQsOoL-hg', '82C4-48EZ', 'sign_in', 'google', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 'commit', '', '', 'strong', '', '', 'maya@acme.example', 'usr_37Saq6jMmqHWVRbzHmtjqw', '/', '127.0.0.1', 'Test Browser/1.0', '{"answer":129,"attempt":4,"commit":1625,"exchange":129,"live":123,"lock":1554,"person":1555,"returned":3}', 1795985161866950, 1795985161869716, '');
INSERT INTO sign_ins VALUES ('XArIT0erccEcCdq3y_SOMw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'W985-GSJK', 'sign_in', 'google', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 'person', 'user_not_authorized', 'no_user', 'strong', '', '', 'stranger@acme.example', NULL, '/', '127.0.0.1', 'Test Browser/1.0', '{"answer":110,"attempt":4,"exchange":111,"live":103,"lock":1506,"person":1507,"returned":3}', 1795985161871163, 1795985161873789, '{"issuer":"http://127.0.0.1:38879/google","subject":"100000000000000000006","hostedDomain":"acme.example","clientId":"acme-google","email":"stranger@acme.example","name":"stranger@acme.example"}');
INSERT INTO sign_ins VALUES ('bmouwPnAur28Z4KjO9GyxA', 'org_-CRRLmMmLx63RtQsOoL-hg', 'J93G-A7WP', 'sign_in', 'google', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 'commit', 'link_required', '', 'strong', '', '', 'sofia@acme.example', NULL, '/', '127.0.0.1', 'Test Browser/1.0', '{"answer":128,"attempt":2,"commit":1469,"exchange":129,"live":121,"lock":1408,"person":1409,"returned":2}', 1795985161875208, 1795985161877869, '');
INSERT INTO sign_ins VALUES ('pwy58lwOK9iU3ADMwmkg2g', 'org_-CRRLmMmLx63RtQsOoL-hg', 'YK00-A5P0', 'password', '', NULL, NULL, 'person', 'credentials_invalid', 'wrong_password', '', '', '', 'ben@acme.example', 'usr_HqPUhGxOid1h_t-Ebmsx5A', '/', '127.0.0.1', 'Test Browser/1.0', '{}', 1795985161880659, 1795985161880659, '');
INSERT INTO sign_ins VALUES ('uwvWaHe6t3uuN39VHJITPA', 'org_-CRRLmMmLx63RtQsOoL-hg', '1DMF-TVQE', 'password', '', NULL, NULL, 'person', '', '', '', '', '', 'sofia@acme.example', 'usr_JEq67onFmdSZ0kOIKeKu_g', '/', '127.0.0.1', 'Test Browser/1.0', '{}', 1795985161893425, 1795985161893425, '');
CREATE INDEX sign_ins_time ON sign_ins (organization_id, finished_at, id);
CREATE INDEX sign_ins_reference ON sign_ins (reference);
CREATE INDEX sign_ins_strangers ON sign_ins (finished_at) WHERE user_id IS NULL AND email <> '';
CREATE INDEX sign_ins_account ON sign_ins (finished_at) WHERE account <> '';
CREATE INDEX sign_ins_user ON sign_ins (organization_id, user_id, finished_at) WHERE user_id IS NOT NULL;
CREATE TABLE sessions (
  id                 TEXT PRIMARY KEY,
  organization_id    TEXT NOT NULL,
  user_id            TEXT NOT NULL,
  connection_id      TEXT,
  identity_id        TEXT,
  method             TEXT NOT NULL CHECK (method IN ('password', 'sso')),
  provider           TEXT NOT NULL,
  provider_email     TEXT NOT NULL,
  generation         BIGINT NOT NULL,
  refresh_hash       TEXT NOT NULL,
  retired            TEXT NOT NULL,
  authenticated_at   BIGINT NOT NULL,
  last_used_at       BIGINT NOT NULL,
  idle_expires_at    BIGINT NOT NULL,
  expires_at         BIGINT NOT NULL,
  ended_at           BIGINT,
  end_reason         TEXT NOT NULL,
  address            TEXT NOT NULL,
  browser            TEXT NOT NULL, bypass BOOLEAN NOT NULL DEFAULT FALSE, began_at BIGINT,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
INSERT INTO sessions VALUES ('nsr7_DeX9jLIMTmvobdD4Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr__z92IGP6blG3f1RMBRORTA', NULL, NULL, 'password', '', '', 2, 'FVSrEz8maV-Ec_vXStvQ-mqfnYVbJkL_m4EH89BrZFI', '', 1795985161618151, 1795985161847886, 1796013961847886, 1796028361618151, NULL, '', '127.0.0.1', 'Test Browser/1.0', 0, 1795985161618151);
INSERT INTO sessions VALUES ('lTBAj1_Psdn_3piM3OSL3w', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr__z92IGP6blG3f1RMBRORTA', 'ibxwKjSJHOvyjeFIKP-P6g', 'idn_bSMUAPaT3Pn4aWqmZ6JXtA', 'sso', 'google', 'lena@acme.example', 1, 'Z_fPaETRckSALKCqyYbdrk7t_Ci8ojG8AoKskLWecrk', '', 1795985161853158, 1795985161853158, 1796013961853158, 1796028361853158, 1795985161863474, 'unlinked', '127.0.0.1', 'Test Browser/1.0', 0, 1795985161853158);
INSERT INTO sessions VALUES ('bk8MG7xaEuoxc-mZCjOsgg', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_HqPUhGxOid1h_t-Ebmsx5A', 'g1yc07N5vBCiW_wJeV1d6g', 'idn_q3R1wjgs9ZeUNNh_mDnIEA', 'sso', 'microsoft', 'ben@acme.example', 1, '6JfoBsC15n9VqHbg9dfZFYait2o0b5MJq3EcgwovKYo', '', 1795985161860140, 1795985161860140, 1796013961860140, 1796028361860140, NULL, '', '127.0.0.1', 'Test Browser/1.0', 0, 1795985161860140);
INSERT INTO sessions VALUES ('GdO9KHiOrRb4nXyXhV24nw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_37Saq6jMmqHWVRbzHmtjqw', 'ibxwKjSJHOvyjeFIKP-P6g', 'idn_q957r87Vpoa3Eut7TAYQkw', 'sso', 'google', 'maya@acme.example', 1, 'IQogzc3WrNSUIOJMhqvGLuCbQ9W3F_iD9LoBBl6aB1w', '', 1795985161869676, 1795985161869676, 1796013961869676, 1796028361869676, NULL, '', '127.0.0.1', 'Test Browser/1.0', 0, 1795985161869676);
INSERT INTO sessions VALUES ('bi4l0X29HEVPjgjRfbE7qw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_JEq67onFmdSZ0kOIKeKu_g', NULL, NULL, 'password', '', '', 2, 'OBwo2_G3nh0eRgNtJnt7PFoNnBys-MetvPLN8pHyT3M', '', 1795985161893417, 1795985161894551, 1796013961894551, 1796028361893417, NULL, '', '127.0.0.1', 'Test Browser/1.0', 0, 1795985161893417);
CREATE INDEX sessions_user ON sessions (organization_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_connection ON sessions (connection_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_identity ON sessions (identity_id) WHERE ended_at IS NULL AND identity_id IS NOT NULL;
CREATE TABLE pending_links (
  id_hash         TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  version_id      TEXT NOT NULL,
  attempt_id      TEXT NOT NULL,
  provider        TEXT NOT NULL,
  issuer          TEXT NOT NULL,
  subject         TEXT NOT NULL,
  tenant_id       TEXT,
  object_id       TEXT,
  client_id       TEXT NOT NULL,
  email           TEXT NOT NULL,
  proof           TEXT NOT NULL,
  return_to       TEXT NOT NULL,
  tries           BIGINT NOT NULL,
  expires_at      BIGINT NOT NULL, hosted_domain TEXT NOT NULL DEFAULT '', code_user_id TEXT NOT NULL DEFAULT '', code_sealed TEXT NOT NULL DEFAULT '', code_until BIGINT, codes_asked BIGINT NOT NULL DEFAULT 0, code_asked_at BIGINT, begun BIGINT NOT NULL DEFAULT 0, revision BIGINT NOT NULL DEFAULT 0, suggestion TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
INSERT INTO pending_links VALUES ('3cSL-vlpX1wve5C2ThLYTLDd1OjJXZtB091lJ1pYVhg', 'org_-CRRLmMmLx63RtQsOoL-hg', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 'bmouwPnAur28Z4KjO9GyxA', 'google', 'http://127.0.0.1:38879/google', '100000000000000000003', NULL, NULL, 'acme-google', 'sofia@acme.example', 'strong', '/', 0, 1795985761877846, 'acme.example', 'usr_JEq67onFmdSZ0kOIKeKu_g', 'k1.i_EF63TokPLHk9duyvduXHGFssFjyZGmrxIzgKzY8x3AJL54', 1795985761890222, 1, 1795985161879473, 1, 2, '');
CREATE INDEX pending_links_expiry ON pending_links (expires_at);
CREATE TABLE audit_events (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  at              BIGINT NOT NULL,
  actor           TEXT NOT NULL,
  action          TEXT NOT NULL,
  subject         TEXT NOT NULL,
  detail          TEXT NOT NULL
, actor_name TEXT NOT NULL DEFAULT '', subject_name TEXT NOT NULL DEFAULT '');
INSERT INTO audit_events VALUES ('aud_FnQE884HZ1js98rs98ZPew', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161597396, 'operator', 'organization.created', 'org_-CRRLmMmLx63RtQsOoL-hg', '{"code":"acme","name":"Acme \u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"}', '', 'Acme </script><script>alert(1)</script>');
INSERT INTO audit_events VALUES ('aud_HTaOCeogfdBYTde6S4B-dA', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161598161, 'operator', 'connection.created', 'ibxwKjSJHOvyjeFIKP-P6g', '{"provider":"google"}', '', '');
INSERT INTO audit_events VALUES ('aud_faTIbhKXzeDYffqw_x8X9Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161598903, 'operator', 'connection.version', 'ibxwKjSJHOvyjeFIKP-P6g', '{"client_auth":"","client_id":"acme-google","issuer":"http://127.0.0.1:38879/google","secret":"changed","tenant":"","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_sV3jVRvQACo12runcyWZDA', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161599177, 'operator', 'connection.changed', 'ibxwKjSJHOvyjeFIKP-P6g', '{"live_version_id":{"after":"GDf6m9KeE-XK70uwhn9vYw","before":null},"locked_to":{"after":"[\"acme.example\"]","before":"[]"},"state":{"after":"enabled","before":"draft"}}', '', '');
INSERT INTO audit_events VALUES ('aud_P8SPRuz3GP-IVS4zhnc8OA', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161599408, 'operator', 'connection.enabled', 'ibxwKjSJHOvyjeFIKP-P6g', '{"note":"enabled by the operator, never tested","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_4dkPdVnHTvpLATYxgcNP-w', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161599889, 'operator', 'connection.created', 'g1yc07N5vBCiW_wJeV1d6g', '{"provider":"microsoft"}', '', '');
INSERT INTO audit_events VALUES ('aud_ccLL0YRzyO7atLIGmJbm0w', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161600543, 'operator', 'connection.version', 'g1yc07N5vBCiW_wJeV1d6g', '{"client_auth":"","client_id":"acme-microsoft","issuer":"http://127.0.0.1:38879/microsoft/6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01/v2.0","secret":"changed","tenant":"6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_D3wkrPOIOsUvmQA9w5UQ9Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161600899, 'operator', 'connection.changed', 'g1yc07N5vBCiW_wJeV1d6g', '{"live_version_id":{"after":"P3nb5425aoo8xlf7oFdZ6Q","before":null},"locked_to":{"after":"[\"6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01\"]","before":"[]"},"state":{"after":"enabled","before":"draft"}}', '', '');
INSERT INTO audit_events VALUES ('aud_nsKu_pnEVjIVqXELRBo_MQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161601153, 'operator', 'connection.enabled', 'g1yc07N5vBCiW_wJeV1d6g', '{"note":"enabled by the operator, never tested","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_NBCwrv1D2rM6jDDZ0ehMwQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161603865, 'operator', 'user.created', 'usr_JEq67onFmdSZ0kOIKeKu_g', '{"email":"sofia@acme.example","role":"super_admin"}', '', 'sofia@acme.example');
INSERT INTO audit_events VALUES ('aud_IMLCNQK7Dex0KH3Vzr_l0Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161604271, 'operator', 'user.created', 'usr_37Saq6jMmqHWVRbzHmtjqw', '{"email":"maya@acme.example","role":"agent"}', '', 'maya@acme.example');
INSERT INTO audit_events VALUES ('aud_0cRR_uVbyC8s7jG7Ym1v6A', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161604633, 'operator', 'user.created', 'usr_HqPUhGxOid1h_t-Ebmsx5A', '{"email":"ben@acme.example","role":"agent"}', '', 'ben@acme.example');
INSERT INTO audit_events VALUES ('aud_DUulBLXqf7lF1hGOSR0Rgg', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161604948, 'operator', 'user.created', 'usr__z92IGP6blG3f1RMBRORTA', '{"email":"lena@acme.example","role":"agent"}', '', 'lena@acme.example');
INSERT INTO audit_events VALUES ('aud_BkSN3WVNn2WuC2M5hbsr7Q', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161605274, 'operator', 'user.created', 'usr_TvoSt4vAIyLOi4kY03TiyA', '{"email":"omar@acme.example","role":"agent"}', '', 'omar@acme.example');
INSERT INTO audit_events VALUES ('aud_dJMQj9plk4HgPlljjva14w', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161605584, 'operator', 'user.created', 'usr_GFuT25NLYgfTh4rtz34tjw', '{"email":"gita@partner.example","role":"agent"}', '', 'gita@partner.example');
INSERT INTO audit_events VALUES ('aud_bxZNkJGLiZrAuN3NDRXtEQ', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', 1795985161606105, 'operator', 'organization.created', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', '{"code":"globex","name":"Globex"}', '', 'Globex');
INSERT INTO audit_events VALUES ('aud_Ra3RCu4ksOc3VjpSHZJVHA', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', 1795985161606466, 'operator', 'user.created', 'usr_8X9ltFSR5Hr-qTeyTmDJ9A', '{"email":"gloria@globex.example","role":"super_admin"}', '', 'gloria@globex.example');
INSERT INTO audit_events VALUES ('aud_dtBVca4e-lBwfUgxlaz1rA', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', 1795985161606807, 'operator', 'user.created', 'usr_NxMCMWCrRyG7RFkt4mN3Dw', '{"email":"eve@acme.example","role":"agent"}', '', 'eve@acme.example');
INSERT INTO audit_events VALUES ('aud_RMCbWuR2IkcIsfXWNzK44A', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', 1795985161607167, 'operator', 'user.created', 'usr_Qci9Hhv-hx88l0HLjn2PuQ', '{"email":"maya@acme.example","role":"agent"}', '', 'maya@acme.example');
INSERT INTO audit_events VALUES ('aud_lNJ6DUhmAR3-KXe7nrz4fA', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161607651, 'operator', 'organization.created', 'org__4c3Y1TE_ROLRGEBZ6id_A', '{"code":"initech","name":"Initech"}', '', 'Initech');
INSERT INTO audit_events VALUES ('aud_2_ZyqhwR8f3QxAXWVlTBOw', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161608280, 'operator', 'connection.created', 'lY0fPZeqXAgPCuPJr1etmg', '{"provider":"google"}', '', '');
INSERT INTO audit_events VALUES ('aud_de-htrAg3Zbp1XJ7PDhR4A', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161608913, 'operator', 'connection.version', 'lY0fPZeqXAgPCuPJr1etmg', '{"client_auth":"","client_id":"initech-google","issuer":"http://127.0.0.1:38879/google","secret":"changed","tenant":"","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_KV_LkTAR7Rf7BosQE1VvAQ', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161609179, 'operator', 'connection.changed', 'lY0fPZeqXAgPCuPJr1etmg', '{"live_version_id":{"after":"ZRIGP1eoNK2vAKjHM-c35A","before":null},"state":{"after":"enabled","before":"draft"}}', '', '');
INSERT INTO audit_events VALUES ('aud_O9U-nJOC07r4QYhRAXrs2g', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161609385, 'operator', 'connection.enabled', 'lY0fPZeqXAgPCuPJr1etmg', '{"note":"enabled by the operator, never tested","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_ZzWzWu_ZMgcRRqwlhUVJSg', 'org__4c3Y1TE_ROLRGEBZ6id_A', 1795985161609771, 'operator', 'user.created', 'usr_CX7tB0RAggU4qRf17J7szQ', '{"email":"peter@initech.example","role":"agent"}', '', 'peter@initech.example');
INSERT INTO audit_events VALUES ('aud_NV15S2ET9sCdGmc-bJrz8A', 'org_rzGuIzZapGZJJB9y7F6SKg', 1795985161610082, 'operator', 'organization.created', 'org_rzGuIzZapGZJJB9y7F6SKg', '{"code":"hooli","name":"Hooli"}', '', 'Hooli');
INSERT INTO audit_events VALUES ('aud_Wt-oX5ALRy0y8tnfW02EZg', 'org_rzGuIzZapGZJJB9y7F6SKg', 1795985161610539, 'operator', 'connection.created', 'XkASqDsAqgu55I6FliHKqA', '{"provider":"google"}', '', '');
INSERT INTO audit_events VALUES ('aud_m4sTmdVxKg7G1VPD7uhVNQ', 'org_rzGuIzZapGZJJB9y7F6SKg', 1795985161610958, 'operator', 'connection.version', 'XkASqDsAqgu55I6FliHKqA', '{"client_auth":"","client_id":"hooli-google","issuer":"http://127.0.0.1:38879/google","secret":"changed","tenant":"","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_vz0YzxAnoVqA5ImKYlu06w', 'org_rzGuIzZapGZJJB9y7F6SKg', 1795985161611162, 'operator', 'connection.changed', 'XkASqDsAqgu55I6FliHKqA', '{"live_version_id":{"after":"UzLL29IHqKAnIMW50UVL-Q","before":null},"state":{"after":"disabled","before":"draft"}}', '', '');
INSERT INTO audit_events VALUES ('aud_GL9D3B2NnB6PP3xYcuavHA', 'org_Qa71DB_qTmViUd526nARyw', 1795985161611417, 'operator', 'organization.created', 'org_Qa71DB_qTmViUd526nARyw', '{"code":"dormant","name":"Dormant"}', '', 'Dormant');
INSERT INTO audit_events VALUES ('aud_Igj3tkmhn8a-0xJff8BSLA', 'org_Qa71DB_qTmViUd526nARyw', 1795985161611809, 'operator', 'connection.created', 'hxP-y0QuDeKNgHbwe7zuEg', '{"provider":"google"}', '', '');
INSERT INTO audit_events VALUES ('aud_EHQJzaehlRfIZ9TrawNBBg', 'org_Qa71DB_qTmViUd526nARyw', 1795985161612219, 'operator', 'connection.version', 'hxP-y0QuDeKNgHbwe7zuEg', '{"client_auth":"","client_id":"dormant-google","issuer":"http://127.0.0.1:38879/google","secret":"changed","tenant":"","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_d43LuQd3ubuB_XvOCfobhA', 'org_Qa71DB_qTmViUd526nARyw', 1795985161612432, 'operator', 'connection.changed', 'hxP-y0QuDeKNgHbwe7zuEg', '{"live_version_id":{"after":"A34dzk6UtUR8SD82qo5SPg","before":null},"state":{"after":"enabled","before":"draft"}}', '', '');
INSERT INTO audit_events VALUES ('aud_CYTt5UzzbyAa2zteB3_aIA', 'org_Qa71DB_qTmViUd526nARyw', 1795985161612599, 'operator', 'connection.enabled', 'hxP-y0QuDeKNgHbwe7zuEg', '{"note":"enabled by the operator, never tested","version":1}', '', '');
INSERT INTO audit_events VALUES ('aud_AkGAlctJctZ8glMmf5pgaw', 'org_Qa71DB_qTmViUd526nARyw', 1795985161612885, 'operator', 'user.created', 'usr_s2_cL67XVZ0VMZ4FLUvJpQ', '{"email":"dora@dormant.example","role":"agent"}', '', 'dora@dormant.example');
INSERT INTO audit_events VALUES ('aud_-9hIarn_ITsSbUBBgPGZtw', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161855503, 'usr__z92IGP6blG3f1RMBRORTA', 'identity.linked', 'idn_bSMUAPaT3Pn4aWqmZ6JXtA', '{"email":"lena@acme.example","how":"silent","provider":"google","user":"usr__z92IGP6blG3f1RMBRORTA"}', 'lena@acme.example', 'lena@acme.example');
INSERT INTO audit_events VALUES ('aud_bCJCPHynzsfC2iKM0msXbA', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161860328, 'usr_HqPUhGxOid1h_t-Ebmsx5A', 'identity.linked', 'idn_q3R1wjgs9ZeUNNh_mDnIEA', '{"email":"ben@acme.example","how":"silent","provider":"microsoft","user":"usr_HqPUhGxOid1h_t-Ebmsx5A"}', 'ben@acme.example', 'ben@acme.example');
INSERT INTO audit_events VALUES ('aud_0TRgcTMrTYitBa447_xxxQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161863754, 'usr__z92IGP6blG3f1RMBRORTA', 'identity.unlinked', 'usr__z92IGP6blG3f1RMBRORTA', '{"email":"lena@acme.example","identity":"idn_bSMUAPaT3Pn4aWqmZ6JXtA","provider":"google"}', 'lena@acme.example', 'lena@acme.example');
INSERT INTO audit_events VALUES ('aud_3ayTMGrIQt7SbiQg_lMZjw', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161869845, 'usr_37Saq6jMmqHWVRbzHmtjqw', 'identity.linked', 'idn_q957r87Vpoa3Eut7TAYQkw', '{"email":"maya@acme.example","how":"silent","provider":"google","user":"usr_37Saq6jMmqHWVRbzHmtjqw"}', 'maya@acme.example', 'maya@acme.example');
INSERT INTO audit_events VALUES ('aud_vbdDdHcjLpWzn8fiCyG8jQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 1795985161914699, 'usr_JEq67onFmdSZ0kOIKeKu_g', 'domain.added', 'dom_y1-gEM9vrWbN5hWaA9IRAw', '{"domain":"acme.example"}', 'sofia@acme.example', 'acme.example');
CREATE INDEX audit_events_time ON audit_events (organization_id, at, id);
CREATE TABLE token_keys (
  id          TEXT PRIMARY KEY,
  purpose     TEXT NOT NULL CHECK (purpose IN ('signing', 'refresh')),
  serial      BIGINT NOT NULL,
  public_jwk  TEXT NOT NULL,
  sealed      TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  signs_from  BIGINT NOT NULL,
  UNIQUE (purpose, serial)
);
INSERT INTO token_keys VALUES ('sIQ9IReX6TDMWZcFS__wIlg', 'signing', 1, '{"alg":"ES256","crv":"P-256","kid":"sIQ9IReX6TDMWZcFS__wIlg","kty":"EC","use":"sig","x":"sCWllptnn3OP8jpV2Q0nmcEYuU_TclK86zNUtfGNiZY","y":"lLUAtERnh7eZXeMfhcXvY2b68qR97nblfXpFS0GuNVc"}', 'k1.0jvx9SpW3tO-jYeBNRRuXSkLtNhCM670bDnOKxB1irALnWpTs3BeMPfUHKcWA-owCxakhBPOWj_7h5IuhrZotxqdTYewZk9BKe--YWlqTUpj2fjOwc1jvT9U1C_rhQS-nS0AsGyRdx1nEAbpNCrYJHVU2RfvLmZ-9lfQM-rXrIZZQoaTjU1dSJF_Qeh2mby-NuKdp-omIYzgotDW3OIKRyiX-3aZPA', 1795985161592554, 1795985161592551);
INSERT INTO token_keys VALUES ('rCDPkw-3PQfeOPKGGWwku2g', 'refresh', 1, '', 'k1.70lsbB9fjPrGZJZV_P6vxjvSJDuN9s82TB8Hf6GqEDaCQQ1tpkL6-46OrPNtL9u0Gbh5M5kXpVV30VDp', 1795985161592971, 1795985161592970);

CREATE TABLE password_tries (
  id            TEXT PRIMARY KEY,
  failures      BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL
);
INSERT INTO password_tries VALUES ('D3HrSeBDig3M23He-fV6yIBNwKOQ70uXCvcX4s_DZzY', 0, 1795985161617771, 1795985161617771);
INSERT INTO password_tries VALUES ('jmHTfQhFLvxKVRIC2lVU7qyhqrazyKqFuuQK2RZRi5E', 1, 1795985161880478, 1795985161880478);
INSERT INTO password_tries VALUES ('tP-_WwkmcBJbDji4mFYZBJm7mOdawdfexhM2IV5sADk', 1, 1795985161880478, 1795985161880478);
INSERT INTO password_tries VALUES ('CW1qdMDaTHsowc7tcoBXod0jqAhtfhQqAmFAEoCdKWk', 0, 1795985161893214, 1795985161893214);
CREATE INDEX password_tries_age ON password_tries (updated_at);
CREATE TABLE setup_links (
  token_hash TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
INSERT INTO setup_links VALUES ('0b1c', 1795988761919953);

CREATE TABLE connection_tests (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  version_id      TEXT NOT NULL,
  version_number  BIGINT NOT NULL,
  started_by      TEXT NOT NULL,
  started_at      BIGINT NOT NULL,
  finished_at     BIGINT,
  state           TEXT NOT NULL CHECK (state IN ('running', 'passed', 'failed')),
  code            TEXT NOT NULL,
  report          TEXT NOT NULL,
  UNIQUE (organization_id, connection_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
INSERT INTO connection_tests VALUES ('upKYq12XdXSJtzNb4KRPTw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'ibxwKjSJHOvyjeFIKP-P6g', 'GDf6m9KeE-XK70uwhn9vYw', 1, 'usr_JEq67onFmdSZ0kOIKeKu_g', 1795985161896246, NULL, 'running', '', '{"checks":[{"stage":"server","name":"discovery","result":"passed","facts":{"host":"127.0.0.1:38879","ms":"0"}},{"stage":"server","name":"keys","result":"passed","facts":{"keys":"1","ms":"0"}},{"stage":"server","name":"clock","result":"passed","facts":{"seconds":"-0.4"}},{"stage":"server","name":"public_address","result":"passed","facts":{"host":"127.0.0.1:39195"}},{"stage":"server","name":"credentials","result":"passed","facts":{"ms":"0"}}]}');
CREATE INDEX connection_tests_time ON connection_tests (organization_id, connection_id, started_at);
CREATE TABLE domains (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  domain          TEXT NOT NULL,
  token           TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('pending', 'verified', 'lost')),
  result          TEXT NOT NULL,
  misses          BIGINT NOT NULL,
  verified_at     BIGINT,
  checked_at      BIGINT,
  check_at        BIGINT,
  created_at      BIGINT NOT NULL,
  created_by      TEXT NOT NULL,
  UNIQUE (organization_id, domain)
);
INSERT INTO domains VALUES ('dom_y1-gEM9vrWbN5hWaA9IRAw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'acme.example', '94lXK-1TxcH7noA9HBaeb7AAeSfIe9RM01t8ClIREno', 'pending', '', 0, NULL, NULL, 1795988761914699, 1795985161914699, 'usr_JEq67onFmdSZ0kOIKeKu_g');
CREATE INDEX domains_verified ON domains (domain) WHERE state = 'verified';
CREATE INDEX domains_check ON domains (check_at) WHERE check_at IS NOT NULL;
CREATE TABLE bypass_links (
  token_hash      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
INSERT INTO bypass_links VALUES ('2d3e', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_JEq67onFmdSZ0kOIKeKu_g', 1795988761920031);
CREATE INDEX bypass_links_expiry ON bypass_links (expires_at);
CREATE TABLE mails (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  kind            TEXT NOT NULL,
  user_id         TEXT,
  recipient       TEXT NOT NULL,
  detail          TEXT NOT NULL,
  once            TEXT,
  state           TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  tries           BIGINT NOT NULL DEFAULT 0,
  problem         TEXT NOT NULL DEFAULT '',
  created_at      BIGINT NOT NULL,
  due_at          BIGINT,
  expires_at      BIGINT NOT NULL,
  finished_at     BIGINT
);
INSERT INTO mails VALUES ('mail_vjq_tWepx-KV0A571GswnA', 'org_-CRRLmMmLx63RtQsOoL-hg', 'linked', 'usr__z92IGP6blG3f1RMBRORTA', 'lena@acme.example', '{}', NULL, 'sent', 1, '', 1795985161855442, NULL, 1796244361855442, 1795985161887766);
INSERT INTO mails VALUES ('mail_kZtr59H5fk3Tbo6hCcCNLw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'linked', 'usr_HqPUhGxOid1h_t-Ebmsx5A', 'ben@acme.example', '{}', NULL, 'sent', 1, '', 1795985161860277, NULL, 1796244361860277, 1795985161888627);
INSERT INTO mails VALUES ('mail_y_PPJqXErlOsb0FxlwDIXQ', 'org_-CRRLmMmLx63RtQsOoL-hg', 'unlinked', 'usr__z92IGP6blG3f1RMBRORTA', 'lena@acme.example', '{}', NULL, 'sent', 1, '', 1795985161863682, NULL, 1796244361863682, 1795985161889230);
INSERT INTO mails VALUES ('mail_RbCTwIBe1eJWmQ1D3rvlXA', 'org_-CRRLmMmLx63RtQsOoL-hg', 'linked', 'usr_37Saq6jMmqHWVRbzHmtjqw', 'maya@acme.example', '{}', NULL, 'sent', 1, '', 1795985161869810, NULL, 1796244361869810, 1795985161889887);
INSERT INTO mails VALUES ('mail_6NYZObxh2V_TEcoCWXvjpg', 'org_-CRRLmMmLx63RtQsOoL-hg', 'link_code', NULL, 'sofia@acme.example', '{}', NULL, 'sent', 1, '', 1795985161879547, NULL, 1795985761877850, 1795985161891097);
INSERT INTO mails VALUES ('mail_RvSd_Uj7y2thiqizlGD7lw', 'org_-CRRLmMmLx63RtQsOoL-hg', 'password_reset', NULL, 'maya@acme.example', '{}', NULL, 'sent', 1, '', 1795985161882622, NULL, 1795988761882622, 1795985161892253);
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_time ON mails (organization_id, created_at, id);
CREATE UNIQUE INDEX mails_once ON mails (organization_id, once) WHERE once IS NOT NULL;
CREATE INDEX mails_finished ON mails (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE password_resets (
  token_hash      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
INSERT INTO password_resets VALUES ('k7Wwn7AKY8JZNIdZvgouDJ90Ao7sIO9rbGk-b7inXrM', 'org_-CRRLmMmLx63RtQsOoL-hg', 'usr_37Saq6jMmqHWVRbzHmtjqw', 1795986961891441);
CREATE INDEX password_resets_user ON password_resets (organization_id, user_id);
CREATE INDEX password_resets_expiry ON password_resets (expires_at);
CREATE TABLE later_steps (
  name     TEXT PRIMARY KEY,
  position TEXT NOT NULL,
  done     BOOLEAN NOT NULL
);
INSERT INTO later_steps VALUES ('sign_ins_strangers', '', 1);
INSERT INTO later_steps VALUES ('sign_ins_account', '', 1);
INSERT INTO later_steps VALUES ('sign_ins_user', '', 1);
INSERT INTO later_steps VALUES ('sessions_began', '', 1);
INSERT INTO later_steps VALUES ('sessions_identity', '', 1);
INSERT INTO later_steps VALUES ('users_password_kind', '', 1);

CREATE TABLE applied (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  subject         TEXT NOT NULL,
  said            TEXT NOT NULL,
  PRIMARY KEY (organization_id, subject)
);
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'g1yc07N5vBCiW_wJeV1d6g', '{"lockedTo":"6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01","state":"enabled"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'ibxwKjSJHOvyjeFIKP-P6g', '{"lockedTo":"acme.example","state":"enabled"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'org_-CRRLmMmLx63RtQsOoL-hg', '{"contactText":"Extension 4100.","name":"Acme \u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr_37Saq6jMmqHWVRbzHmtjqw', '{"active":"true","email":"maya@acme.example","name":"maya@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr_GFuT25NLYgfTh4rtz34tjw', '{"active":"true","email":"gita@partner.example","name":"gita@partner.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr_HqPUhGxOid1h_t-Ebmsx5A', '{"active":"true","email":"ben@acme.example","name":"ben@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr_JEq67onFmdSZ0kOIKeKu_g', '{"active":"true","email":"sofia@acme.example","name":"sofia@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"super_admin"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr_TvoSt4vAIyLOi4kY03TiyA', '{"active":"false","email":"omar@acme.example","name":"omar@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'usr__z92IGP6blG3f1RMBRORTA', '{"active":"true","email":"lena@acme.example","name":"lena@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_ZEWyaQB-_Mv_Wy8BB0dB4g', 'org_ZEWyaQB-_Mv_Wy8BB0dB4g', '{"name":"Globex"}');
INSERT INTO applied VALUES ('org_ZEWyaQB-_Mv_Wy8BB0dB4g', 'usr_8X9ltFSR5Hr-qTeyTmDJ9A', '{"active":"true","email":"gloria@globex.example","name":"gloria@globex.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"super_admin"}');
INSERT INTO applied VALUES ('org_ZEWyaQB-_Mv_Wy8BB0dB4g', 'usr_NxMCMWCrRyG7RFkt4mN3Dw', '{"active":"true","email":"eve@acme.example","name":"eve@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_ZEWyaQB-_Mv_Wy8BB0dB4g', 'usr_Qci9Hhv-hx88l0HLjn2PuQ', '{"active":"true","email":"maya@acme.example","name":"maya@acme.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org__4c3Y1TE_ROLRGEBZ6id_A', 'lY0fPZeqXAgPCuPJr1etmg', '{"state":"enabled"}');
INSERT INTO applied VALUES ('org__4c3Y1TE_ROLRGEBZ6id_A', 'org__4c3Y1TE_ROLRGEBZ6id_A', '{"name":"Initech"}');
INSERT INTO applied VALUES ('org__4c3Y1TE_ROLRGEBZ6id_A', 'usr_CX7tB0RAggU4qRf17J7szQ', '{"active":"true","email":"peter@initech.example","name":"peter@initech.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');
INSERT INTO applied VALUES ('org_rzGuIzZapGZJJB9y7F6SKg', 'XkASqDsAqgu55I6FliHKqA', '{"state":"disabled"}');
INSERT INTO applied VALUES ('org_rzGuIzZapGZJJB9y7F6SKg', 'org_rzGuIzZapGZJJB9y7F6SKg', '{"name":"Hooli"}');
INSERT INTO applied VALUES ('org_Qa71DB_qTmViUd526nARyw', 'hxP-y0QuDeKNgHbwe7zuEg', '{"state":"enabled"}');
INSERT INTO applied VALUES ('org_Qa71DB_qTmViUd526nARyw', 'org_Qa71DB_qTmViUd526nARyw', '{"active":"false","name":"Dormant"}');
INSERT INTO applied VALUES ('org_Qa71DB_qTmViUd526nARyw', 'usr_s2_cL67XVZ0VMZ4FLUvJpQ', '{"active":"true","email":"dora@dormant.example","name":"dora@dormant.example","passwordHash":"HfXZbbCSwhooK6iJbUyUBf8q-xz56qS8nzYI8wtO3TE","role":"agent"}');

CREATE TABLE replicas (
  id      TEXT PRIMARY KEY,
  keys    TEXT NOT NULL,
  seen_at BIGINT NOT NULL
);
INSERT INTO replicas VALUES ('dRtc6vsVT4wVes3DrWBSKg', '["k1"]', 1795985161592142);

CREATE TABLE unlinked (
  organization_id TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  issuer          TEXT NOT NULL,
  subject         TEXT NOT NULL,
  tenant_id       TEXT,
  object_id       TEXT,
  unlinked_at     BIGINT NOT NULL,
  UNIQUE (connection_id, user_id, issuer, subject),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
INSERT INTO unlinked VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', 'ibxwKjSJHOvyjeFIKP-P6g', 'usr__z92IGP6blG3f1RMBRORTA', 'http://127.0.0.1:38879/google', '100000000000000000002', NULL, NULL, 1795985161863116);
CREATE INDEX unlinked_account ON unlinked (connection_id, issuer, subject);
CREATE INDEX unlinked_object ON unlinked (connection_id, tenant_id, object_id) WHERE object_id IS NOT NULL;
CREATE TABLE "start_counts" (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  day             TEXT NOT NULL,
  provider        TEXT NOT NULL,
  outcome         TEXT NOT NULL,
  n               BIGINT NOT NULL,
  PRIMARY KEY (organization_id, day, provider, outcome)
);
INSERT INTO start_counts VALUES ('org_-CRRLmMmLx63RtQsOoL-hg', '2026-11-02', 'google', 'begun', 7);
CREATE INDEX start_counts_hours ON start_counts (day) WHERE length(day) > 10;
CREATE TABLE redeemed (
  attempt_id      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  code_hash       TEXT NOT NULL,
  claims_sealed   TEXT NOT NULL,
  until           BIGINT NOT NULL
);
INSERT INTO redeemed VALUES ('att_1', 'org_-CRRLmMmLx63RtQsOoL-hg', '4f50', 'k1.sealed', 1795988761921293);
CREATE INDEX redeemed_until ON redeemed (until);
