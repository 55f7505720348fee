import type { ProblemCode } from "../api/problem.ts";
import type { Explanation } from "./attempts.ts";

const startAgain = "nothing for you; the person starts again on the sign-in page.";
const sendReference = "send the reference {ref} to the operator, who can find the cause in the server log.";
const notFromSignIn = "nothing for you; if it keeps happening, send the reference {ref} to the operator.";
const waitAndRetry = "nothing for you; the person waits a moment and tries again.";
const newSecret = "create a new client secret at {provider} and enter it here.";
const correctApplication =
  "compare the application at {provider} with what is saved here, and correct whichever is wrong.";
const resetLink =
  "make sure with the person that both {provider} accounts are theirs, then disconnect the old one under Users.";
const addUser = "add a user with this address if the person is one of yours, or ask them to use the account you know.";
const activate = "activate the user again if they should be able to sign in.";
const newPassword = "ask the person to try again with the right password, and set a new one if they do not know it.";
const ownAccount = "ask the person to choose Use another account and pick the one at {expected}.";

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
    next: "nothing for you; if many people cancel, grant consent for everyone at {provider}.",
  },
  provider_consent_required: {
    title: "Consent is missing at {provider}",
    next: "grant admin consent for the application at {provider}.",
  },
  provider_blocked: {
    title: "{provider} does not let the account in",
    next: "look up the code below; a rule or an assignment at {provider} blocks this account, and its administrator there can change that.",
  },
  provider_interaction: {
    title: "{provider} asked the person to sign in there again",
    next: "ask the person to try again and to finish what {provider} asks for.",
  },
  provider_unavailable: {
    title: "{provider} was not available",
    next: "look at the status page of {provider}, and ask the person to use their password until then.",
  },
  provider_other: {
    title: "{provider} answered with an error",
    next: "look up the received code at {provider}, and ask the person to try again.",
  },
  provider_config_error: { title: "{provider} refused our request", next: correctApplication },
  code_rejected: { title: "{provider} rejected the code", next: startAgain },
  outbound_unavailable: {
    title: "The server cannot connect to {provider}",
    next: "ask the operator to check the server's outbound proxy.",
  },
  provider_unreachable: {
    title: "{provider} could not be reached",
    next: "ask the operator to check DNS, proxy and outgoing connections of the server.",
  },
  attempt_unknown: {
    title: "This browser did not start the sign-in",
    next: "nothing for you; the person starts again, but many of these at once may be an attack: report them to the operator.",
  },
  attempt_expired: { title: "The sign-in took too long", next: startAgain },
  attempt_cookie_missing: {
    title: "The browser did not keep the cookie",
    next: "ask the person to allow cookies for this site, and the operator to check the public address if it happens to many people.",
  },
  attempt_replayed: {
    title: "The sign-in had already ended",
    next: "nothing for you; look at the first attempt if the person did not press Back.",
  },
  token_invalid: {
    title: "The response from {provider} was not genuine",
    next: "ask the person to start again, and test {provider} if it happens twice.",
  },
  clock_skew: {
    title: "Our clock and {provider}'s clock differ",
    next: "ask the operator to correct the server's clock.",
  },
  wrong_tenant: {
    title: "Account in another directory",
    next: "ask the person to choose Use another account and pick the one they use for work, or add that directory to the ones that can sign in.",
  },
  wrong_hosted_domain: { title: "Account in another domain", next: ownAccount },
  email_missing: {
    title: "{provider} shared no e-mail",
    next: "give the account an e-mail at {provider}, or add the e-mail claim to the application.",
  },
  email_not_verified: {
    title: "The e-mail address is not verified",
    next: "lock the application to your directory or domain, so that {provider} verifies the address.",
  },
  user_not_authorized: { title: "Not one of your users", next: addUser },
  link_in_profile_first: {
    title: "Not connected yet",
    next: "ask the person to sign in with their password and connect {provider} in Security Setting.",
  },
  link_proof_failed: { title: "The account was not confirmed", next: newPassword },
  link_locked: {
    title: "Too many tries to confirm the account",
    next: "ask the person whether it was them, and set a new password if they do not know it.",
  },
  link_ticket_expired: { title: "The link page timed out", next: startAgain },
  password_login_disabled: {
    title: "Password sign-in is off",
    next: "ask the person to sign in with a provider, or exempt them under Users.",
  },
  rate_limited: { title: "Too many tries from one address", next: waitAndRetry },
  internal_error: { title: "An error on our side", next: sendReference },
  validation_failed: { title: "A field was not filled in correctly", next: notFromSignIn },
  callback_malformed: { title: "The return address was malformed", next: startAgain },
  sso_config_changed: { title: "The settings were changed in the meantime", next: startAgain },
  credentials_invalid: { title: "Wrong e-mail or password", next: newPassword },
  unauthenticated: { title: "The session was over", next: startAgain },
  not_found: { title: "Not found", next: notFromSignIn },
  method_not_allowed: { title: "A request that is not supported", next: notFromSignIn },
  body_malformed: { title: "A malformed request", next: notFromSignIn },
  body_too_large: { title: "A request that was too large", next: notFromSignIn },
  media_type_unsupported: { title: "A request of the wrong kind", next: notFromSignIn },
  origin_refused: {
    title: "A request from another site",
    next: "ask the operator to compare the public address with the one in the browser.",
  },
  busy: { title: "Too many people at once", next: waitAndRetry },
  setup_closed: { title: "The setup link was already used", next: "ask the operator for a new setup link." },
  session_reused: {
    title: "An old session was used again",
    next: "ask the person whether it was them, and set a new password if not.",
  },
  attempt_session_changed: { title: "Signed out or switched accounts in the meantime", next: startAgain },
  already_linked_other_user: {
    title: "The account belongs to another user",
    next: "ask the person to use another account, or disconnect it from that user.",
  },
  already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  reauth_required: {
    title: "The person had not recently confirmed who they are",
    next: "nothing for you; the person confirms it in Security Setting and connects again.",
  },
  email_mismatch: {
    title: "The account has a different e-mail than the user",
    next: "ask the person to connect the account with their work address, or allow a different e-mail in the sign-in policy.",
  },
  last_sign_in_method: { title: "It was the only way to sign in", next: notFromSignIn },
  sso_required: { title: "Sign-in with {provider} is required", next: notFromSignIn },
  reset_closed: {
    title: "The link for a new password was already used",
    next: "let the person ask for another one at sign-in; each link works once, within 30 minutes.",
  },
  bypass_closed: {
    title: "The one-time link was already used",
    next: "ask the operator for a new one; each works once, within 5 minutes.",
  },
  config_changed: { title: "Someone else saved changes first", next: notFromSignIn },
  precondition_required: { title: "An incomplete request", next: notFromSignIn },
  test_required: { title: "Not tested yet", next: notFromSignIn },
  own_sign_in_required: { title: "You had not signed in with a provider yourself", next: notFromSignIn },
  break_glass_required: { title: "No one could sign in without a provider", next: notFromSignIn },
  last_super_admin: { title: "No super admin would be left", next: notFromSignIn },
  conflict: { title: "It already existed", next: notFromSignIn },
  forbidden: { title: "Not allowed for this role", next: notFromSignIn },
} as const satisfies Record<ProblemCode, Explanation>;

