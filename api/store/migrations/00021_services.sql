-- +goose Up
-- What only a service has: a machine of one organization, what it may do, and how it
-- proves who it is where it has no secret: by keys of its own, or by tokens of another
-- issuer. A service that is revoked keeps its row, which names who did what.
CREATE TABLE services (
  client_id           TEXT PRIMARY KEY REFERENCES clients (id),
  organization_id     TEXT NOT NULL,
  scopes              TEXT NOT NULL,
  jwks                TEXT NOT NULL,
  jwks_uri            TEXT NOT NULL,
  federation_issuer   TEXT NOT NULL,
  federation_jwks_uri TEXT NOT NULL,
  federation_subject  TEXT NOT NULL,
  federation_audience TEXT NOT NULL,
  last_used_from      TEXT NOT NULL,
  last_used_with      TEXT NOT NULL,
  revision            BIGINT NOT NULL,
  changed_by          TEXT NOT NULL,
  revoked_at          BIGINT,
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
);
CREATE INDEX services_organization ON services (organization_id) WHERE revoked_at IS NULL;

-- Ids of tokens that must not count again until they expire: an assertion that was spent,
-- an access token that was revoked. They are kept as hashes, for others chose them.
CREATE TABLE client_token_ids (
  client_id  TEXT NOT NULL REFERENCES clients (id),
  kind       TEXT NOT NULL CHECK (kind IN ('spent', 'revoked')),
  hash       TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (client_id, kind, hash)
);
CREATE INDEX client_token_ids_expiry ON client_token_ids (expires_at);
CREATE INDEX client_secrets_expiry ON client_secrets (expires_at) WHERE revoked_at IS NULL;
