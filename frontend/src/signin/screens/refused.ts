import type { ProblemCode } from "../../api/problem.ts";
import type refusedTexts from "./texts/refused.en.json";

type Text = keyof typeof refusedTexts;

/** How the page of a refused sign-in speaks of one reason, besides its sentence. */
export interface RefusedText {
  title: Text | "warning.title";
  /** What to do now. */
  next: Text;
  /** Whether another account at the provider may help. */
  otherAccount?: true;
}

const notAvailable: RefusedText = { title: "warning.title", next: "refused.ask" };
const again: RefusedText = { title: "refused.page", next: "refused.again" };
const tell: RefusedText = { title: "refused.page", next: "refused.tell" };
const wait: RefusedText = { title: "refused.page", next: "refused.wait" };
const wrongAccount: RefusedText = { title: "refused.page", next: "refused.account", otherAccount: true };
const accountLacks: RefusedText = { title: "refused.page", next: "refused.ask", otherAccount: true };

/** Every code of the contract; null for one that never ends an attempt to a provider. A new code does not compile. */
const texts: Record<ProblemCode, RefusedText | null> = {
  sso_not_configured: notAvailable,
  sso_app_invalid: notAvailable,
  sso_provider_disabled: notAvailable,
  provider_config_error: notAvailable,
  sso_config_changed: again,

  attempt_session_changed: again,

  provider_denied: { title: "refused.cancelled", next: "refused.again-password" },
  provider_consent_required: { title: "refused.page", next: "refused.ask" },
  provider_blocked: accountLacks,
  provider_interaction: again,
  provider_unavailable: wait,
  provider_unreachable: wait,
  outbound_unavailable: wait,
  provider_other: tell,

  attempt_unknown: again,
  attempt_replayed: again,
  attempt_expired: again,
  attempt_cookie_missing: { title: "refused.page", next: "refused.cookies" },
  callback_malformed: again,
  code_rejected: again,
  token_invalid: tell,
  clock_skew: tell,

  wrong_tenant: wrongAccount,
  wrong_hosted_domain: wrongAccount,
  email_missing: accountLacks,
  email_not_verified: accountLacks,
  user_not_authorized: { title: "refused.user", next: "refused.add", otherAccount: true },
  role_required: { title: "refused.user", next: "refused.ask", otherAccount: true },
  link_in_profile_first: { title: "refused.page", next: "refused.profile" },

  internal_error: { title: "refused.ours", next: "refused.tell" },
  rate_limited: wait,
  busy: wait,

  org_not_resolved: null,
  link_proof_failed: null,
  link_locked: null,
  link_ticket_expired: null,
  credentials_invalid: null,
  password_login_disabled: null,
  unauthenticated: null,
  session_reused: null,
  setup_closed: null,
  not_found: null,
  validation_failed: null,
  method_not_allowed: null,
  body_malformed: null,
  body_too_large: null,
  media_type_unsupported: null,
  origin_refused: null,
  already_linked_other_user: null,
  already_linked_other: null,
  config_changed: null,
  precondition_required: null,
  test_required: null,
  break_glass_required: null,
  own_sign_in_required: null,
  last_super_admin: null,
  role_key_taken: null,
  role_limit_reached: null,
  role_built_in: null,
  role_in_use: null,
  role_set_by_rule: null,
  conflict: null,
  forbidden: null,
  bypass_closed: null,
  reset_closed: null,
  setup_link_closed: null,
  reauth_required: null,
  email_mismatch: null,
  last_sign_in_method: null,
  sso_required: null,
  insufficient_scope: null,
  person_required: null,
  key_in_address: null,
  email_taken: null,
  idempotency_key_reused: null,
  idempotency_in_progress: null,
  cursor_expired: null,
};

/** The texts of a reason in the address; null for one that we do not know or that does not belong there. */
export function refusedText(reason: string): (RefusedText & { code: ProblemCode }) | null {
  if (!Object.hasOwn(texts, reason)) return null;
  const code = reason as ProblemCode;
  const text = texts[code];
  return text && { ...text, code };
}
