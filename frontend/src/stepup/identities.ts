import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";
import { providerName } from "../text/provider.ts";

export type Identities = components["schemas"]["MyIdentities"];

/** The provider as the person reads it, with the name that the organization gave it. */
export function nameOf(identities: Identities | undefined, provider: string | null): string {
  if (!provider) return say("provider.yours");
  return providerName(provider, identities?.items.find((one) => one.provider === provider)?.label);
}
