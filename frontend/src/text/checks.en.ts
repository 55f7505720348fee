import type { CheckText, Finding, Name } from "./checks.ts";

const again = "run the test again. If it stays, ask the operator to look into the server's log.";
const compare = "compare the settings of this connection with the application at {provider}.";
const egress = "ask the operator to check DNS, proxy and outgoing connections of the server.";
const secretFirst =
  "enter the client secret again first; then compare the client ID, the redirect URI and the kind of the application at {provider}.";
const newSecret = "create a new client secret at {provider}, save its value in the settings and run the test again.";
const rightAccount = "run the test again with an account of {org}.";
const startOver = "run the test again and finish it in one go, in this browser.";
const forged = "run the test again. If it fails twice, somebody may stand between this server and {provider}.";
const lockFirst = "lock the connection to your directory. Until then people confirm once that the account is theirs.";

/** The texts of the checks by name. */
const checks = {
  discovery: {
    name: "Discovery document",
    passed: ["{host}, read in {ms} ms.", "{host}", "Found, and it names the issuer that we expect."],
    info: ["Not looked at."],
    otherwise: { said: "{provider}'s description of itself is not usable.", todo: compare },
  },
  keys: {
    name: "Signing keys",
    passed: ["Number of keys: {keys}, fetched in {ms} ms.", "Number of keys: {keys}.", "Found."],
    info: ["Not looked at."],
    otherwise: { said: "The keys of {provider} are not usable.", todo: again },
  },
  clock: {
    name: "Clock",
    passed: ["{seconds} s apart. Up to 60 s are fine.", "In step with {provider}."],
    info: ["{provider} did not tell its time."],
    otherwise: {
      said: "Our clock and that of {provider} differ.",
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
    info: ["Not known before the sign-in: {provider} answers the same to a wrong secret."],
    otherwise: { said: "{provider} does not accept the client ID or the secret.", todo: compare },
  },
  redirect: {
    name: "Redirect URI",
    passed: ["Came back to the address that we sent."],
    info: [],
    otherwise: { said: "The answer of {provider} is not the one to this test.", todo: startOver },
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
    passed: ["The one that we sent."],
    info: [],
    otherwise: { said: "The token belongs to another sign-in.", todo: forged },
  },
  lock: {
    name: { google: "Workspace domain", microsoft: "Directory (tenant)", openid: "E-mail domain" },
    passed: ["{expected}, as you locked it.", "One that you locked."],
    info: ["Nothing is locked."],
    otherwise: { said: "The account is outside of what you locked.", todo: rightAccount },
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
    name: "Proof of the e-mail address",
    passed: ["Strong: {provider} speaks for this address."],
    info: [],
    otherwise: {
      said: "{provider} does not prove this address.",
      todo: "nothing, if people may confirm once that the account is theirs.",
    },
  },
  person: {
    name: "Who this would be",
    passed: ["One of your users."],
    info: ["None of your users."],
    otherwise: {
      said: "This account would not get in.",
      todo: "add a user with this address, or run the test with another account.",
    },
  },
  roles: {
    name: "Roles found",
    passed: ["{roles}", "Some."],
    info: ["{roles}", "{groups} groups.", "None in this token."],
    otherwise: { said: "The roles can't be read.", todo: again },
  },
} as const satisfies Record<Name, CheckText>;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
const calls = {
  dns: { said: "The name of {provider}'s server was not found.", todo: egress },
  tls: {
    said: "TLS failed: {provider}'s server speaks plain http at this address, or its certificate is not trusted.",
    todo: "compare the address and its port; if it is right, ask the operator to look at the certificate.",
  },
  timeout: { said: "{provider} did not answer in time.", todo: egress },
  queue_timeout: {
    said: "This system had too many calls under way to ask {provider}. Nothing is wrong there.",
    todo: "wait a minute, then run the test again.",
  },
  proxy_unreachable: {
    said: "The outbound proxy of the server does not answer. {provider} was not asked.",
    todo: "ask the operator to look at the proxy and at LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_auth: {
    said: "The outbound proxy wants another user name or password. {provider} was not asked.",
    todo: "ask the operator to correct LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_refused: {
    said: "The outbound proxy does not let the server out to {provider}.",
    todo: "ask the operator to allow CONNECT to the hosts of {provider} at the proxy.",
  },
  proxy_gateway: {
    said: "The outbound proxy could not reach {provider}.",
    todo: "ask the operator to look at the proxy, its DNS and its own way out; compare the address of {provider}.",
  },
  proxy_timeout: {
    said: "The outbound proxy did not connect to {provider} in time.",
    todo: "ask the operator to look at the proxy, then run the test again.",
  },
  connection_refused: { said: "{provider} refused the connection.", todo: egress },
  connection_failed: { said: "{provider} could not be reached.", todo: egress },
  address_refused: {
    said: "The provider's address leads into a private network.",
    todo: "correct the address, or ask the operator to allow it.",
  },
  cancelled: { said: "The call was broken off.", todo: again },
  too_large: { said: "The answer of {provider} is too large.", todo: compare },
  not_json: {
    said: "The answer is not one of {provider}.",
    todo: "ask the operator whether a proxy answers in place of {provider}.",
  },
  duplicate_member: { said: "The answer of {provider} contradicts itself.", todo: compare },
  http: {
    said: "{provider} answered with status {status}.",
    todo: "run the test again. If it stays, compare the tenant or the address of the provider.",
  },
} as const satisfies Record<string, Finding>;

const notGenuine = { said: "The token is not built as it should be.", todo: forged } as const satisfies Finding;
const notNow = {
  said: "The token is not of now.",
  todo: "ask the operator to correct the clock of the server, then run the test again.",
} as const satisfies Finding;
const otherIssuer = { said: "The answer is from another issuer.", todo: compare } as const satisfies Finding;
const otherApplication = { said: "The token is for another application.", todo: compare } as const satisfies Finding;

/** By reason, or by check and reason where the same reason means something else there. */
const findings = {
  // discovery, keys
  issuer_mismatch: {
    said: "{provider} names another issuer than the one that was asked.",
    todo: "correct the tenant or the issuer in the settings.",
  },
  tenant_invalid: {
    said: "The tenant is not written rightly.",
    todo: "copy the tenant ID from the Overview page of the app registration.",
  },
  provider_invalid: { said: "The address of the provider is not usable.", todo: "correct the issuer in the settings." },
  issuer_invalid: { said: "The issuer is not usable.", todo: "correct the issuer in the settings." },
  endpoint_refused: {
    said: "An address that {provider} names is not allowed.",
    todo: "correct the issuer, or ask the operator to allow the address.",
  },
  keys_too_many: { said: "{provider} has more keys than we read.", todo: again },
  keys_none_usable: { said: "{provider} has no key that we can use.", todo: compare },

  // clock, public address
  clock_skew: checks.clock.otherwise,
  clock_differs: {
    said: "{provider}'s clock is {seconds} seconds away from ours. More than 60 is refused.",
    todo: "ask the operator to correct the clock of the server.",
  },
  no_date: { said: "{provider} did not tell its time.", todo: "nothing, if sign-ins work." },
  date_unreadable: {
    said: "{provider} tells its time in a way that we can't read.",
    todo: "nothing, if sign-ins work.",
  },
  not_https: {
    said: "The public address is not https.",
    todo: "ask the operator to serve Latchkey by https; plain http is for trials on one machine.",
  },
  other_host: {
    said: "You opened Latchkey by another address than the public one.",
    todo: "open it by the public address, or ask the operator to correct it.",
  },
  "public_address.unreadable": checks.public_address.otherwise,
  ip_address: {
    said: "The public address is a number, not a name.",
    todo: "ask the operator for a name; many providers do not accept a number.",
  },
  address_differs: {
    said: "You opened Latchkey by another address than the public one.",
    todo: "open it by the public address, or ask the operator to correct it.",
  },
  proxy_header_missing: {
    said: "The proxy in front does not say how people reach it.",
    todo: "ask the operator to let the proxy send X-Forwarded-Proto and X-Forwarded-Host.",
  },
  proxy_header_differs: {
    said: "The proxy in front says another address than the public one.",
    todo: "ask the operator to compare both.",
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
    said: "Accepted by {provider}, with the secret in the header. It is kept for this version.",
    todo: "nothing.",
  },
  auth_basic_raw: {
    said: "Accepted by {provider}, with the secret in the header without encoding. It is kept for this version.",
    todo: "nothing.",
  },
  auth_post: {
    said: "Accepted by {provider}, with the secret in the body. It is kept for this version.",
    todo: "nothing.",
  },
  secret_unreadable: {
    said: "The saved client secret can't be read.",
    todo: "save the client secret in the settings again.",
  },
  probe_accepted: { said: "{provider} accepted a code that can't be right.", todo: compare },
  "token_answer.code_rejected": {
    said: "{provider} did not accept the code.",
    todo: "run the test again. If it stays, compare the redirect URI with the one of the application at {provider}.",
  },
  "token_answer.provider_config_error": { said: "{provider} refused our request.", todo: secretFirst },
  token_answer: { said: "{provider} refused our request.", todo: compare },
  "credentials.token_answer": { said: "{provider} does not accept the application.", todo: secretFirst },
  provider_answer: { said: "{provider} sent you back with an error.", todo: compare },

  // the way back
  left_out: {
    said: "Came back to the address that we sent. {provider} does not take {parameters}, so it was left out.",
    todo: "nothing. People can't be asked for another account there.",
  },
  access_denied: {
    said: "You pressed Cancel at {provider}.",
    todo: "run the test again and accept what {provider} asks.",
  },
  too_late: { said: "The sign-in took longer than 10 minutes.", todo: startOver },
  before_restore: { said: "The sign-in began before the database was restored from a backup.", todo: startOver },
  authentication_expired: { said: "The sign-in page of {provider} was left open for too long.", todo: startOver },
  no_attempt_for_state: { said: "This browser did not start the test.", todo: startOver },
  other_connection: { said: "The answer of another provider came back.", todo: forged },
  other_version: { said: "The settings were changed meanwhile.", todo: "run the test again." },
  connection_gone: { said: "The connection was removed meanwhile.", todo: "nothing; it is gone." },

  // the token
  id_token_missing: {
    said: "{provider} sent no ID token.",
    todo: "allow the scope openid for the application at {provider}.",
  },
  malformed: notGenuine,
  duplicate_member: notGenuine,
  alg: { said: "The token is signed in a way that we do not accept.", todo: compare },
  header: { said: "The token names its own key, which we do not accept.", todo: compare },
  typ: notGenuine,
  signature: { said: "The signature is wrong.", todo: forged },
  key_unknown: { said: "The token is signed by a key that {provider} does not publish.", todo: forged },
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
  lifetime: { said: "The token lives longer than a day.", todo: compare },
  sub: notGenuine,
  at_hash: notGenuine,
  userinfo_sub: { said: "{provider} answered about another person.", todo: forged },

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
  not_locked: { said: "Nothing is locked: accounts of any organization may try to sign in.", todo: lockFirst },
  domain_not_locked: {
    said: "No domain is locked: accounts of any domain may try to sign in.",
    todo: "lock the connection to your domain.",
  },
  "lock.tenant_not_locked": {
    said: "No tenant is locked: accounts of any directory may try to sign in.",
    todo: lockFirst,
  },

  // proof
  no_email: checks.email.otherwise,
  email_verified_text: {
    said: "{provider} sends email_verified as a text, not as a yes/no value.",
    todo: "let {provider} send email_verified as true, without quotes. Until then people confirm once that the account is theirs.",
  },
  email_verified_other: {
    said: "{provider} sends email_verified as something that is not a yes/no value.",
    todo: "let {provider} send email_verified as true, without quotes. Until then people confirm once that the account is theirs.",
  },
  email_not_verified: {
    said: "{provider} says that nobody verified this address.",
    todo: "verify the address at {provider}. Until then people confirm once that the account is theirs.",
  },
  no_hosted_domain: {
    said: "The account belongs to no Workspace.",
    todo: "use accounts of your Workspace. Other people confirm once that the account is theirs.",
  },
  other_hosted_domain: {
    said: "The address is in another domain than the main one of the Workspace.",
    todo: "nothing; people of a second domain confirm once that the account is theirs.",
  },
  tenant_not_locked: {
    said: "While no tenant is locked, an address from Microsoft proves nothing.",
    todo: lockFirst,
  },
  other_tenant: { said: "The account belongs to a tenant that is not locked.", todo: rightAccount },
  guest_account: {
    said: "This is a guest in the directory.",
    todo: "nothing; guests confirm once that the account is theirs.",
  },
  domain_owner_not_verified: {
    said: "Microsoft says that nobody verified the domain of this address.",
    todo: "verify the domain in the Entra admin center under Custom domain names. Until then people confirm once.",
  },
  domain_not_verified: {
    said: "You have not verified the domain of this address here.",
    todo: "verify it under Domains. Until then people confirm once that the account is theirs.",
  },
  unknown_provider: { said: "We do not know how this provider proves an address.", todo: again },

  // the person
  no_user: {
    said: "No user has this address.",
    todo: "add a user with this address, or run the test with the account that you know. Others do not get in.",
  },
  user_inactive: {
    said: "The user with this address is not active.",
    todo: "make the user active if they may sign in.",
  },
  ambiguous: { said: "Several users have this address.", todo: again },
  already_linked_other: {
    said: "The user with this address has another {provider} account connected.",
    todo: "look at the user's accounts, and disconnect the old one if it is no longer theirs.",
  },
} as const satisfies Record<string, Finding>;

export const texts = { checks, calls, findings } as const;
