-- +goose Up
-- Who did it and what it was done to, as they were called then: a name that is
-- changed later, or an account that is disconnected, leaves what the log says.
ALTER TABLE audit_events ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_events ADD COLUMN subject_name TEXT NOT NULL DEFAULT '';