const wrongPassword = {
  no_user: { title: "No user with this address", next: addUser },
  no_password: {
    title: "This user has no password",
    next: "ask the person to sign in with a provider, or set a password for them.",
  },
  wrong_password: { title: "Wrong password" },
  password_unusable: {
    title: "This password cannot be checked: its imported hash is over the limits or of an unknown kind",
    next: "let the person ask for a new password, or set one for them.",
  },
  user_inactive: { title: "The user is deactivated", next: activate },
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
      title: "{provider} returned a different issuer",
      next: "correct the directory in the settings of {provider}.",
    },
    tenant_invalid: {
      title: "The directory is not written correctly",
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
    other_hosted_domain: { title: "Account in another domain" },
  },
  wrong_tenant: {
    personal_account: { title: "Personal Microsoft account" },
    tenant_mismatch: { title: "Account in another directory" },
    other_tenant: { title: "Account in another directory" },
  },
  user_not_authorized: {
    no_user: { title: "No user with this address" },
    user_inactive: { title: "The user is deactivated", next: activate },
    ambiguous: { title: "More than one user with this address", next: sendReference },
    already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  },
  credentials_invalid: wrongPassword,
  link_proof_failed: {
    ...wrongPassword,
    password_is_no_proof_here: {
      title: "A password is not enough for this user",
      next: "ask this super admin to connect the account while they are signed in.",
    },
    already_linked_other: { title: "The user has another {provider} account", next: resetLink },
  },
  link_ticket_expired: {
    no_cookie: { title: "The browser did not keep the cookie", next: "ask the person to allow cookies for this site." },
    connection_gone: { title: "{provider} was turned off in the meantime" },
    connection_changed: { title: "The settings were changed in the meantime" },
    spent: { title: "The link page was already used" },
  },
  attempt_unknown: {
    other_connection: {
      title: "The response came from another provider",
      next: "report this attempt to the operator; it may be an attack.",
    },
  },
  sso_config_changed: { connection_gone: { title: "The connection was removed in the meantime" } },
  token_invalid: {
    nonce: { title: "The response belongs to another sign-in" },
    aud: { title: "The response is for another application", next: correctApplication },
    iss: { title: "The response is from another issuer", next: correctApplication },
    iss_mismatch: { title: "The response is from another issuer", next: correctApplication },
    signature: { title: "The signature is wrong" },
    exp: { title: "The response is too old" },
  },
  provider_unreachable: {
    discovery_dns: { title: "The host name of {provider} was not found" },
    token_dns: { title: "The host name of {provider} was not found" },
    discovery_tls: { title: "No secure connection to {provider}" },
    token_tls: { title: "No secure connection to {provider}" },
    discovery_timeout: { title: "{provider} did not answer in time" },
    token_timeout: { title: "{provider} did not answer in time" },
  },
} as const satisfies Partial<Record<ProblemCode, Record<string, Partial<Explanation>>>>;

export const texts = { explanations, byReason } as const;
