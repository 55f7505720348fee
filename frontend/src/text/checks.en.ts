import type { CheckText, Finding, Name } from "./checks.ts";

const again = "run the test again. If it keeps failing, ask the operator to check the server log.";
const compare = "compare the settings of this connection with the application at {provider}.";
const egress = "ask the operator to check DNS, proxy and outgoing connections of the server.";
const secretFirst =
  "enter the client secret again first; then compare the client ID, the redirect URI and the application type at {provider}.";
const newSecret = "create a new client secret at {provider}, save its value in the settings, then run the test again.";
const rightAccount = "run the test again with an account at {org}.";
const startOver = "run the test again and finish it in one go, in this browser.";
const forged =
  "run the test again. If it fails twice, something may be intercepting the traffic between this server and {provider}.";
const lockFirst = "lock the connection to your directory. Until then, people confirm once that the account is theirs.";

/** The texts of the checks by name. */
const checks = {
  discovery: {
    name: "Discovery document",
    passed: ["{host}, read in {ms} ms.", "{host}", "Found, with the expected issuer."],
    info: ["Not checked."],
    otherwise: { said: "The discovery document of {provider} is not usable.", todo: compare },
  },
  keys: {
    name: "Signing keys",
    passed: ["{keys}, fetched in {ms} ms.", "{keys}.", "Found."],
    info: ["Not checked."],
    otherwise: { said: "The keys of {provider} are not usable.", todo: again },
  },
  clock: {
    name: "Clock",
    passed: ["{seconds} s apart. Up to 60 s are fine.", "Same time as {provider}."],
    info: ["{provider} did not send its time."],
    otherwise: {
      said: "Our clock and {provider}'s clock differ.",
      todo: "ask the operator to correct the clock of the server.",
    },
  },
  public_address: {
    name: "Public address",
    passed: ["{host}, the same as in your address bar.", "The same as in your address bar."],
    info: ["{host}"],
    otherwise: {
      said: "The public address may not be the one that people use.",
      todo: "ask the operator to compare the public address of the server with the one in your address bar.",
    },
  },
  credentials: {
    name: "Client ID and secret",
    passed: ["Accepted by {provider}. The secret expires on {expires}.", "Accepted by {provider}."],
    info: ["Not known before the sign-in: {provider} gives the same answer to a wrong secret."],
    otherwise: { said: "{provider} does not accept the client ID or the secret.", todo: compare },
  },
  redirect: {
    name: "Redirect URI",
    passed: ["Came back to the address we sent."],
    info: [],
    otherwise: { said: "The response from {provider} does not belong to this test.", todo: startOver },
  },
  token: {
    name: "Token received",
    passed: ["In {ms} ms.", "Received."],
    info: [],
    otherwise: { said: "{provider} gave no token for the code.", todo: compare },
  },
  signature: {
    name: "Signature",
    passed: ["{algorithm}, key {key}.", "{algorithm}.", "Genuine."],
    info: [],
    otherwise: { said: "The token is not genuine.", todo: forged },
  },
  nonce: {
    name: "Nonce",
    passed: ["The one we sent."],
    info: [],
    otherwise: { said: "The token belongs to another sign-in.", todo: forged },
  },
  lock: {
    name: { google: "Workspace domain", microsoft: "Directory (tenant)", openid: "E-mail domain" },
    passed: ["{expected}, the one you locked.", "One you locked."],
    info: ["Nothing is locked."],
    otherwise: { said: "The account is outside the lock.", todo: rightAccount },
  },
  email: {
    name: "E-mail present",
    passed: ["{received}", "Present."],
    info: [],
    otherwise: {
      said: "{provider} shared no e-mail address.",
      todo: "give the account an e-mail at {provider}, or add the e-mail claim to the application.",
    },
  },
  proof: {
    name: "Verification of the e-mail address",
    passed: ["Strong: {provider} vouches for this address."],
    info: [],
    otherwise: {
      said: "{provider} does not verify this address.",
      todo: "nothing, if people can confirm once that the account is theirs.",
    },
  },
  person: {
    name: "Who this would be",
    passed: ["One of your users."],
    info: ["Not one of your users."],
    otherwise: {
      said: "This account could not sign in.",
      todo: "add a user with this address, or run the test with another account.",
    },
  },
  roles: {
    name: "Roles found",
    passed: ["{roles}", "Found."],
    info: ["{roles}", "{groups}.", "None in this token."],
    otherwise: { said: "The roles can't be read.", todo: again },
  },
} as const satisfies Record<Name, CheckText>;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
const calls = {
  dns: { said: "The name of {provider}'s server was not found.", todo: egress },
  tls: {
    said: "TLS failed: {provider}'s server uses plain HTTP at this address, or its certificate is not trusted.",
    todo: "compare the address and its port; if it is right, ask the operator to check the certificate.",
  },
  timeout: { said: "{provider} did not answer in time.", todo: egress },
  queue_timeout: {
    said: "This server was too busy to call {provider}. Nothing is wrong at {provider}.",
    todo: "wait a minute, then run the test again.",
  },
  proxy_unreachable: {
    said: "The server's outbound proxy does not answer. {provider} was not called.",
    todo: "ask the operator to check the proxy and LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_auth: {
    said: "The outbound proxy rejected its user name or password. {provider} was not called.",
    todo: "ask the operator to correct LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_refused: {
    said: "The outbound proxy does not allow connections to {provider}.",
    todo: "ask the operator to allow CONNECT to the hosts of {provider} at the proxy.",
  },
  proxy_gateway: {
    said: "The outbound proxy could not reach {provider}.",
    todo: "ask the operator to check the proxy, its DNS and its own outbound connection, and compare the address of {provider}.",
  },
  proxy_timeout: {
    said: "The outbound proxy did not connect to {provider} in time.",
    todo: "ask the operator to check the proxy, then run the test again.",
  },
  connection_refused: { said: "{provider} refused the connection.", todo: egress },
  connection_failed: { said: "{provider} could not be reached.", todo: egress },
  address_refused: {
    said: "The provider's address is in a private network.",
    todo: "correct the address, or ask the operator to allow it.",
  },
  cancelled: { said: "The call was interrupted.", todo: again },
  too_large: { said: "The response from {provider} is too large.", todo: compare },
  not_json: {
    said: "The response did not come from {provider}.",
    todo: "ask the operator whether a proxy responds instead of {provider}.",
  },
  duplicate_member: { said: "The response from {provider} contradicts itself.", todo: compare },
  http: {
    said: "{provider} answered with status {status}.",
    todo: "run the test again. If it keeps failing, compare the tenant or the address of the provider.",
  },
} as const satisfies Record<string, Finding>;

