-- +goose Up
-- ID tokens may be signed by RS256, which most applications take alone: a second family
-- of keys. A CHECK cannot be changed on SQLite, so the table is made anew.
CREATE TABLE token_keys_new (
  id          TEXT PRIMARY KEY,
  purpose     TEXT NOT NULL CHECK (purpose IN ('signing', 'signing_rs256', 'refresh')),
  serial      BIGINT NOT NULL,
  public_jwk  TEXT NOT NULL,
  sealed      TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  signs_from  BIGINT NOT NULL,
  UNIQUE (purpose, serial)
);
INSERT INTO token_keys_new (id, purpose, serial, public_jwk, sealed, created_at, signs_from)
SELECT id, purpose, serial, public_jwk, sealed, created_at, signs_from FROM token_keys;
DROP TABLE token_keys;
ALTER TABLE token_keys_new RENAME TO token_keys;

-- A code waits a minute for its application. What it stands for is what the application
-- asked and who the person is; a row is deleted by who spends it.
CREATE TABLE authorization_codes (
  code_hash       TEXT PRIMARY KEY,
  client_id       TEXT NOT NULL REFERENCES clients (id),
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  session_id      TEXT NOT NULL,
  redirect_uri    TEXT NOT NULL,
  challenge       TEXT NOT NULL,
  nonce           TEXT NOT NULL,
  scope           TEXT NOT NULL,
  resource        TEXT NOT NULL,
  expires_at      BIGINT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX authorization_codes_expiry ON authorization_codes (expires_at);

-- What an application got for a code: tokens, and the refresh token that goes on. It
-- stands until it ends, which a second use of its code does too.
CREATE TABLE grants (
  id              TEXT PRIMARY KEY,
  code_hash       TEXT NOT NULL UNIQUE,
  client_id       TEXT NOT NULL REFERENCES clients (id),
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  session_id      TEXT NOT NULL,
  scope           TEXT NOT NULL,
  resource        TEXT NOT NULL,
  offline         BOOLEAN NOT NULL,
  generation      BIGINT NOT NULL,
  refresh_hash    TEXT NOT NULL,
  began_at        BIGINT NOT NULL,
  last_used_at    BIGINT NOT NULL,
  idle_expires_at BIGINT NOT NULL,
  expires_at      BIGINT NOT NULL,
  ended_at        BIGINT,
  end_reason      TEXT NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX grants_offline ON grants (organization_id, user_id) WHERE ended_at IS NULL AND offline;
CREATE INDEX grants_expiry ON grants (expires_at);
