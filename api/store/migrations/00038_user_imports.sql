-- +goose Up
-- Files of people that are imported: what is to be done, how far it came, and what came of
-- it. A file lies here in chunks of rows as long as the import runs, so that any process may
-- go on with it; next is the chunk that comes next, written in the transaction of the one
-- before. What is reported of a chunk tells rows by their number and nothing that they say.
CREATE TABLE user_imports (
  id                 TEXT PRIMARY KEY,
  organization_id    TEXT NOT NULL REFERENCES organizations (id),
  state              TEXT NOT NULL CHECK (state IN ('receiving', 'waiting', 'running', 'finished', 'cancelled', 'failed')),
  problem            TEXT NOT NULL,
  file_name          TEXT NOT NULL,
  unknown_columns    TEXT NOT NULL,
  dry_run            BOOLEAN NOT NULL,
  deactivate_missing BOOLEAN NOT NULL,
  invite             BOOLEAN NOT NULL,
  service            BOOLEAN NOT NULL,
  confirmed          BOOLEAN NOT NULL,
  total              BIGINT NOT NULL,
  done               BIGINT NOT NULL,
  next               BIGINT NOT NULL,
  added              BIGINT NOT NULL,
  changed            BIGINT NOT NULL,
  same               BIGINT NOT NULL,
  wrong              BIGINT NOT NULL,
  first_wrong        TEXT NOT NULL,
  missing            BIGINT,
  ceiling            BIGINT,
  deactivated        BIGINT NOT NULL,
  created_by         TEXT NOT NULL,
  created_at         BIGINT NOT NULL,
  started_at         BIGINT,
  finished_at        BIGINT,
  due_at             BIGINT,
  tries              BIGINT NOT NULL
);
CREATE INDEX user_imports_due ON user_imports (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX user_imports_organization ON user_imports (organization_id, created_at);
CREATE TABLE user_import_chunks (
  import_id TEXT NOT NULL REFERENCES user_imports (id),
  number    BIGINT NOT NULL,
  rows_json TEXT NOT NULL,
  PRIMARY KEY (import_id, number)
);
CREATE TABLE user_import_reports (
  import_id TEXT NOT NULL REFERENCES user_imports (id),
  number    BIGINT NOT NULL,
  lines     TEXT NOT NULL,
  PRIMARY KEY (import_id, number)
);
