-- +goose Up
-- Which role people have who come through a connection and whose role nobody has decided,
-- and which ones they may choose on the link page: no super admins.
CREATE TABLE role_choices (
  organization_id TEXT NOT NULL,
  connection_id   TEXT NOT NULL,
  default_role    TEXT,
  choices         TEXT NOT NULL,
  revision        BIGINT NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id),
  FOREIGN KEY (organization_id, default_role) REFERENCES roles (organization_id, key),
  CHECK (default_role <> 'super_admin')
);
