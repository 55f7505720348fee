-- +goose Up
-- What an organization has of an application: whether its super admins switched it off for
-- their people, and when one of them went there last. No row is an application that is on.
CREATE TABLE application_access (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  client_id       TEXT NOT NULL REFERENCES clients (id),
  off             BOOLEAN NOT NULL,
  revision        BIGINT NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      BIGINT,
  last_used_at    BIGINT,
  PRIMARY KEY (organization_id, client_id)
);
CREATE INDEX application_access_client ON application_access (client_id) WHERE off;

-- The sign-in page of an organization is passed without a stop while one provider is all there is.
ALTER TABLE organizations ADD COLUMN straight_to_provider BOOLEAN NOT NULL DEFAULT FALSE;
