-- +goose Up
-- What a provider gave for a code whose attempt did not end (the browser left, the
-- database was away), so that any replica can finish it. A row lives for a minute,
-- and an ordinary sign-in has none.
CREATE TABLE redeemed (
  attempt_id      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  code_hash       TEXT NOT NULL,
  claims_sealed   TEXT NOT NULL,
  until           BIGINT NOT NULL
);
CREATE INDEX redeemed_until ON redeemed (until);
