-- +goose Up
-- When somebody was last mailed where to sign in, and with which account.
ALTER TABLE users ADD COLUMN invited_at BIGINT;
