import type { components } from "../api/schema.gen.ts";
import { say as sayInApp } from "../text/app.ts";
import { providerName } from "../text/provider.ts";
import { say } from "../text/security.ts";
import { shortTime, timeInSentence } from "../text/time.ts";

type Schemas = components["schemas"];
export type Identities = Schemas["MyIdentities"];
export type Provider = Schemas["MyProvider"];
export type Session = Schemas["MySession"];
export type SignIn = Schemas["MySignIn"];

/** The provider as the person reads it, with the name that the organization gave it. */
export function nameOf(identities: Identities | undefined, provider: string | null): string {
  if (!provider) return sayInApp("provider.yours");
  return providerName(provider, identities?.items.find((one) => one.provider === provider)?.label);
}

/** With what a session began, within a sentence. */
export function methodOf(identities: Identities | undefined, { method, provider }: Session): string {
  return method === "sso" ? nameOf(identities, provider) : say(`method.${method}`);
}

/** With what an attempt was made. */
export function withOf(identities: Identities | undefined, { purpose, provider }: SignIn): string {
  if (provider) return nameOf(identities, provider);
  return say(purpose === "bypass" ? "with.bypass" : "with.password");
}

/** "Today, 09:14" for a moment of the contract. */
export function when(at: string): string {
  return shortTime(new Date(at), new Date());
}

/** "today, 09:14": the same inside of a sentence. */
export function whenWithin(at: string): string {
  return timeInSentence(new Date(at), new Date());
}
