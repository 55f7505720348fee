-- +goose Up
-- The address that somebody has proven to be theirs, folded: by a provider that is to be
-- believed, a mailed code or a reset. Another address than the present one proves nothing.
-- Applications link accounts by it, so nobody is believed for what was before.
ALTER TABLE users ADD COLUMN proven_email TEXT NOT NULL DEFAULT '';

-- What the operator did to applications, which no organization's log of changes can tell.
CREATE TABLE client_events (
  id        TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  at        BIGINT NOT NULL,
  actor     TEXT NOT NULL,
  action    TEXT NOT NULL,
  detail    TEXT NOT NULL
);
CREATE INDEX client_events_time ON client_events (client_id, at, id);
