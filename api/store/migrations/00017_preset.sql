-- +goose Up
-- Which preset a connection of a generic provider was made with, so that its guide and its logo are found again.
ALTER TABLE connections ADD COLUMN preset TEXT NOT NULL DEFAULT '';
