-- +goose Up
-- Starts by organization and time, as their readers ask for them. What was counted
-- for providers that nobody has is one number; everything else stays.
CREATE TABLE start_counts_new (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  day             TEXT NOT NULL,
  provider        TEXT NOT NULL,
  outcome         TEXT NOT NULL,
  n               BIGINT NOT NULL,
  PRIMARY KEY (organization_id, day, provider, outcome)
);
INSERT INTO start_counts_new (organization_id, day, provider, outcome, n)
SELECT k.organization_id, k.day, k.provider, k.outcome, SUM(k.n)
FROM (
  SELECT s.organization_id, s.day, s.outcome, s.n,
    CASE WHEN s.provider IN ('google', 'microsoft') OR c.id IS NOT NULL THEN s.provider ELSE '' END AS provider
  FROM start_counts s
  LEFT JOIN connections c ON c.organization_id = s.organization_id AND c.provider = s.provider
) k
GROUP BY k.organization_id, k.day, k.provider, k.outcome;
DROP TABLE start_counts;
ALTER TABLE start_counts_new RENAME TO start_counts;
-- The hours that are still to be folded into days.
CREATE INDEX start_counts_hours ON start_counts (day) WHERE length(day) > 10;
