import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { vi } from "vitest";
import type { components } from "../api/schema.gen.ts";

type Schemas = components["schemas"];
type Answer = () => Response | Promise<Response>;

const log = "/api/v1/organizations/acme";
const chosenId = "A".repeat(22);

export const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
export const problem = (status: number, code: string) =>
  json(status, { type: "", title: "", status, code, ref: "7F3K-92QD" });

export const entry: Schemas["SignInEntry"] = {
  id: chosenId,
  reference: "7F3K-92QD",
  result: "refused",
  code: "wrong_hosted_domain",
  reason: "no_hosted_domain",
  purpose: "sign_in",
  provider: "google",
  label: null,
  person: "maya.okafor82@gmail.com",
  at: "2026-11-09T08:13:51.214Z",
  address: "203.0.113.24",
  browser: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
};

export const detail: Schemas["SignInDetail"] = {
  ...entry,
  connectionId: "C".repeat(22),
  connectable: true,
  email: "maya.okafor82@gmail.com",
  name: "Maya Okafor",
  userId: null,
  proof: "weak",
  startedAt: "2026-11-09T08:13:42.600Z",
  expected: "acme.example",
  received: "no hd = personal account",
  steps: [
    { step: "returned", state: "passed", afterMicroseconds: 0 },
    { step: "attempt", state: "passed", afterMicroseconds: 900 },
    { step: "exchange", state: "passed", afterMicroseconds: 213_000 },
    { step: "lock", state: "refused", afterMicroseconds: 214_000 },
    { step: "person", state: "not_reached", afterMicroseconds: null },
    { step: "commit", state: "not_reached", afterMicroseconds: null },
  ],
};

const numbers = (provider: Schemas["Provider"], finished: number, refused: number, notReturned: number) => ({
  provider,
  started: finished + refused + notReturned,
  finished,
  asked: 0,
  refused,
  failed: 0,
  notReturned,
});

export const counts: Schemas["SignInCounts"] = {
  days: [
    { day: "2026-11-08", providers: [numbers("google", 40, 2, 0), numbers("microsoft", 20, 1, 3)] },
    { day: "2026-11-09", providers: [numbers("google", 58, 4, 0), numbers("microsoft", 21, 2, 8)] },
  ],
};

const me = (role: string, timeZone: string) => ({
  user: { id: "usr_1", email: "ana@acme.example", name: "Ana Ruiz", role, timeZone },
  organization: { code: "acme", name: "Acme Support" },
  session: {
    method: "password",
    signedInAt: new Date(Date.now() - 60_000).toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
});

/** The server of a test: what it answers may be changed, what it was asked can be looked at. */
export function serve(role = "super_admin", timeZone = "UTC") {
  const answers: Record<string, Answer> = {
    "/api/v1/session/token": () => json(200, { accessToken: "t1", tokenType: "Bearer", expiresIn: 300 }),
    "/api/v1/me": () => json(200, me(role, timeZone)),
    [`${log}/sign-in-log`]: () => json(200, { items: [entry], next: "page2", retentionDays: 180 }),
    [`${log}/sign-in-log/${chosenId}`]: () => json(200, detail),
    [`${log}/sign-in-log/export`]: () => new Response("time\n", { headers: { "Content-Type": "text/csv" } }),
    [`${log}/sign-in-counts`]: () => json(200, counts),
    [`${log}/connections`]: () => json(200, { items: [], genericAllowed: false }),
    [`${log}/audit-events`]: () => json(200, { items: [], next: null }),
  };
  const asked: { path: string; query: Record<string, string>; bearer: string | null }[] = [];
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const url = new URL(typeof input === "string" ? input : input.url, "http://localhost");
    const bearer = typeof input === "string" ? null : input.headers.get("Authorization");
    asked.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), bearer });
    const answer = answers[url.pathname];
    if (!answer) throw new TypeError("network");
    return answer();
  });
  return {
    asked: (path: string) => asked.filter((one) => one.path === `${log}/${path}`),
    answer: (path: string, answer: Answer) => {
      answers[`${log}/${path}`] = answer;
    },
  };
}

/** The app at an address, with nothing left in memory of the test before. */
export async function open(address: string) {
  history.replaceState(null, "", address);
  vi.resetModules();
  const { App } = await import("../routes.tsx");
  const { ToastProvider } = await import("../ui/toasts.tsx");
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <App />
        </ToastProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
