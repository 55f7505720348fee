import type { FieldCode } from "../../api/problem.ts";
import type { components } from "../../api/schema.gen.ts";

type Setup = Omit<components["schemas"]["SetupRequest"], "token">;

/** "Acme Support GmbH" suggests "acme-support-gmbh". */
export function suggestCode(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}

/** What is wrong with a form, by pointer, before it is sent. The contract has the last word. */
export function checkSetup({ organization, superAdmin }: Setup): Record<string, FieldCode> {
  const found: [string, FieldCode | null][] = [
    ["/organization/name", needed(organization.name, 120)],
    ["/organization/code", needed(organization.code, 79) ?? form(organization.code, /^[a-z0-9](-?[a-z0-9]){1,39}$/)],
    ["/superAdmin/name", needed(superAdmin.name, 120)],
    ["/superAdmin/email", needed(superAdmin.email, 254) ?? form(superAdmin.email, /^[^@\s]+@[^@\s]+$/)],
    ["/superAdmin/password", needed(superAdmin.password, 256) ?? atLeast(superAdmin.password, 12)],
  ];
  return Object.fromEntries(found.filter((one): one is [string, FieldCode] => one[1] !== null));
}

function needed(value: string, most: number): FieldCode | null {
  if (value === "") return "required";
  return [...value].length > most ? "too_long" : null;
}

function form(value: string, pattern: RegExp): FieldCode | null {
  return pattern.test(value) ? null : "format";
}

function atLeast(value: string, least: number): FieldCode | null {
  return [...value].length < least ? "too_short" : null;
}
