-- +goose Up
-- When and with what a person signed in last: a list is sorted by it. The rows that are
-- there are filled later (package store, later.go), where the indexes of the list are made, too.
ALTER TABLE users ADD COLUMN last_sign_in_at BIGINT;
ALTER TABLE users ADD COLUMN last_sign_in_with TEXT NOT NULL DEFAULT '';

-- Changes of many people at once (spec "People", 2), and each of these people. A change is
-- due until it has come to its end; position is the person whom it did last, outcomes how
-- many people ended how.
CREATE TABLE user_bulk_changes (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  action          TEXT NOT NULL,
  role            TEXT NOT NULL,
  made_by         TEXT NOT NULL,
  confirmed       BOOLEAN NOT NULL,
  created_at      BIGINT NOT NULL,
  due_at          BIGINT,
  tries           BIGINT NOT NULL,
  position        TEXT NOT NULL,
  total           BIGINT NOT NULL,
  done            BIGINT NOT NULL,
  outcomes        TEXT NOT NULL,
  ended_at        BIGINT,
  ended_how       TEXT NOT NULL
);
CREATE INDEX user_bulk_changes_due ON user_bulk_changes (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX user_bulk_changes_organization ON user_bulk_changes (organization_id, created_at);
-- No foreign key: to look each of 100,000 up would take longer than to write them.
CREATE TABLE user_bulk_people (
  bulk_change_id TEXT NOT NULL,
  user_id        TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  PRIMARY KEY (bulk_change_id, user_id)
);
