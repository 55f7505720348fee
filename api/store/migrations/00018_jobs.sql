-- +goose Up
-- How the work that runs by itself last went, over all processes: for whoever looks
-- from outside, as latchkey doctor does. A problem is a code.
CREATE TABLE jobs (
  name         TEXT PRIMARY KEY,
  ran_at       BIGINT,
  took         BIGINT NOT NULL,
  succeeded_at BIGINT,
  failed_at    BIGINT,
  problem      TEXT NOT NULL,
  next_at      BIGINT,
  step         TEXT NOT NULL,
  done         BIGINT NOT NULL,
  total        BIGINT NOT NULL,
  progress_at  BIGINT
);
