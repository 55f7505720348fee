-- +goose Up

-- A link that is mailed has an address of its own, which is made when the mail is sent; its
-- token itself is never kept.
ALTER TABLE guest_links ADD COLUMN mailed_token_hash TEXT;
CREATE UNIQUE INDEX guest_links_mailed ON guest_links (mailed_token_hash) WHERE mailed_token_hash IS NOT NULL;
