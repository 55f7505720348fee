-- +goose Up
-- What an organization's sign-in page looks like; one without a row looks as all do. The logo
-- is a PNG that we have made, in base64: it comes and goes with a backup.
CREATE TABLE brandings (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  name            TEXT NOT NULL,
  accent          TEXT NOT NULL,
  welcome         TEXT NOT NULL,
  logo            TEXT NOT NULL,
  logo_hash       TEXT NOT NULL,
  logo_width      BIGINT NOT NULL,
  logo_height     BIGINT NOT NULL,
  revision        BIGINT NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      BIGINT NOT NULL
);
