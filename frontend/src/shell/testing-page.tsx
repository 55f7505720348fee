import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ComponentType } from "react";
import { vi } from "vitest";

type Answer = (request: Request) => Response | Promise<Response>;

export const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
export const problem = (status: number, code: string, more: object = {}) =>
  json(status, { type: "", title: "", status, code, ref: "7F3K-92QD", ...more });

const me = {
  user: { id: "usr_1", email: "ana@acme.example", name: "Ana Ruiz", role: "super_admin" },
  organization: { code: "acme", name: "Acme Support" },
  session: { method: "password", signedInAt: "2026-11-09T08:00:00Z", expiresAt: "2126-11-09T08:00:00Z" },
};

/** The server of a test: what it answers may be changed, what it was asked can be looked at. Paths are those of the organization. */
export function serve(first: Record<string, Answer>) {
  const answers = new Map<string, Answer>(Object.entries(first));
  const asked: { call: string; query: Record<string, string>; ifMatch: string | null; body: string }[] = [];
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const request = typeof input === "string" ? new Request(new URL(input, "http://localhost")) : input;
    const url = new URL(request.url);
    if (url.pathname === "/api/v1/session/token")
      return json(200, { accessToken: "t1", tokenType: "Bearer", expiresIn: 300 });
    if (url.pathname === "/api/v1/me") return json(200, me);
    const call = `${request.method} ${url.pathname.replace("/api/v1/organizations/acme/", "")}`;
    const query = Object.fromEntries(url.searchParams);
    asked.push({ call, query, ifMatch: request.headers.get("If-Match"), body: await request.clone().text() });
    const answer = answers.get(call);
    if (!answer) throw new TypeError(`nobody answers ${call}`);
    return answer(request);
  });
  return {
    asked: (call: string) => asked.filter((one) => one.call === call),
    answer: (call: string, answer: Answer) => void answers.set(call, answer),
  };
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
