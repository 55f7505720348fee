/** The names of the two providers that we know by brand; everybody reads these. */
const brands: Record<string, string> = { google: "Google", microsoft: "Microsoft" };

/** The provider as agents read it: its brand, else the name that the organization gave it, else its key. */
export function providerName(provider: string, label?: string | null): string {
  return brands[provider] ?? label ?? provider;
}

/** The provider as super admins read it in the settings. */
export function providerTitle(provider: string, label?: string | null): string {
  return provider === "microsoft" ? "Microsoft Entra ID (Office 365)" : providerName(provider, label);
}
