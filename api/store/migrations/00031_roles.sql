-- +goose Up
-- What the people of an organization may, and what applications are told of it: the two
-- that every organization has, and its own beside them. users.role refers to it from the
-- next step on, which is not one text for both engines (migraterolesofusers.go).
CREATE TABLE roles (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  key             TEXT NOT NULL,
  name            TEXT NOT NULL,
  description     TEXT NOT NULL,
  built_in        BOOLEAN NOT NULL,
  permissions     TEXT NOT NULL,
  revision        BIGINT NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      BIGINT,
  PRIMARY KEY (organization_id, key)
);
