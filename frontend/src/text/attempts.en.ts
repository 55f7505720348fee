import type { ProblemCode } from "../api/problem.ts";
import type { Explanation } from "./attempts.ts";

const startAgain = "nothing for you; the person starts again from the sign-in page.";
const sendReference = "send the reference {ref} to the operator, who finds the cause in the server's log.";
const notFromSignIn = "nothing for you; if it keeps happening, send the reference {ref} to the operator.";
const waitAndRetry = "nothing for you; the person waits a moment and tries again.";
const newSecret = "create a new client secret at {provider} and enter it here.";
const correctApplication =
  "compare the application at {provider} with what is saved here, and correct the one that is wrong.";
const resetLink =
  "make sure with the person that both {provider} accounts are theirs, then disconnect the old one under Users.";
const addUser =
  "add a user with this address if the person belongs to you, or ask them to use the account that you know.";
const activate = "make the user active again if they may sign in.";
const newPassword =
  "ask the person to try again with the right password, and give them a new one if they do not know it.";
const ownAccount = "ask the person to choose Use another account and to pick the one of {expected}.";

/** By code. A new code of the contract without an entry does not compile. */
const explanations = {
  sso_not_configured: {
    title: "{provider} is not set up",
    next: "set {provider} up, or ask the person to use their password.",
  },
  sso_app_invalid: { title: "{provider} does not accept the application", next: correctApplication },
  sso_provider_disabled: {
    title: "{provider} is turned off",
    next: "turn {provider} on, or ask the person to sign in another way.",
  },
  org_not_resolved: { title: "Unknown organization code", next: "give the person the right organization code." },
  provider_denied: {
    title: "The person pressed Cancel",
    next: "nothing for you; if many people cancel, grant consent for everybody at {provider}.",
  },
  provider_consent_required: {
    title: "Consent is missing at {provider}",
    next: "grant admin consent for the application at {provider}.",
  },
  provider_blocked: {
    title: "{provider} does not let the account in",
    next: "look at the received code; a rule or an assignment at {provider} keeps this account out, and you or its administrator can change that.",
  },
  provider_interaction: {
    title: "{provider} wanted the person to sign in there again",
    next: "ask the person to try again and to finish what {provider} asks.",
  },
  provider_unavailable: {
    title: "{provider} was not available",
    next: "look at the status page of {provider}, and ask the person to use their password meanwhile.",
  },
  provider_other: {
    title: "{provider} answered with an error",
    next: "look up the received code at {provider}, and ask the person to try again.",
  },
  provider_config_error: { title: "{provider} refused our request", next: correctApplication },
  code_rejected: { title: "{provider} rejected the code", next: startAgain },
  outbound_unavailable: {
    title: "Our way out to {provider} is closed",
    next: "ask the operator to look at the outbound proxy of the server.",
  },
  provider_unreachable: {
    title: "{provider} could not be reached",
    next: "ask the operator to check DNS, proxy and outgoing connections of the server.",
  },
  attempt_unknown: {
    title: "No attempt of this browser",
    next: "nothing for you; the person starts again, and many of these at once may be a forgery to report to the operator.",
  },
  attempt_expired: { title: "Took longer than allowed", next: startAgain },
  attempt_cookie_missing: {
    title: "The browser kept no cookie",
    next: "ask the person to allow cookies for this site, and the operator to check the public address if it happens to many.",
  },
  attempt_replayed: {
    title: "The attempt had already ended",
    next: "nothing for you; look at the first attempt if the person did not press Back themselves.",
  },
  token_invalid: {
    title: "The answer of {provider} was not genuine",
    next: "ask the person to start again, and test {provider} if it happens twice.",
  },
  clock_skew: {
    title: "Our clock and that of {provider} differ",
    next: "ask the operator to correct the server's clock.",
  },
  wrong_tenant: {
    title: "Account of another directory",
    next: "ask the person to choose Use another account and to pick the one they use for work, or add that directory to those that may sign in.",
  },
  wrong_hosted_domain: { title: "Account of another domain", next: ownAccount },
  email_missing: {
    title: "{provider} shared no e-mail",
    next: "give the account an e-mail at {provider}, or add the e-mail claim to the application.",
  },
  email_not_verified: {
    title: "The e-mail is not proven",
    next: "lock the application to your directory or domain, so that {provider} proves the address.",
  },
  user_not_authorized: { title: "Not one of your users", next: addUser },
  link_in_profile_first: {
    title: "Not connected yet",
    next: "ask the person to sign in with their password and to connect {provider} in their profile.",
  },
  link_proof_failed: { title: "The account was not proven", next: newPassword },
  link_locked: {
    title: "Too many tries to prove the account",
    next: "ask the person whether it was them, and give them a new password if they do not know it.",
  },
  link_ticket_expired: { title: "The link page timed out", next: startAgain },
  password_login_disabled: {
    title: "Password sign-in is off",
    next: "ask the person to sign in with a provider, or exempt them under Users.",
  },
  rate_limited: { title: "Too many tries from one address", next: waitAndRetry },
  internal_error: { title: "A fault on our side", next: sendReference },
  validation_failed: { title: "A field was not filled in rightly", next: notFromSignIn },
  callback_malformed: { title: "The return address was damaged", next: startAgain },
  sso_config_changed: { title: "The settings changed meanwhile", next: startAgain },
  credentials_invalid: { title: "Wrong e-mail or password", next: newPassword },
  unauthenticated: { title: "The session was over", next: startAgain },
  not_found: { title: "Not found", next: notFromSignIn },
  method_not_allowed: { title: "A request that we do not answer", next: notFromSignIn },
  body_malformed: { title: "A damaged request", next: notFromSignIn },
  body_too_large: { title: "A request that was too large", next: notFromSignIn },
  media_type_unsupported: { title: "A request of the wrong kind", next: notFromSignIn },
  origin_refused: {
    title: "A request from another site",
    next: "ask the operator to compare the public address with the one in the browser.",
  },
  busy: { title: "Too many people at once", next: waitAndRetry },
  setup_closed: { title: "The set-up link is used up", next: "ask the operator for a new set-up link." },
  session_reused: {
    title: "An old session came back",
    next: "ask the person whether they use another browser, and give them a new password if not.",
  },
  attempt_session_changed: { title: "Signed out or switched accounts meanwhile", next: startAgain },
  already_linked_other_user: {
    title: "The account belongs to another user",
    next: "ask the person to use another account, or disconnect it there.",
  },
  already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  reauth_required: {
    title: "The person had not just confirmed who they are",
    next: "nothing for you; the person confirms it in Security Setting and connects again.",
  },
  email_mismatch: {
    title: "The account has another e-mail than the user",
    next: "ask the person to connect the account with their work address, or allow another one in the sign-in policy.",
  },
  last_sign_in_method: { title: "It was the only way to sign in", next: notFromSignIn },
  sso_required: { title: "Sign-in with {provider} is required", next: notFromSignIn },
  reset_closed: {
    title: "The link for a new password was used up",
    next: "let the person ask for another one at sign-in; each link works once, for thirty minutes.",
  },
  bypass_closed: {
    title: "The one-time link was used up",
    next: "ask the operator for a new one; each works once, for five minutes.",
  },
  config_changed: { title: "Somebody else saved meanwhile", next: notFromSignIn },
  precondition_required: { title: "A request that was not complete", next: notFromSignIn },
  test_required: { title: "Not tested yet", next: notFromSignIn },
  own_sign_in_required: { title: "The own sign-in was missing", next: notFromSignIn },
  break_glass_required: { title: "Nobody could sign in without a provider", next: notFromSignIn },
  last_super_admin: { title: "No super admin would be left", next: notFromSignIn },
  conflict: { title: "It existed already", next: notFromSignIn },
  forbidden: { title: "Not allowed for this role", next: notFromSignIn },
} as const satisfies Record<ProblemCode, Explanation>;

