import type { FieldCode } from "../api/problem.ts";
import type { FieldName, Kind } from "../providers/descriptor.ts";
import { isBrand, providerOf } from "../providers/providers.tsx";
import { say } from "./texts/connections.ts";

export type { FieldName, Kind };

/** What is wrong with which field. */
export type Errors = Partial<Record<FieldName, FieldCode>>;

/**
 * What a pasted value looks like by mistake, by the codes of the server. It is
 * said at once and stops nothing: where the operator points a brand at another
 * provider, other shapes are right, and only the server knows that.
 */
export function hintOf(kind: Kind, field: FieldName, value: string): FieldCode | null {
  if (value === "") return null;
  return providerOf({ kind }).mistakes[field]?.(value) ?? null;
}

/** The sentence about a field, as exactly as we can. */
export function errorText(kind: Kind, field: FieldName | "key", code: FieldCode): string {
  const { words } = providerOf({ kind });
  if (field === "clientId" && isBrand(kind)) {
    if (code === "format") return say(`wrong.clientId.format.${kind}`);
    if (code === "other_provider") return say(`wrong.clientId.other.${kind}`);
  }
  if (field === "clientSecret" && words.wrongSecret && (code === "format" || code === "invalid"))
    return say("wrong.clientSecret.format.google");
  if (field === "issuer" && code === "format") return say("wrong.issuer.format");
  if (field === "key" && code === "format") return say("wrong.key.format");
  if (field === "confirm") return say("wrong.unlock");
  if (field === "secretExpiresAt") return say("wrong.expiry.out_of_range");
  return say(Object.hasOwn(general, code) ? general[code as keyof typeof general] : "wrong.other");
}

const general = {
  required: "wrong.required",
  format: "wrong.format",
  type: "wrong.format",
  too_short: "wrong.too_short",
  too_long: "wrong.too_long",
  out_of_range: "wrong.out_of_range",
  taken: "wrong.taken",
  secret_id: "wrong.secret_id",
  needs_secret: "wrong.needs_secret",
  own_login: "wrong.own_login",
  unresolved: "wrong.unresolved",
  public_domain: "wrong.public_domain",
} as const satisfies Partial<Record<FieldCode, string>>;

/** The name of a field, as it stands over it. */
export function fieldLabel(kind: Kind, field: FieldName): string {
  if (field === "lockedTo") return say(`field.lockedTo.${kind}`);
  const { isOwn, words } = providerOf({ kind });
  if ((field === "clientId" || field === "clientSecret") && words[field]) return say(`field.${field}.microsoft`);
  const isOptional = field === "secretExpiresAt" || (field === "label" && !isOwn);
  return isOptional ? say("field.optional", { label: say(`field.${field}`) }) : say(`field.${field}`);
}

const fieldNames: string[] = [
  "clientId",
  "clientSecret",
  "secretExpiresAt",
  "tenant",
  "issuer",
  "clientAuth",
  "lockedTo",
  "confirm",
  "label",
] satisfies FieldName[];

export function isFieldName(name: string): name is FieldName {
  return fieldNames.includes(name);
}

/** Where a link of the summary leads. */
export function fieldId(field: FieldName): string {
  return `field-${field}`;
}
