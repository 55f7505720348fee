import { isOn } from "../api/connections.ts";
import type { FieldCode } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";
import { isBrand, providerOf } from "../providers/providers.tsx";
import { toDay, toMoment } from "./days.ts";
import { type Connection, newestOf } from "./states.ts";
import { type Errors, type FieldName, isFieldName } from "./wrong.ts";

/** The fields as they are typed. */
export type Fields = Record<FieldName, string>;

/** What is saved. The secret never comes back. */
export function savedFields(connection: Connection): Fields {
  const version = newestOf(connection);
  return {
    clientId: version?.clientId ?? "",
    clientSecret: "",
    secretExpiresAt: toDay(version?.secretExpiresAt ?? null),
    tenant: version?.tenant ?? "",
    issuer: providerOf(connection).fields.includes("issuer") ? (version?.issuer ?? "") : "",
    clientAuth: version?.clientAuth ?? "automatic",
    lockedTo: connection.lockedTo.join(", "),
    confirm: "",
    label: connection.label ?? "",
  };
}

/** What was typed and differs from what is saved. */
export function changesOf(connection: Connection, typed: Partial<Fields>): Partial<Fields> {
  const saved = savedFields(connection);
  const differ = (name: FieldName) => typed[name] !== undefined && typed[name] !== saved[name];
  const changes = providerOf(connection).fields.filter(differ);
  const withName = unlocks(connection, typed) ? [...changes, "confirm" as const] : changes;
  return Object.fromEntries(withName.map((name) => [name, typed[name] ?? ""]));
}

/** Whether the lock of a connection that is on is taken off: then the organization's name must be typed. */
export function unlocks(connection: Connection, { lockedTo }: Partial<Fields>): boolean {
  return (
    isOn(connection) && connection.lockedTo.length > 0 && lockedTo !== undefined && entriesOf(lockedTo).length === 0
  );
}

/** The changes as the API takes them. An emptied client id or issuer is no change that it knows. */
export function toBody(changes: Partial<Fields>): components["schemas"]["ConnectionChange"] {
  const { secretExpiresAt, lockedTo, clientAuth, ...texts } = changes;
  return {
    ...texts,
    ...(clientAuth !== undefined && { clientAuth: clientAuth as components["schemas"]["ClientAuth"] }),
    ...(lockedTo !== undefined && { lockedTo: entriesOf(lockedTo) }),
    ...(secretExpiresAt !== undefined && { secretExpiresAt: secretExpiresAt ? toMoment(secretExpiresAt) : null }),
  };
}

/** "acme.example, acme.test" as a list. */
export function entriesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** The issuer whose metadata an address is, where it is one, as providers offer it to copy. The server does the same. */
export function described(address: string): string {
  return address.replace(/\/\.well-known\/openid-configuration\/?(?:\?.*)?$/, "");
}

/**
 * What keeps a form from being sent: values that are missing altogether. To
 * test, there must be an application; another application needs its own secret.
 */
export function missing(connection: Connection, changes: Partial<Fields>, toTest: boolean): Errors {
  const version = newestOf(connection);
  const now = { ...savedFields(connection), ...changes };
  const startsVersion = ["clientId", "clientSecret", "tenant", "issuer", "clientAuth"].some((name) => name in changes);
  if (!startsVersion && !(toTest && !version)) return labelMissing(connection, changes);
  const isOther = version !== null && ["clientId", "tenant", "issuer"].some((name) => name in changes);
  return {
    ...(providerOf(connection).fields.includes("issuer") && now.issuer === "" && { issuer: "required" }),
    ...(now.clientId === "" && { clientId: "required" }),
    ...(now.clientSecret === "" && !version && { clientSecret: "required" }),
    ...(now.clientSecret === "" && isOther && { clientSecret: "needs_secret" }),
    ...labelMissing(connection, changes),
  };
}

function labelMissing(connection: Connection, { label }: Partial<Fields>): { label?: FieldCode } {
  return label === "" && (!isBrand(connection.provider) || connection.label) ? { label: "required" } : {};
}

/** The field that a JSON pointer of the server is about: "/lockedTo/0" is lockedTo. */
export function fieldOf(pointer: string): FieldName | null {
  const name = pointer.split("/")[1] ?? "";
  return isFieldName(name) ? name : null;
}
