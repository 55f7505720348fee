-- +goose Up
-- What an operator's file said of a thing when it was applied last, by field, as
-- JSON: a file that says it again does not undo what somebody changed since. The
-- subject is the id of an organization, a user or a connection.
CREATE TABLE applied (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  subject         TEXT NOT NULL,
  said            TEXT NOT NULL,
  PRIMARY KEY (organization_id, subject)
);

-- The processes that run, and which encryption keys each can open: a new key
-- seals only when all of them have it.
CREATE TABLE replicas (
  id      TEXT PRIMARY KEY,
  keys    TEXT NOT NULL,
  seen_at BIGINT NOT NULL
);
