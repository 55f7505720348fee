-- +goose Up
-- How the hashes of an organization begin, up to the salt: what a check costs.
-- The text is the one of passwordKind in passwordkinds.go, or no query finds it.
CREATE INDEX users_password_kind ON users (organization_id, (
  CASE WHEN substr(password_hash, 1, 2) = '$2' THEN substr(password_hash, 1, 7)
    ELSE rtrim(rtrim(rtrim(password_hash, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'), '$'),
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') END
)) WHERE password_hash IS NOT NULL;
