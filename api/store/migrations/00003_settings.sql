-- +goose Up
-- What super admins set themselves: versions that are tested before they are
-- live, the policy, who is exempt from it, verified domains (issue "SSO settings").

ALTER TABLE organizations ADD COLUMN sso_required_at BIGINT;
ALTER TABLE organizations ADD COLUMN log_days BIGINT NOT NULL DEFAULT 180;
ALTER TABLE organizations ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE organizations ADD COLUMN changed_by TEXT NOT NULL DEFAULT 'operator';
ALTER TABLE organizations ADD COLUMN changed_at BIGINT;

ALTER TABLE users ADD COLUMN exempt BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN password_used_at BIGINT;
ALTER TABLE users ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN changed_by TEXT NOT NULL DEFAULT 'operator';
CREATE INDEX users_name ON users (organization_id, name, id);

ALTER TABLE connections ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN draft_version_id TEXT;
ALTER TABLE connections ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE connections ADD COLUMN changed_by TEXT NOT NULL DEFAULT 'operator';
ALTER TABLE connections ADD COLUMN fallback_version_id TEXT;
ALTER TABLE connections ADD COLUMN fallback_until BIGINT;
ALTER TABLE connections ADD COLUMN fallback_used_at BIGINT;
ALTER TABLE connections ADD COLUMN check_at BIGINT;
ALTER TABLE connections ADD COLUMN check_pause BIGINT NOT NULL DEFAULT 0;
CREATE INDEX connections_check ON connections (check_at) WHERE check_at IS NOT NULL;

-- 0 is what an older program writes while both run.
ALTER TABLE connection_versions ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE connection_versions ADD COLUMN secret_ends TEXT NOT NULL DEFAULT '';
ALTER TABLE connection_versions ADD COLUMN secret_expires_at BIGINT;
ALTER TABLE connection_versions ADD COLUMN keep_old_until BIGINT;
ALTER TABLE connection_versions ADD COLUMN passed_at BIGINT;
UPDATE connection_versions SET number = (
  SELECT COUNT(*) FROM connection_versions o
  WHERE o.connection_id = connection_versions.connection_id
    AND (o.created_at, o.id) <= (connection_versions.created_at, connection_versions.id));
CREATE UNIQUE INDEX connection_versions_number ON connection_versions (connection_id, number) WHERE number > 0;

ALTER TABLE identities ADD COLUMN hosted_domain TEXT NOT NULL DEFAULT '';
ALTER TABLE pending_links ADD COLUMN hosted_domain TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN bypass BOOLEAN NOT NULL DEFAULT FALSE;

-- The provider account of a refused attempt, so that a super admin can connect
-- it; blanked together with the address.
ALTER TABLE sign_ins ADD COLUMN account TEXT NOT NULL DEFAULT '';

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
CREATE INDEX domains_verified ON domains (domain) WHERE state = 'verified';
CREATE INDEX domains_check ON domains (check_at) WHERE check_at IS NOT NULL;

CREATE TABLE bypass_links (
  token_hash      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX bypass_links_expiry ON bypass_links (expires_at);
