import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

/**
 * Draws at an address what `load` imports, with what the app has around its pages, and nothing left in memory of the
 * test before: modules of ours are imported anew.
 */
export async function openAt(address: string, load: () => Promise<ReactNode>): Promise<void> {
  history.replaceState(null, "", address);
  vi.resetModules();
  const { ToastProvider } = await import("../ui/toasts.tsx");
  const opened = await load();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <ToastProvider>{opened}</ToastProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** The whole app at an address. */
export async function openApp(address: string): Promise<void> {
  await openAt(address, async () => {
    const { App } = await import("../routes.tsx");
    return <App />;
  });
}
