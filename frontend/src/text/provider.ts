import { brands } from "../providers/brands.ts";

/** The provider as agents read it: its brand, else the name that the organization gave it, else its key. */
export function providerName(provider: string, label?: string | null): string {
  return brands[provider]?.name ?? label ?? provider;
}

/** The provider as super admins read it in the settings. */
export function providerTitle(provider: string, label?: string | null): string {
  return brands[provider]?.title ?? providerName(provider, label);
}
