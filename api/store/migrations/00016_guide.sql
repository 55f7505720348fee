-- +goose Up
-- The steps of the set-up guide that somebody ticked, so that a colleague goes on from there.
ALTER TABLE connections ADD COLUMN guide_done TEXT NOT NULL DEFAULT '[]';
