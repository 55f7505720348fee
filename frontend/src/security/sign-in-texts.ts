import type { components } from "../api/schema.gen.ts";
import { type Identities, nameOf } from "../stepup/identities.ts";
import { shortTime, timeInSentence } from "../text/time.ts";
import { say } from "./texts/security.ts";

type Schemas = components["schemas"];
export type Provider = Schemas["MyProvider"];
export type Session = Schemas["MySession"];
export type SignIn = Schemas["MySignIn"];

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
