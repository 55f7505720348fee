-- +goose Up
-- What people set themselves in their profile.
ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS sign_ins_refused_user; -- sign_ins_user, a later step, serves its query as well
-- When a stay began. Since a person can confirm that it is them, that is not
-- when they were last authenticated. Old stays get it in a later step.
ALTER TABLE sessions ADD COLUMN began_at BIGINT;
