-- +goose Up
-- Requests that their clients may send again by a key of their own (Idempotency-Key), and
-- what was answered. The id is a hash of who sent it, where to, and the key. While status
-- is 0 the request runs, of whoever has the claim, until the lease is over.
CREATE TABLE keyed_requests (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  fingerprint     TEXT NOT NULL,
  claim           TEXT NOT NULL,
  leased_until    BIGINT NOT NULL,
  status          BIGINT NOT NULL,
  headers         TEXT NOT NULL,
  body            TEXT NOT NULL,
  expires_at      BIGINT NOT NULL
);
CREATE INDEX keyed_requests_expiry ON keyed_requests (expires_at);
