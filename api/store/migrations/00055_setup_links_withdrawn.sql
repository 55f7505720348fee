-- +goose Up
-- A link ends with the power of who made it: when they are deactivated or no super admin any
-- more, and it stays ended when they are one again. So do those of people who lost it before.
ALTER TABLE guest_links ADD COLUMN withdrawn_at BIGINT;
UPDATE guest_links SET withdrawn_at = COALESCE((
    SELECT u.updated_at FROM users u WHERE u.organization_id = guest_links.organization_id AND u.id = guest_links.created_by), created_at)
  WHERE signed_off_at IS NULL AND revoked_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM users u
    WHERE u.organization_id = guest_links.organization_id AND u.id = guest_links.created_by AND u.active AND u.role = 'super_admin');
