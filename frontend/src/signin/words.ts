import type { FieldCode, Refusal } from "../api/problem.ts";
import type { Provider } from "../browser/memory.ts";
import { say, sayWait } from "../text/login.ts";
import { problems } from "../text/problems.en.ts";
import { fill } from "../text/say.ts";

/** The provider as people read it. */
export function brand(provider: Provider | null | undefined): string {
  return provider ? say(`brand.${provider}`) : say("brand.yours");
}

/** The sentence of a refusal. A code that has no place here reads as a fault of ours. */
export function sentence(refusal: Pick<Refusal, "code" | "wait">, org: string, provider: string): string {
  const text = problems[refusal.code as keyof typeof problems] ?? problems.internal_error;
  return fill(text, { org, provider, wait: sayWait(refusal.wait) });
}

const fieldTexts = {
  required: "field.required",
  unknown: "field.invalid",
  duplicate: "field.invalid",
  type: "field.invalid",
  format: "field.invalid",
  too_short: "field.required",
  too_long: "field.long",
  out_of_range: "field.invalid",
  taken: "field.taken",
  invalid: "field.invalid",
} as const satisfies Record<FieldCode, string>;

/** What is wrong with one field, in words; nothing if nothing is wrong. */
export function fieldError(code: FieldCode | undefined, kind?: "email" | "code" | "new-password"): string | undefined {
  if (!code) return undefined;
  if (code === "format" && kind === "email") return say("field.email");
  if (code === "format" && kind === "code") return say("field.code");
  if (code === "too_short" && kind === "code") return say("field.code");
  if (code === "too_short" && kind === "new-password") return say("field.short");
  return say(fieldTexts[code]);
}
