import type { components } from "../api/schema.gen.ts";
import { providerName } from "../text/provider.ts";
import { shortTime, timeInSentence } from "../text/time.ts";
import { say } from "./texts/users.ts";

export type Person = components["schemas"]["UserEntry"];
export type Account = components["schemas"]["ConnectedAccount"];

/** With what somebody signed in last. */
export function methodName({ lastSignIn, identities }: Person): string {
  const provider = lastSignIn?.provider;
  if (!provider) return say("last.password");
  return providerName(provider, identities.find((one) => one.provider === provider)?.label);
}

/** "Today, 09:14" for a moment of the contract. */
export function when(at: string): string {
  return shortTime(new Date(at), new Date());
}

/** "today, 09:14": the same inside of a sentence. */
export function whenWithin(at: string): string {
  return timeInSentence(new Date(at), new Date());
}
