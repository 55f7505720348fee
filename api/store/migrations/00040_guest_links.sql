-- +goose Up
-- Links by which somebody without an account does the provider's part of one connection;
-- the token itself is never kept. One is over when its holder signs it off, when it is
-- revoked, or in time.
CREATE TABLE guest_links (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  connection_id   TEXT NOT NULL,
  token_hash      TEXT NOT NULL UNIQUE,
  guest           TEXT NOT NULL,
  created_by      TEXT NOT NULL,
  created_at      BIGINT NOT NULL,
  expires_at      BIGINT NOT NULL,
  opened_at       BIGINT,
  signed_off_at   BIGINT,
  revoked_at      BIGINT,
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id)
);
CREATE INDEX guest_links_connection ON guest_links (organization_id, connection_id, created_at);
