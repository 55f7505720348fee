-- +goose Up
-- What applications ask for and is refused stands in the sign-in log, too: which application
-- asked, and how often where more was refused than has rows of its own.
ALTER TABLE sign_ins ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_ins ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