const notGenuine = { said: "The token is not in the right format.", todo: forged } as const satisfies Finding;
const notNow = {
  said: "The token is not valid at this time.",
  todo: "ask the operator to correct the clock of the server, then run the test again.",
} as const satisfies Finding;
const otherIssuer = { said: "The response is from another issuer.", todo: compare } as const satisfies Finding;
const otherApplication = { said: "The token is for another application.", todo: compare } as const satisfies Finding;

/** By reason, or by check and reason where the same reason means something else there. */
const findings = {
  // discovery, keys
  issuer_mismatch: {
    said: "{provider} returned a different issuer than the one that was asked.",
    todo: "correct the tenant or the issuer in the settings.",
  },
  tenant_invalid: {
    said: "The tenant is not written correctly.",
    todo: "copy the tenant ID from the Overview page of the app registration.",
  },
  provider_invalid: { said: "The address of the provider is not usable.", todo: "correct the issuer in the settings." },
  issuer_invalid: { said: "The issuer is not usable.", todo: "correct the issuer in the settings." },
  endpoint_refused: {
    said: "An address from {provider} is not allowed.",
    todo: "correct the issuer, or ask the operator to allow the address.",
  },
  keys_too_many: { said: "{provider} has more keys than we read.", todo: again },
  keys_none_usable: { said: "{provider} has no key that we can use.", todo: compare },

  // clock, public address
  clock_skew: checks.clock.otherwise,
  clock_differs: {
    said: "{provider}'s clock is {seconds} s away from ours. More than 60 s are refused.",
    todo: "ask the operator to correct the clock of the server.",
  },
  no_date: { said: "{provider} did not send its time.", todo: "nothing, if sign-ins work." },
  date_unreadable: {
    said: "{provider} sends its time in a format we can't read.",
    todo: "nothing, if sign-ins work.",
  },
  not_https: {
    said: "The public address is not HTTPS.",
    todo: "ask the operator to serve Latchkey over HTTPS; plain HTTP is only for trials on one machine.",
  },
  other_host: {
    said: "You opened Latchkey at a different address than the public one.",
    todo: "open it at the public address, or ask the operator to correct it.",
  },
  "public_address.unreadable": checks.public_address.otherwise,
  ip_address: {
    said: "The public address is an IP address.",
    todo: "ask the operator for a host name; many providers do not accept an IP address.",
  },
  address_differs: {
    said: "You opened Latchkey at a different address than the public one.",
    todo: "open it at the public address, or ask the operator to correct it.",
  },
  proxy_header_missing: {
    said: "The reverse proxy does not pass on the address people use.",
    todo: "ask the operator to have the proxy send X-Forwarded-Proto and X-Forwarded-Host.",
  },
  proxy_header_differs: {
    said: "The reverse proxy passes on a different address than the public one.",
    todo: "ask the operator to compare the two.",
  },

  // credentials
  client_secret_invalid: {
    said: "{provider} rejected the client secret, or does not know this client ID.",
    todo: "enter the value of the client secret again, or create a new one at {provider}; then compare the client ID.",
  },
  "client_secret_invalid.certain": { said: "{provider} rejected the client secret.", todo: newSecret },
  client_secret_expired: { said: "The client secret has expired.", todo: newSecret },
  client_unknown: {
    said: "{provider} does not know the application.",
    todo: "compare the client ID and the directory with the application at {provider}.",
  },
  client_disabled: {
    said: "The application is turned off at {provider}.",
    todo: "turn it on at {provider}, then run the test again.",
  },
  auth_basic: {
    said: "Accepted by {provider}, with the secret in the header. We keep it that way for this version.",
    todo: "nothing.",
  },
  auth_basic_raw: {
    said: "Accepted by {provider}, with the secret in the header without encoding. We keep it that way for this version.",
    todo: "nothing.",
  },
  auth_post: {
    said: "Accepted by {provider}, with the secret in the body. We keep it that way for this version.",
    todo: "nothing.",
  },
  secret_unreadable: {
    said: "The saved client secret can't be read.",
    todo: "save the client secret in the settings again.",
  },
  probe_accepted: { said: "{provider} accepted a code that cannot be valid.", todo: compare },
  "token_answer.code_rejected": {
    said: "{provider} did not accept the code.",
    todo: "run the test again. If it keeps failing, compare the redirect URI with the one in the application at {provider}.",
  },
  "token_answer.provider_config_error": { said: "{provider} refused our request.", todo: secretFirst },
  token_answer: { said: "{provider} refused our request.", todo: compare },
  "credentials.token_answer": { said: "{provider} does not accept the application.", todo: secretFirst },
  provider_answer: { said: "{provider} sent you back with an error.", todo: compare },

  // the way back
  left_out: {
    said: "Came back to the address we sent. {provider} does not support {parameters}, so we left it out.",
    todo: "nothing. People can't choose another account there.",
  },
  access_denied: {
    said: "You pressed Cancel at {provider}.",
    todo: "run the test again and accept what {provider} asks for.",
  },
  too_late: { said: "The sign-in took longer than 10 minutes.", todo: startOver },
  before_restore: { said: "The sign-in began before the database was restored from a backup.", todo: startOver },
  authentication_expired: { said: "The sign-in page of {provider} was left open for too long.", todo: startOver },
  no_attempt_for_state: { said: "This browser did not start the test.", todo: startOver },
  other_connection: { said: "The response came from another provider came back.", todo: forged },
  other_version: { said: "The settings were changed in the meantime.", todo: "run the test again." },
  connection_gone: { said: "The connection was removed in the meantime.", todo: "nothing; it no longer exists." },

  // the token
  id_token_missing: {
    said: "{provider} sent no ID token.",
    todo: "allow the scope openid for the application at {provider}.",
  },
  malformed: notGenuine,
  duplicate_member: notGenuine,
  alg: { said: "The token is signed with an algorithm we do not accept.", todo: compare },
  header: { said: "The token brings its own key, which we do not accept.", todo: compare },
  typ: notGenuine,
  signature: { said: "The signature is wrong.", todo: forged },
  key_unknown: { said: "The token is signed with a key that {provider} does not publish.", todo: forged },
  nonce: checks.nonce.otherwise,
  aud: otherApplication,
  azp: otherApplication,
  iss: otherIssuer,
  iss_mismatch: otherIssuer,
  tid_mismatch: otherIssuer,
  exp: notNow,
  expired: notNow,
  nbf: notNow,
  iat: notNow,
  exp_missing: notGenuine,
  lifetime: { said: "The token is valid for more than a day.", todo: compare },
  sub: notGenuine,
  at_hash: notGenuine,
  userinfo_sub: { said: "{provider} responded about another person.", todo: forged },

  // directory or domain
  "lock.no_hosted_domain": { said: "This is a personal Google account.", todo: rightAccount },
  "lock.other_hosted_domain": { said: "The account belongs to another Workspace.", todo: rightAccount },
  "lock.other_tenant": { said: "The account belongs to another directory.", todo: rightAccount },
  "lock.other_domain": { said: "The address belongs to another domain.", todo: rightAccount },
  tenant_mismatch: { said: "The account belongs to another directory.", todo: rightAccount },
  personal_account: {
    said: "This is a personal Microsoft account.",
    todo: "run the test again with your work or school account.",
  },
  not_locked: { said: "Nothing is locked: accounts from any organization can try to sign in.", todo: lockFirst },
  domain_not_locked: {
    said: "No domain is locked: accounts from any domain can try to sign in.",
    todo: "lock the connection to your domain.",
  },
  "lock.tenant_not_locked": {
    said: "No tenant is locked: accounts from any directory can try to sign in.",
    todo: lockFirst,
  },

  // proof
  no_email: checks.email.otherwise,
  email_verified_text: {
    said: "{provider} sends email_verified as text, not as true or false.",
    todo: "have {provider} send email_verified as true, without quotes. Until then, people confirm once that the account is theirs.",
  },
  email_verified_other: {
    said: "{provider} sends email_verified as something other than true or false.",
    todo: "have {provider} send email_verified as true, without quotes. Until then, people confirm once that the account is theirs.",
  },
  email_not_verified: {
    said: "{provider} says that this address is not verified.",
    todo: "verify the address at {provider}. Until then, people confirm once that the account is theirs.",
  },
  no_hosted_domain: {
    said: "The account does not belong to a Workspace.",
    todo: "use accounts of your Workspace. Other people confirm once that the account is theirs.",
  },
  other_hosted_domain: {
    said: "The address is not in the primary domain of the Workspace.",
    todo: "nothing; people in a secondary domain confirm once that the account is theirs.",
  },
  tenant_not_locked: {
    said: "While no tenant is locked, an address from Microsoft does not count as verified.",
    todo: lockFirst,
  },
  other_tenant: { said: "The account belongs to a tenant that is not locked.", todo: rightAccount },
  guest_account: {
    said: "This is a guest in the directory.",
    todo: "nothing; guests confirm once that the account is theirs.",
  },
  domain_owner_not_verified: {
    said: "Microsoft says that the domain of this address is not verified.",
    todo: "verify the domain in the Entra admin center, under Custom domain names. Until then, people confirm once that the account is theirs.",
  },
  domain_not_verified: {
    said: "You have not verified the domain of this address here.",
    todo: "verify it under Verified domains. Until then, people confirm once that the account is theirs.",
  },
  unknown_provider: { said: "We do not know how this provider verifies addresses.", todo: again },

  // the person
  no_user: {
    said: "No user has this address.",
    todo: "add a user with this address, or run the test with the account you know. Accounts without a user cannot sign in.",
  },
  user_inactive: {
    said: "The user with this address is deactivated.",
    todo: "activate the user if they should be able to sign in.",
  },
  ambiguous: { said: "More than one user has this address.", todo: again },
  already_linked_other: {
    said: "The user with this address has another {provider} account connected.",
    todo: "look at the user's accounts, and disconnect the old one if it is no longer theirs.",
  },
} as const satisfies Record<string, Finding>;

export const texts = { checks, calls, findings } as const;
