-- +goose Up
-- Addresses that an organization's events are sent to. Due_at is when somebody may work on
-- what waits for one: who does has taken it until then. Woken counts the events that came
-- meanwhile, so that none is overlooked when it is put down.
CREATE TABLE webhooks (
  id               TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL REFERENCES organizations (id),
  url              TEXT NOT NULL,
  description      TEXT NOT NULL,
  types            TEXT NOT NULL,
  state            TEXT NOT NULL,
  off_reason       TEXT NOT NULL,
  secret_sealed    TEXT NOT NULL,
  old_sealed       TEXT NOT NULL,
  old_until        BIGINT,
  failing_since    BIGINT,
  succeeded_at     BIGINT,
  taken            BOOLEAN NOT NULL,
  woken            BIGINT NOT NULL,
  paused_until     BIGINT,
  due_at           BIGINT,
  revision         BIGINT NOT NULL,
  created_by       TEXT NOT NULL,
  created_at       BIGINT NOT NULL,
  changed_by       TEXT NOT NULL,
  changed_at       BIGINT NOT NULL
);
CREATE INDEX webhooks_organization ON webhooks (organization_id);
CREATE INDEX webhooks_due ON webhooks (due_at) WHERE due_at IS NOT NULL;

-- What was sent to them, or is to be. Data is '' where the event is kept beside it.
CREATE TABLE webhook_deliveries (
  id              TEXT PRIMARY KEY,
  webhook_id      TEXT NOT NULL REFERENCES webhooks (id),
  event_id        TEXT NOT NULL,
  type            TEXT NOT NULL,
  occurred_at     BIGINT NOT NULL,
  data            TEXT NOT NULL,
  state           TEXT NOT NULL,
  tries           BIGINT NOT NULL,
  attempts        TEXT NOT NULL,
  created_at      BIGINT NOT NULL,
  due_at          BIGINT,
  finished_at     BIGINT
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);
