import type { FieldCode } from "../api/problem.ts";

const check = "Check this field.";

/** What is wrong with a field of the app, by code. A page that knows more says it itself. */
export const texts = {
  required: "Fill in this field.",
  unknown: check,
  duplicate: check,
  type: check,
  format: check,
  too_short: "This is too short.",
  too_long: "This is too long.",
  out_of_range: "This is out of range.",
  taken: "This is already taken.",
  invalid: check,
  secret_id: "This looks like the ID of the secret. Copy its value.",
  other_provider: "This belongs to another provider.",
  needs_secret: "Enter the secret as well.",
  public_domain: "This is a public e-mail domain. No organization can claim it.",
  too_weak: "This is too easy to guess.",
  own_login: "This is what you sign in with here. Enter the one from the provider.",
  unresolved: "We could not find this.",
} as const satisfies Record<FieldCode, string>;
