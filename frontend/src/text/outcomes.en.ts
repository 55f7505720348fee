import type { components } from "../api/schema.gen.ts";

type Outcome = components["schemas"]["TestOutcome"];

/** Who an account would be: the reader, somebody else, or nobody who may be named. */
const wouldBe = {
  linked: {
    me: "Would sign in as you, {name}.",
    other: "Would sign in as {name}.",
    nobody: "Would sign in as one of your users.",
  },
  silent: {
    me: "Would be connected to you, {name}, at the first sign-in.",
    other: "Would be connected to {name} at the first sign-in.",
    nobody: "Would be connected at the first sign-in.",
  },
  ask: {
    me: "Would ask you, {name}, once to confirm your account here.",
    other: "Would ask {name} once to confirm the account here.",
    nobody: "Would ask once to confirm an account here.",
  },
  refused: {
    me: "Would refuse you, {name}.",
    other: "Would refuse {name}.",
    nobody: "Would be refused.",
  },
} as const satisfies Record<Outcome, Record<"me" | "other" | "nobody", string>>;

const confirmAll = "Your policy asks everyone once.";
const profileOnly = "Your policy lets people connect only in Security Setting.";

/** Why, by the reason or the code of an outcome. */
const reasons = {
  super_admin: "Super admins are always asked once.",
  disconnected: "This account was disconnected before, so we ask to confirm it.",
  policy_confirm: confirmAll,
  confirm: confirmAll,
  profile_only: profileOnly,
  link_in_profile_first: profileOnly,
  personal_address: "A personal address.",
  outside_lock: "The address is outside the lock: {locked}.",
  no_hosted_domain: "The account does not belong to a Workspace.",
  other_hosted_domain: "The address is not in the domain of the Workspace.",
  no_email: "There is no e-mail address to match.",
  email_missing: "{provider} does not share the address.",
  email_not_verified: "{provider} does not verify the address.",
  email_verified_text: "{provider} does not verify the address.",
  email_verified_other: "{provider} does not verify the address.",
  tenant_not_locked: "No tenant is locked, so {provider} verifies no address.",
  other_tenant: "The account belongs to a tenant that is not locked.",
  guest_account: "A guest in the directory.",
  domain_owner_not_verified: "The domain of the address is not verified at {provider}.",
  domain_not_verified: "You have not verified the domain of the address here.",
  unknown_provider: "We do not know how this provider verifies addresses.",
  weak_proof: "{provider} does not verify the address.",
  already_linked_other: "Already connected to another {provider} account.",
  user_inactive: "Deactivated.",
  no_user: "No user has this address.",
  ambiguous: "More than one user has this address.",
  wrong_tenant: "The account belongs to a tenant that is not locked.",
  wrong_hosted_domain: "The account belongs to a domain that is not locked.",
  no_proof: "Would have to confirm the account once, but has no password, and this deployment does not e-mail codes.",
  password_is_no_proof:
    "Would have to confirm the account once. A password is not enough here, and this deployment does not e-mail codes.",
  no_address_to_prove: "Would have to confirm the account once, but {provider} does not share an address.",
  no_test: "No passed test of this version shows how {provider} describes such an account.",
  domain_unseen:
    "No test, connected account or verified domain shows which organization accounts with this e-mail domain belong to.",
  other_application:
    "Connected through another application. The next sign-in shows whether {provider} still recognizes the account.",
} as const;

export const texts = { wouldBe, reasons } as const;
