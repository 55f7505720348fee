import { type ComponentType, lazy, Suspense } from "react";
import { fetchCodes } from "../providers/providers.tsx";
import type { ProviderCodeProps } from "./provider-code.tsx";

// The lists of codes are long and rarely needed. A hint that does not come leaves everything else usable.
const ProviderCode = lazy(() => fetchHint().catch(() => ({ default: (_: ProviderCodeProps) => null })));

/** The hint with the lists, which come beside it. */
async function fetchHint(): Promise<{ default: ComponentType<ProviderCodeProps> }> {
  const [{ ProviderCode: Hint }, codes] = await Promise.all([import("./provider-code.tsx"), fetchCodes()]);
  return { default: (props) => <Hint {...props} codes={codes} /> };
}

/** What a received error code of the provider means, if it is one that we know, and what to do unless that is said beside it. */
export function ProviderHint({
  received,
  ...props
}: Omit<ProviderCodeProps, "received"> & { received: string | null }) {
  if (!received) return null;
  return (
    <Suspense fallback={null}>
      <ProviderCode received={received} {...props} />
    </Suspense>
  );
}
