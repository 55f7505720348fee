-- +goose Up
-- How long changes are kept is a setting of its own. It was as long as the sign-in log, and
-- at least 180 days: each organization keeps what it has.
ALTER TABLE organizations ADD COLUMN audit_days BIGINT NOT NULL DEFAULT 180;
UPDATE organizations SET audit_days = log_days WHERE log_days > 180;
