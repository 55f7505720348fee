-- +goose Up
-- What integrators are told of, in the order in which it became true: the feed and the
-- webhooks read it. The number of an event is given out of the row of its organization
-- in event_counters, in the transaction of the change, so that none is seen before a
-- smaller one.
CREATE TABLE events (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  sequence        BIGINT NOT NULL,
  type            TEXT NOT NULL,
  occurred_at     BIGINT NOT NULL,
  data            TEXT NOT NULL,
  once            TEXT NOT NULL,
  UNIQUE (organization_id, sequence)
);
CREATE INDEX events_once ON events (organization_id, once) WHERE once <> '';
CREATE INDEX events_age ON events (organization_id, occurred_at);

-- The last number that was given, and the last one whose event is not kept any more. Epoch
-- is another one after a restore from a backup, whose numbers are given a second time.
CREATE TABLE event_counters (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  epoch           TEXT NOT NULL,
  last            BIGINT NOT NULL,
  pruned          BIGINT NOT NULL
);
