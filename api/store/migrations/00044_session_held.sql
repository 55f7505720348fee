-- +goose Up

-- How often somebody got something in a session: a sign-in that replaces it in one statement
-- ends it only if that is what it read.
ALTER TABLE sessions ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
