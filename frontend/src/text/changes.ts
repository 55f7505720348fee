import { texts } from "./changes.en.ts";

/** What was done, in words. An action that is not in here is shown as its code. */
export const actions: Record<string, string> = texts.actions;

/** The fields of a change, in words. One that is not in here is shown as its code. */
export const fields: Record<string, string> = texts.fields;

/** Columns of ours that say nothing to a reader; another field of the same change does. */
export const hidden: readonly string[] = [
  "live_version_id",
  "draft_version_id",
  "fallback_version_id",
  "password_used_at",
  "password_changed_at",
  "email_lower",
  "test",
  "revision",
  "changed_by",
  "changed_at",
];

/** The values of a field that are codes, in words. */
export const values: Record<string, Record<string, string>> = texts.values;
