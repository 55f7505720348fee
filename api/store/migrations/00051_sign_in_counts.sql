-- +goose Up

-- How the attempts of an organization ended that are over, by the hour and by the quarter of an
-- hour (span, in seconds) in which they began: a chart of two weeks reads these, and of the log
-- only what ended since. What is counted stands in sign_ins_counted: what began at since or later
-- and ended before until. An organization of which nobody looks at the chart has none.
CREATE TABLE sign_in_counts (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  span            BIGINT NOT NULL,
  began           BIGINT NOT NULL,
  provider        TEXT NOT NULL,
  signed_in       BIGINT NOT NULL,
  asked           BIGINT NOT NULL,
  refused         BIGINT NOT NULL,
  failed          BIGINT NOT NULL,
  PRIMARY KEY (organization_id, span, began, provider)
);
CREATE TABLE sign_ins_counted (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  since           BIGINT NOT NULL,
  until           BIGINT NOT NULL
);
