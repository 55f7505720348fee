-- +goose Up
-- What was disconnected is remembered after the link is gone: the account, and
-- its person at that application, are asked from then on.
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
CREATE INDEX unlinked_account ON unlinked (connection_id, issuer, subject);
CREATE INDEX unlinked_object ON unlinked (connection_id, tenant_id, object_id) WHERE object_id IS NOT NULL;

-- What was begun before an unlink, a deactivation and the like is void. An
-- organization counts those events, because clocks of replicas differ: what is
-- begun remembers the count of then, and a person (or the whole organization)
-- the count at which all before became void.
ALTER TABLE organizations ADD COLUMN voids BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN voided BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN voided BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pending_links ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;
-- The application's revision then, and a name that may be suggested where the
-- provider gave no address.
ALTER TABLE pending_links ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pending_links ADD COLUMN suggestion TEXT NOT NULL DEFAULT '';
