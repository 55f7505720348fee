-- +goose Up
-- How an application shows its secret to the token endpoint: '' as the
-- provider's metadata has it, else as somebody chose or a test found out.
ALTER TABLE connection_versions ADD COLUMN client_auth TEXT NOT NULL DEFAULT ''
  CHECK (client_auth IN ('', 'basic', 'basic_raw', 'post'));
