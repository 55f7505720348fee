import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ComponentType } from "react";
import { vi } from "vitest";
import { type Answers, anybody, serve as serveAll, signedIn } from "../testing/server.ts";

/** The server of a test of one page: somebody is signed in. */
export function serve(answers: Answers) {
  return serveAll({ ...signedIn(anybody()), ...answers });
}

/** One page at an address, with nothing left in memory of the test before. */
export async function openPage(address: string, path: string, page: () => Promise<ComponentType>) {
  history.replaceState(null, "", address);
  vi.resetModules();
  const { Route } = await import("wouter");
  const { SignedIn } = await import("./signed-in.tsx");
  const { ToastProvider } = await import("../ui/toasts.tsx");
  const Page = await page();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <SignedIn>
            <Route path={path} component={Page} />
          </SignedIn>
        </ToastProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
