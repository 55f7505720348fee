-- +goose Up
-- An application may want to know of another role as of a sign-out.
ALTER TABLE applications ADD COLUMN logout_on_role_change BOOLEAN NOT NULL DEFAULT FALSE;

-- What applications are still to be told: that a session has ended in which they got
-- tokens. A row goes when its application has taken it; one that was given up stays a
-- while, without a time at which it is due.
CREATE TABLE logout_messages (
  id              TEXT PRIMARY KEY,
  client_id       TEXT NOT NULL REFERENCES clients (id),
  organization_id TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  session_id      TEXT NOT NULL,
  reason          TEXT NOT NULL,
  tries           BIGINT NOT NULL,
  problem         TEXT NOT NULL,
  created_at      BIGINT NOT NULL,
  due_at          BIGINT,
  given_up_at     BIGINT,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX logout_messages_due ON logout_messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX logout_messages_given_up ON logout_messages (given_up_at) WHERE given_up_at IS NOT NULL;
-- Which applications a session has.
CREATE INDEX grants_session ON grants (session_id);
