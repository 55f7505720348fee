-- +goose Up
-- Who is no person: an application, which people sign in to through us and the operator
-- registers, or a service, a machine of one organization.
CREATE TABLE clients (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('application', 'service')),
  organization_id TEXT REFERENCES organizations (id),
  name            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('enabled', 'disabled')),
  created_at      BIGINT NOT NULL,
  created_by      TEXT NOT NULL,
  updated_at      BIGINT NOT NULL,
  last_used_at    BIGINT,
  CHECK ((kind = 'service') = (organization_id IS NOT NULL)),
  UNIQUE (organization_id, id)
);

-- Secrets are random and long, so a plain hash is kept; beside it what people know one by.
CREATE TABLE client_secrets (
  id             TEXT PRIMARY KEY,
  client_id      TEXT NOT NULL REFERENCES clients (id),
  hash           TEXT NOT NULL,
  first          TEXT NOT NULL,
  last           TEXT NOT NULL,
  created_at     BIGINT NOT NULL,
  created_by     TEXT NOT NULL,
  expires_at     BIGINT,
  revoked_at     BIGINT,
  last_used_at   BIGINT,
  last_used_from TEXT NOT NULL,
  UNIQUE (client_id, hash)
);
-- A secret that stands alone, without the id of its client, is found by its hash.
CREATE INDEX client_secrets_hash ON client_secrets (hash);

-- What only an application has.
CREATE TABLE applications (
  client_id                 TEXT PRIMARY KEY REFERENCES clients (id),
  type                      TEXT NOT NULL CHECK (type IN ('web', 'spa', 'native')),
  icon                      TEXT NOT NULL,
  home_url                  TEXT NOT NULL,
  redirect_uris             TEXT NOT NULL,
  post_logout_redirect_uris TEXT NOT NULL,
  backchannel_logout_uri    TEXT NOT NULL,
  initiate_login_uri        TEXT NOT NULL,
  resources                 TEXT NOT NULL,
  all_organizations         BOOLEAN NOT NULL,
  organization_ids          TEXT NOT NULL,
  id_token_alg              TEXT NOT NULL CHECK (id_token_alg IN ('RS256', 'ES256')),
  require_pkce              BOOLEAN NOT NULL,
  refresh                   TEXT NOT NULL CHECK (refresh IN ('none', 'session', 'offline'))
);
