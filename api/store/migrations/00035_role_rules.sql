-- +goose Up
-- Which role people have by what their provider says of them. Whoever has no row here has
-- the mode "off". A claim that is asked for since a revision is known of those who signed
-- in since: seen_from. The rules stand in order; the first that fits gives the role.
CREATE TABLE role_rule_sets (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  mode            TEXT NOT NULL CHECK (mode IN ('off', 'suggest', 'automatic', 'provider_wins')),
  otherwise       TEXT NOT NULL CHECK (otherwise IN ('keep', 'role', 'refuse')),
  otherwise_role  TEXT,
  seen_from       BIGINT NOT NULL,
  revision        BIGINT NOT NULL,
  changed_by      TEXT NOT NULL,
  changed_at      BIGINT,
  FOREIGN KEY (organization_id, otherwise_role) REFERENCES roles (organization_id, key)
);

CREATE TABLE role_rules (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  connection_id   TEXT,
  position        BIGINT NOT NULL,
  source          TEXT NOT NULL CHECK (source IN ('claim', 'email_domain')),
  path            TEXT NOT NULL,
  op              TEXT NOT NULL CHECK (op IN ('is', 'contains', 'one_of')),
  value_list      TEXT NOT NULL,
  ignore_case     BOOLEAN NOT NULL,
  role            TEXT NOT NULL,
  UNIQUE (organization_id, position),
  FOREIGN KEY (organization_id, connection_id) REFERENCES connections (organization_id, id),
  FOREIGN KEY (organization_id, role) REFERENCES roles (organization_id, key)
);

-- Where somebody's role comes from; '' is of before this step, or of whoever was added:
-- an agent then is one by default, and any other role was chosen by hand. role_kept is
-- what the rules said when a super admin kept another role.
ALTER TABLE users ADD COLUMN role_source TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN role_rule_id TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN role_at BIGINT;
ALTER TABLE users ADD COLUMN role_kept TEXT NOT NULL DEFAULT '';

-- Of what an account came with the last time, nothing but the values that rules name.
ALTER TABLE identities ADD COLUMN role_facts TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN groups_unsent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE pending_links ADD COLUMN role_facts TEXT NOT NULL DEFAULT '';
