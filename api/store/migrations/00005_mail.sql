-- +goose Up
-- What is mailed: a row in the transaction of what it tells of, so that neither
-- a crash nor a dead mail server loses it.
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
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_time ON mails (organization_id, created_at, id);
CREATE UNIQUE INDEX mails_once ON mails (organization_id, once) WHERE once IS NOT NULL;
CREATE INDEX mails_finished ON mails (finished_at) WHERE finished_at IS NOT NULL;

-- The link of a forgotten password; the token itself is never kept.
CREATE TABLE password_resets (
  token_hash      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX password_resets_user ON password_resets (organization_id, user_id);
CREATE INDEX password_resets_expiry ON password_resets (expires_at);

-- The mailed code of a link step: whom it proves, the code sealed (eight digits
-- have no hash that hides them), until when; how often one was asked for, and when.
ALTER TABLE pending_links ADD COLUMN code_user_id TEXT NOT NULL DEFAULT '';
ALTER TABLE pending_links ADD COLUMN code_sealed TEXT NOT NULL DEFAULT '';
ALTER TABLE pending_links ADD COLUMN code_until BIGINT;
ALTER TABLE pending_links ADD COLUMN codes_asked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pending_links ADD COLUMN code_asked_at BIGINT;

-- The language of a person's screens and mails; '' is the browser's.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';
