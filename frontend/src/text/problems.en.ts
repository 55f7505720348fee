import type { ProblemCode } from "../api/problem.ts";
import type { texts as appProblems } from "./app-problems.en.ts";
import type { texts as refusals } from "./later/refusals.en.ts";

const notWorking = "{provider} sign-in for {org} is not working right now.";
const notOurs = "Something went wrong on our side.";

/**
 * One sentence for each code of the contract, and for no answer at all; those
 * of later/refusals.en.ts are said on one page only, those of app-problems.en.ts in the app only. They tell nothing about other
 * people or about configuration. A new code without a sentence does not compile.
 */
export const texts = {
  sso_not_configured: "{org} has not set up {provider} sign-in yet.",
  sso_app_invalid: notWorking,
  provider_config_error: notWorking,
  sso_provider_disabled: "{provider} sign-in is turned off for {org}.",
  provider_unavailable: "{provider} is not answering. Try again in a minute.",
  provider_unreachable: "We can't reach {provider} at the moment.",
  outbound_unavailable: "We can't get out to {provider} at the moment. The cause is on our side.",
  org_not_resolved: "We do not know this organization code.",

  credentials_invalid: "That did not match. Check and try again.",
  password_login_disabled: "{org} uses {provider} sign-in.",
  rate_limited: "Too many tries. Wait {wait}.",
  busy: "Too many people at once. Try again in {wait}.",
  validation_failed: "Check the fields below.",
  internal_error: notOurs,
  method_not_allowed: notOurs,
  body_malformed: notOurs,
  body_too_large: notOurs,
  media_type_unsupported: notOurs,
  origin_refused: "This page was opened from another address. Load it again and retry.",
  network: "We can't reach the server. Check your connection and try again.",
} as const satisfies Record<Exclude<ProblemCode, keyof typeof refusals | keyof typeof appProblems> | "network", string>;
