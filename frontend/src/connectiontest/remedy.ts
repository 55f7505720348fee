import type { Check, Report } from "./check-texts.ts";
import { sureOf } from "./sure.ts";

/** What a test leads to next: the field of the secret, the whole form, or another run. */
export type Remedy = "secret" | "settings" | "again";

const ofTheSecret = new Set(["client_secret_invalid", "client_secret_expired", "secret_unreadable"]);
/** Codes that blame what was saved: running the test again cannot help. */
const ofTheSettings = new Set(["sso_app_invalid", "provider_config_error"]);

/** Whether a new secret mends what a check found. */
export function isOfTheSecret({ result, reason }: Pick<Check, "result" | "reason">): boolean {
  return result === "failed" && ofTheSecret.has(reason);
}

/** Whether the client ID may be wrong as well, so that the form with both mends it. */
export function mayBeTheClient(check: Check): boolean {
  return check.result === "failed" && check.reason === "client_secret_invalid" && sureOf(check) !== "certain";
}

/** What mends a failed test. An outdated one says nothing of what is saved now, so it is run again. */
export function remedyOf({ state, current, code, checks }: Report): Remedy {
  if (state !== "failed" || !current) return "again";
  if (checks.some((check) => isOfTheSecret(check) && !mayBeTheClient(check))) return "secret";
  if (checks.some(mayBeTheClient)) return "settings";
  return ofTheSettings.has(code ?? "") ? "settings" : "again";
}
