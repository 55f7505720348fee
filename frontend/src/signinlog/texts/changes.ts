import type { components } from "../../api/schema.gen.ts";
import texts from "./changes.en.json";

/** What was done, in words: every action that the contract knows. */
export const actions: Record<components["schemas"]["AuditAction"], string> = texts.actions;

/** The fields of a change, in words. One that is not in here is shown as its code. */
export const fields: Record<string, string> = texts.fields;

/** Columns and ids of ours that say nothing to a reader; another field of the same change, or its subject, does. */
export const hidden: readonly string[] = [
  "live_version_id",
  "draft_version_id",
  "fallback_version_id",
  "password_used_at",
  "password_changed_at",
  "email_lower",
  "role_source",
  "role_rule_id",
  "role_at",
  "test",
  "delivery",
  "user",
  "identity",
  "old_identity",
  "fallback_used_at",
  "health",
  "health_since",
  "health_reason",
  "probe_failed",
  "probe_at",
  "probe_pause",
  "trial_at",
  "passed_at",
  "secret_ends",
  "created_at",
  "created_by",
  "updated_at",
  "revision",
  "changed_by",
  "changed_at",
];

/** The fields that are a moment. */
export const moments: readonly string[] = [
  "sso_required_at",
  "fallback_until",
  "keep_old_until",
  "secret_expires_at",
  "expires_at",
  "since",
];

/** The fields that are a length of time, in seconds. */
export const durations: readonly string[] = ["session_idle_seconds", "session_absolute_seconds"];

/** The values of a field that are codes, in words. */
export const values: Record<string, Record<string, string>> = texts.values;
