import { lazy, Suspense } from "react";

// The list of codes is long and rarely needed. A hint that does not come leaves everything else usable.
const ProviderCode = lazy(() => import("./provider-code.tsx").catch(() => ({ default: () => null })));

/** What a received error code of the provider means, if it is one that we know, and what to do unless that is said beside it. */
export function ProviderHint({ received, isMeaningOnly }: { received: string | null; isMeaningOnly?: boolean }) {
  if (!received) return null;
  return (
    <Suspense fallback={null}>
      <ProviderCode received={received} isMeaningOnly={isMeaningOnly} />
    </Suspense>
  );
}
