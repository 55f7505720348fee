-- +goose Up
-- Times are UTC microseconds in BIGINT, ids are text made in Go, JSON is text:
-- so that one query text serves both engines (package store).

CREATE TABLE deployment (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

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
);

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
  updated_at      BIGINT NOT NULL,
  UNIQUE (organization_id, email_lower),
  UNIQUE (organization_id, id)
);
CREATE UNIQUE INDEX users_external ON users (organization_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_email ON users (email_lower);

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
  updated_at        BIGINT NOT NULL,
  UNIQUE (organization_id, provider),
  UNIQUE (organization_id, id)
);
CREATE INDEX connections_probe ON connections (probe_at) WHERE probe_at IS NOT NULL;

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
  created_by      TEXT NOT NULL,
  UNIQUE (organization_id, connection_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);

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
  last_used_at    BIGINT NOT NULL,
  UNIQUE (connection_id, issuer, subject),
  UNIQUE (connection_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
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
);
CREATE INDEX sign_ins_time ON sign_ins (organization_id, finished_at, id);
CREATE INDEX sign_ins_reference ON sign_ins (reference);

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
  browser            TEXT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX sessions_user ON sessions (organization_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_connection ON sessions (connection_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

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
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
CREATE INDEX pending_links_expiry ON pending_links (expires_at);

CREATE TABLE audit_events (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  at              BIGINT NOT NULL,
  actor           TEXT NOT NULL,
  action          TEXT NOT NULL,
  subject         TEXT NOT NULL,
  detail          TEXT NOT NULL
);
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

CREATE TABLE password_tries (
  id            TEXT PRIMARY KEY,
  failures      BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL
);
CREATE INDEX password_tries_age ON password_tries (updated_at);

CREATE TABLE start_counts (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  provider        TEXT NOT NULL,
  day             TEXT NOT NULL,
  outcome         TEXT NOT NULL,
  n               BIGINT NOT NULL,
  PRIMARY KEY (organization_id, provider, day, outcome)
);

CREATE TABLE setup_links (
  token_hash TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
