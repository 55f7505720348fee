import { useConnections } from "../api/connections.ts";
import { brands } from "../providers/providers.tsx";
import { providerName } from "../text/provider.ts";

/** What a provider is called: its brand, or the name that the organization gave it. */
export function useProviderName(organization: string): (provider: string) => string {
  const labels = new Map(useConnections(organization).data?.items.map(({ provider, label }) => [provider, label]));
  return (provider) => providerName(provider, labels.get(provider));
}

/** The providers to choose from: the two brands, the organization's own, and the one that the address names. */
export function useProviders(organization: string, chosen: string): { value: string; label: string }[] {
  const connections = useConnections(organization).data?.items ?? [];
  const labels = new Map(connections.map(({ provider, label }) => [provider, label]));
  const keys = new Set<string>([...brands, ...labels.keys(), ...(chosen ? [chosen] : [])]);
  return [...keys].map((value) => ({ value, label: providerName(value, labels.get(value)) }));
}
