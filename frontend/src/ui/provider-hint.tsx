import { lazy, Suspense } from "react";

// The list of codes is long and rarely needed. A hint that does not come leaves everything else usable.
const ProviderWords = lazy(() => import("./provider-words.tsx").catch(() => ({ default: () => null })));

/** What a received error code of the provider means, if it is one that we know. */
export function ProviderHint({ received }: { received: string | null }) {
  if (!received) return null;
  return (
    <Suspense fallback={null}>
      <ProviderWords received={received} />
    </Suspense>
  );
}
