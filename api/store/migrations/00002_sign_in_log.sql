-- +goose Up
-- Its index, sign_ins_strangers, is a later step: it was made here, in one
-- statement under which nobody could sign in while a large log was read.
SELECT 1;
