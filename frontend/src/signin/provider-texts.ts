import type { FieldCode } from "../api/problem.ts";
import { listOf } from "../text/names.ts";
import { providerName } from "../text/provider.ts";
import type { SignInPage } from "./page.ts";
import { say } from "./texts/login.ts";

/** The provider as people read it. */
export function brand(provider: string | null | undefined, label?: string): string {
  return provider ? providerName(provider, label) : say("brand.yours");
}

/** The same for a provider of a page, whose buttons carry the names of the generic ones. */
export function brandOn(page: Pick<SignInPage, "providers"> | null, provider: string | null | undefined): string {
  return brand(provider, page?.providers.find((one) => one.provider === provider)?.label);
}

/** "Google or Microsoft": the ways that a page offers besides the password. */
export function brands({ providers }: Pick<SignInPage, "providers">): string {
  const names = providers.map(({ provider, label }) => brand(provider, label));
  return names.length > 0 ? listOf(names, "disjunction") : brand(null);
}

/** What is wrong with one field, in words; nothing if nothing is wrong. */
export function fieldError(code: FieldCode | undefined, kind?: "email"): string | undefined {
  if (!code) return undefined;
  if (code === "format" && kind) return say("field.email");
  if (code === "required" || code === "too_short") return say("field.required");
  return say(code === "too_long" ? "field.long" : "field.invalid");
}
