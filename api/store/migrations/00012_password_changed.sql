-- +goose Up
-- When somebody last set their password themselves; NULL is unknown. What was set
-- before is in the audit log, unless somebody else gave them another one since.
ALTER TABLE users ADD COLUMN password_changed_at BIGINT;
UPDATE users SET password_changed_at = e.changed_at
FROM (
  SELECT organization_id, subject,
    MAX(CASE WHEN action IN ('user.password_changed', 'user.password_reset') THEN at END) AS changed_at,
    MAX(CASE WHEN action NOT IN ('user.password_changed', 'user.password_reset') THEN at END) AS given_at
  FROM audit_events
  WHERE action IN ('user.password_changed', 'user.password_reset') OR action LIKE 'user.%' AND detail LIKE '%"password_hash"%'
  GROUP BY organization_id, subject
) e
WHERE e.organization_id = users.organization_id AND e.subject = users.id AND users.password_hash IS NOT NULL
  AND e.changed_at >= COALESCE(e.given_at, 0);
