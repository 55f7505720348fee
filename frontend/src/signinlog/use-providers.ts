import { useConnections } from "../api/connections.ts";
import { providerName } from "../text/provider.ts";

const brands = ["google", "microsoft"];

/** The providers to choose from: the two brands, the organization's own, and the one that the address names. */
export function useProviders(organization: string, chosen: string): { value: string; label: string }[] {
  const connections = useConnections(organization).data?.items ?? [];
  const labels = new Map(connections.map(({ provider, label }) => [provider, label]));
  const keys = new Set([...brands, ...labels.keys(), ...(chosen ? [chosen] : [])]);
  return [...keys].map((value) => ({ value, label: providerName(value, labels.get(value)) }));
}
