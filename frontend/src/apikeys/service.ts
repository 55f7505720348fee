import type { components } from "../api/schema.gen.ts";
import { shortTime } from "../text/time.ts";
import { say } from "./texts/keys.ts";

export type Service = components["schemas"]["Service"];
export type Secret = components["schemas"]["ServiceSecret"];
export type Scope = components["schemas"]["ServiceScope"];

/** All scopes there are, in the order of the form. */
export const scopes: Scope[] = [
  "users:read",
  "users:write",
  "roles:read",
  "roles:write",
  "connections:read",
  "connections:write",
  "log:read",
  "events:read",
  "introspect",
];

/** How many secrets of a service can be live. */
export const mostSecrets = 3;

const soon = 30 * 86_400_000;

export const isLive = ({ state }: Secret) => state === "live";

/** Whether it expires within the days in which super admins are mailed about it. */
export function expiresSoon({ state, expiresAt }: Secret, now: Date): boolean {
  return state === "live" && expiresAt !== null && new Date(expiresAt).getTime() - now.getTime() <= soon;
}

/** Whether the service has anything by which it can prove who it is. */
export function canCall({ secrets, keys, federation }: Service): boolean {
  return secrets.some(isLive) || keys !== null || federation !== null;
}

/** "lks_0123...abcd", as a secret is known by after it was shown. */
export function secretName({ first, last }: Secret): string {
  return first ? `${first}...${last}` : say("secret.no-start");
}

/** "Today, 09:14, from 203.0.113.7, with the secret lks_0123...abcd". */
export function lastUse({ lastUsedAt, lastUsedFrom, lastUsedWith, secrets }: Service): string {
  if (!lastUsedAt) return say("fact.used-never");
  const when = shortTime(new Date(lastUsedAt), new Date());
  const what = proofName(lastUsedWith, secrets);
  return lastUsedFrom
    ? say("fact.used-by", { when, address: lastUsedFrom, what })
    : say("fact.used-plain", { when, what });
}

function proofName(used: string | null, secrets: Secret[]): string {
  if (used === "federation" || used === "keys") return say(`fact.with-${used}`);
  const secret = secrets.find(({ id }) => id === used);
  return secret ? say("fact.with-secret", { secret: secretName(secret) }) : say("fact.with-gone");
}

const readable: Partial<Record<Scope, string>> = {
  "users:read": "users",
  "connections:read": "connections",
  "log:read": "sign-in-log",
  "events:read": "events",
};

/** A command that shows whether a secret works: it reads what the scopes let it read, else it gets an access token. */
export function tryLine({ id, scopes: own, tokenUrl }: Service, organization: string): string {
  const path = scopes.map((scope) => own.includes(scope) && readable[scope]).find(Boolean);
  if (!path) return `curl -u "${id}:$LATCHKEY_KEY" -d grant_type=client_credentials ${tokenUrl}`;
  const address = `${tokenUrl.replace(/\/oauth\/token$/, "")}/api/v1/organizations/${organization}/${path}`;
  return `curl -H "Authorization: Bearer $LATCHKEY_KEY" ${address}`;
}
