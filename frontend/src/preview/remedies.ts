import type { Entry } from "./use-preview.ts";

/** Something that a super admin can do about an outcome: the words and the page. */
export interface Remedy {
  text: "user" | "review" | "lock" | "lock-first" | "policy" | "domain" | "test";
  href: string;
}

const byReason: Record<string, Remedy["text"]> = {
  outside_lock: "lock",
  wrong_tenant: "lock",
  wrong_hosted_domain: "lock",
  other_tenant: "lock",
  tenant_not_locked: "lock-first",
  domain_not_verified: "domain",
  policy_confirm: "policy",
  confirm: "policy",
  profile_only: "policy",
  already_linked_other: "review",
  no_address_to_prove: "policy",
  no_test: "test",
  domain_unseen: "test",
};

/** What can be done for a person; nothing for those who get in, or who are asked once as every super admin is. */
export function remedyOf({ outcome, reason, userId }: Entry, connectionId: string): Remedy | null {
  const text = Object.hasOwn(byReason, reason) ? byReason[reason] : undefined;
  if (text) return { text, href: pageOf(text, userId, connectionId) };
  if (outcome === "refused" || reason === "personal_address")
    return { text: "user", href: pageOf("user", userId, connectionId) };
  return null;
}

function pageOf(text: Remedy["text"], userId: string, connectionId: string): string {
  if (text === "policy") return "/sso-settings/policy";
  if (text === "domain") return "/sso-settings/domains";
  if (text === "test") return `/sso-settings/connections/${connectionId}/test`;
  if (text === "user" || text === "review") return `/users?id=${encodeURIComponent(userId)}`;
  return `/sso-settings/connections/${connectionId}`;
}