const wrongPassword = {
  no_user: { title: "No user with this address", next: addUser },
  no_password: {
    title: "This user has no password",
    next: "ask the person to sign in with a provider, or give them a password.",
  },
  wrong_password: { title: "Wrong password" },
  password_unusable: {
    title: "This password cannot be checked: its hash was imported, and is over the limits or of another kind",
    next: "let the person ask for a new password, or give them one.",
  },
  user_inactive: { title: "The user is not active", next: activate },
} as const;

/** By code and inner reason, where the reason says more than the code. */
const byReason = {
  sso_app_invalid: {
    client_secret_invalid: { title: "Client secret rejected", next: newSecret },
    client_secret_expired: { title: "Client secret expired", next: newSecret },
    client_unknown: {
      title: "{provider} does not know the application",
      next: "compare the client ID and the directory with the application at {provider}.",
    },
    client_disabled: {
      title: "The application is turned off at {provider}",
      next: "turn the application on at {provider}.",
    },
    issuer_mismatch: {
      title: "{provider} names another issuer",
      next: "correct the directory in the settings of {provider}.",
    },
    tenant_invalid: {
      title: "The directory is not written rightly",
      next: "correct the directory in the settings of {provider}.",
    },
    provider_invalid: {
      title: "The provider's address is not usable",
      next: "correct the issuer in the settings of {provider}.",
    },
    endpoint_refused: { title: "An address of {provider} is not allowed", next: sendReference },
    secret_unreadable: {
      title: "The client secret can't be read",
      next: "enter the client secret again.",
    },
  },
  sso_provider_disabled: {
    organization_suspended: {
      title: "The organization is suspended",
      next: "ask the operator why the organization is suspended.",
    },
  },
  wrong_hosted_domain: {
    no_hosted_domain: { title: "Personal Google account" },
    other_hosted_domain: { title: "Account of another domain" },
  },
  wrong_tenant: {
    personal_account: { title: "Personal Microsoft account" },
    tenant_mismatch: { title: "Account of another directory" },
    other_tenant: { title: "Account of another directory" },
  },
  user_not_authorized: {
    no_user: { title: "No user with this address" },
    user_inactive: { title: "The user is not active", next: activate },
    ambiguous: { title: "Several users with this address", next: sendReference },
    already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  },
  credentials_invalid: wrongPassword,
  link_proof_failed: {
    ...wrongPassword,
    password_is_no_proof_here: {
      title: "A password is no proof for this user",
      next: "ask this super admin to connect the account while they are signed in.",
    },
    already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  },
  link_ticket_expired: {
    no_cookie: { title: "The browser kept no cookie", next: "ask the person to allow cookies for this site." },
    connection_gone: { title: "{provider} was turned off meanwhile" },
    connection_changed: { title: "The settings changed meanwhile" },
    spent: { title: "The link page was already used" },
  },
  attempt_unknown: {
    other_connection: {
      title: "The answer of another provider",
      next: "report this attempt to the operator, as it may be a forgery.",
    },
  },
  sso_config_changed: { connection_gone: { title: "The connection was removed meanwhile" } },
  token_invalid: {
    nonce: { title: "The answer belongs to another attempt" },
    aud: { title: "The answer is for another application", next: correctApplication },
    iss: { title: "The answer is from another issuer", next: correctApplication },
    iss_mismatch: { title: "The answer is from another issuer", next: correctApplication },
    signature: { title: "The signature is wrong" },
    exp: { title: "The answer is too old" },
  },
  provider_unreachable: {
    discovery_dns: { title: "The name of {provider} was not found" },
    token_dns: { title: "The name of {provider} was not found" },
    discovery_tls: { title: "No safe connection to {provider}" },
    token_tls: { title: "No safe connection to {provider}" },
    discovery_timeout: { title: "{provider} did not answer in time" },
    token_timeout: { title: "{provider} did not answer in time" },
  },
} as const satisfies Partial<Record<ProblemCode, Record<string, Partial<Explanation>>>>;

export const texts = { explanations, byReason } as const;
