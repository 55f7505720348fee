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
    me: "Would ask you, {name}, once to prove your account here.",
    other: "Would ask {name} once to prove the account here.",
    nobody: "Would ask once to prove an account here.",
  },
  refused: {
    me: "Would refuse you, {name}.",
    other: "Would refuse {name}.",
    nobody: "Would be refused.",
  },
} as const satisfies Record<Outcome, Record<"me" | "other" | "nobody", string>>;

const confirmAll = "Your policy asks everybody once.";
const profileOnly = "Your policy lets people connect in their profile only.";

/** Why, by the reason or the code of an outcome. */
const reasons = {
  super_admin: "Super admins are always asked once.",
  disconnected: "This account was disconnected once, so a proof is asked for.",
  policy_confirm: confirmAll,
  confirm: confirmAll,
  profile_only: profileOnly,
  link_in_profile_first: profileOnly,
  personal_address: "A private address.",
  outside_lock: "The address is outside of what you locked: {locked}.",
  no_hosted_domain: "The account belongs to no Workspace.",
  other_hosted_domain: "The address is in another domain than that of the Workspace.",
  no_email: "There is no address to recognize them by.",
  email_missing: "{provider} shares no address.",
  email_not_verified: "{provider} does not prove the address.",
  email_verified_text: "{provider} does not prove the address.",
  email_verified_other: "{provider} does not prove the address.",
  tenant_not_locked: "No tenant is locked, so {provider} proves no address.",
  other_tenant: "The account belongs to a tenant that is not locked.",
  guest_account: "A guest in the directory.",
  domain_owner_not_verified: "Nobody verified the domain of the address at {provider}.",
  domain_not_verified: "You have not verified the domain of the address here.",
  unknown_provider: "We do not know how this provider proves an address.",
  weak_proof: "{provider} does not prove the address.",
  already_linked_other: "Already connected to another {provider} account.",
  user_inactive: "Deactivated.",
  no_user: "No user has this address.",
  ambiguous: "Several users have this address.",
  wrong_tenant: "The account belongs to a tenant that is not locked.",
  wrong_hosted_domain: "The account belongs to a domain that is not locked.",
  no_proof: "Would have to prove the account once, and has no password. No codes are mailed either.",
  password_is_no_proof:
    "Would have to prove the account once. A password does not prove it here, and no codes are mailed.",
  no_address_to_prove:
    "Would have to prove the account once, but {provider} shares no address that we could ask about.",
  no_test: "No test of this version has passed, so it is not known what {provider} sends.",
  domain_unseen:
    "No test, no connected account and no verified domain tells where accounts with this e-mail domain belong.",
  other_application:
    "Connected through another application. The next sign-in shows whether {provider} still knows the account.",
} as const;

export const texts = { wouldBe, reasons } as const;
