-- +goose Up
-- What people set themselves in their profile.
ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
-- A person's own latest attempts, and no scan of everybody's.
DROP INDEX sign_ins_refused_user; -- the next one serves its query as well
CREATE INDEX sign_ins_user ON sign_ins (organization_id, user_id, finished_at) WHERE user_id IS NOT NULL;
-- When a stay began. Since a person can confirm that it is them, that is not
-- when they were last authenticated.
ALTER TABLE sessions ADD COLUMN began_at BIGINT;
UPDATE sessions SET began_at = authenticated_at;
