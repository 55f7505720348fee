import { blamesSecret } from "../providers/providers.tsx";
import type { Check } from "./check-texts.ts";

/** How sure a diagnosis is: there is no other cause, there may be another, or it is one of several. */
export type Sure = "certain" | "likely" | "one_of";

/** What was seen itself, not concluded from something else. */
const certain = new Set([
  ...[
    "issuer_mismatch",
    "tenant_invalid",
    "provider_invalid",
    "issuer_invalid",
    "endpoint_refused",
    "discovery_address_refused",
  ],
  ...["keys_too_many", "keys_none_usable", "clock_differs", "not_https", "other_host"],
  ...[
    "client_secret_expired",
    "client_unknown",
    "client_disabled",
    "secret_unreadable",
    "id_token_missing",
    "userinfo_sub",
    "discovery_proxy_auth",
    "keys_proxy_auth",
    "token_proxy_auth",
  ],
  ...["too_late", "other_version", "connection_gone", "alg", "header", "lifetime"],
  ...["no_hosted_domain", "other_hosted_domain", "other_tenant", "other_domain", "tenant_mismatch", "personal_account"],
  ...[
    "domain_not_locked",
    "tenant_not_locked",
    "no_email",
    "email_not_verified",
    "email_verified_text",
    "email_verified_other",
    "guest_account",
  ],
  ...[
    "domain_owner_not_verified",
    "domain_not_verified",
    "no_user",
    "user_inactive",
    "ambiguous",
    "already_linked_other",
  ],
  ...["no_proof", "password_is_no_proof", "no_address_to_prove", "super_admin", "policy_confirm", "profile_only"],
]);

const likely = new Set([
  "client_secret_invalid",
  "aud",
  "azp",
  "iss",
  "iss_mismatch",
  "tid_mismatch",
  "clock_skew",
  "expired",
]);

/** Says how sure the text of a check is that failed or is to be looked at. */
export function sureOf({ reason, received }: Pick<Check, "reason" | "received">): Sure {
  if (certain.has(reason) || blamesSecret(received ?? "")) return "certain";
  return likely.has(reason) || /_(?:dns|tls|not_json|connection_refused|proxy_\w+)$/.test(reason) ? "likely" : "one_of";
}
