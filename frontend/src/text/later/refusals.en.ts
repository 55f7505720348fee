import type { ProblemCode } from "../../api/problem.ts";

const notValid = "This sign-in link is no longer valid. Start again.";
const notConfirmed = "We could not confirm your {provider} sign-in.";

/** One sentence for each code that only a page of the sign-in entry meets which comes later. The others are in ../problems.en.ts. */
export const texts = {
  sso_config_changed: "{provider} sign-in was just changed. Start again.",

  provider_denied: "Sign-in with {provider} was cancelled.",
  provider_consent_required: "{org}'s administrator must approve {provider} sign-in first.",
  provider_blocked: "{provider} does not let this account sign in to {org}.",
  provider_interaction: "{provider} needs you to sign in again.",
  provider_other: "{provider} could not complete the sign-in.",

  attempt_session_changed: "You signed out or switched accounts in the meantime. Start again.",
  link_proof_failed: "That did not match. Check and try again.",
  link_locked: "Too many tries. Wait {wait}, or ask your administrator.",
  link_ticket_expired: "This step timed out. Start again.",
  setup_closed: "This setup link is no longer valid.",
  reset_closed: "This link is no longer valid. Ask for a new one.",
  bypass_closed: "This link is no longer valid. Ask the operator for a new one.",

  attempt_unknown: notValid,
  attempt_replayed: notValid,
  callback_malformed: notValid,
  attempt_expired: "The sign-in took too long. Start again.",
  code_rejected: "The sign-in took too long or was repeated. Start again.",
  attempt_cookie_missing:
    "Your browser did not keep the sign-in. Allow cookies for this site, or start in the same browser.",
  token_invalid: notConfirmed,
  clock_skew: notConfirmed,

  wrong_tenant: "Use your {org} work or school account.",
  wrong_hosted_domain: "Use your {org} Google account.",
  email_missing: "Your {provider} account did not share an e-mail address.",
  email_not_verified: "We could not confirm your work e-mail address.",
  user_not_authorized: "{org}'s administrator decides who can sign in.",
  link_in_profile_first: "Sign in with your password, then connect {provider} under Profile > Security Setting.",
} as const satisfies Partial<Record<ProblemCode, string>>;
