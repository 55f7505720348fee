-- +goose Up
-- The address that somebody has proven to be theirs, folded: by a provider that is to be
-- believed, a mailed code or a reset. Another address than the present one proves nothing.
-- Applications link accounts by it, so nobody is believed for what was before.
ALTER TABLE users ADD COLUMN proven_email TEXT NOT NULL DEFAULT '';
