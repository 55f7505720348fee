-- +goose Up
-- The steps that a large table needs and that are made beside the program (package
-- store, later.go): which are done, and how far one came that goes by batches.
CREATE TABLE later_steps (
  name     TEXT PRIMARY KEY,
  position TEXT NOT NULL,
  done     BOOLEAN NOT NULL
);
