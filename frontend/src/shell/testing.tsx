import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { vi } from "vitest";
import type { components } from "../api/schema.gen.ts";

type Schemas = components["schemas"];

export const json = (status: number, body: unknown, more: object = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...more } });
export const problem = (status: number, code: string, more: object = {}) =>
  json(status, { type: "", title: "", status, code, ref: "7F3K-92QD", ...more });

export const me = {
  user: { id: "usr_me", email: "ana@acme.example", name: "Ana Ruiz", role: "super_admin" },
  organization: { code: "acme", name: "Acme Support" },
  session: {
    method: "password",
    signedInAt: new Date(Date.now() - 60_000).toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
};

export const tom: Schemas["UserEntry"] = {
  id: `usr_${"t".repeat(22)}`,
  externalId: null,
  email: "tom@acme.example",
  name: "Tom Berg",
  role: "agent",
  active: true,
  exempt: false,
  hasPassword: true,
  identities: [
    {
      id: `idn_${"t".repeat(22)}`,
      connectionId: "C".repeat(22),
      provider: "partner",
      label: "Partner login",
      email: "tom@gmail.example",
      differentEmail: true,
      linkedAt: "2026-08-03T08:00:00Z",
      lastUsedAt: "2026-11-09T08:00:00Z",
    },
  ],
  lastSignIn: { at: "2026-11-09T08:00:00Z", method: "sso", provider: "partner" },
  sessions: 2,
  createdAt: "2026-01-01T08:00:00Z",
  changedAt: "2026-11-01T08:00:00Z",
  changedBy: "Ana Ruiz",
  etag: '"3"',
};

interface Asked {
  route: string;
  query: Record<string, string>;
  body: unknown;
  ifMatch: string | null;
}

/** The server of a test: answers "METHOD path" below the organization, or by the whole path elsewhere; what it was asked can be looked at. */
export function serve(answers: Record<string, () => Response | Promise<Response>>) {
  const asked: Asked[] = [];
  const root = "/api/v1/organizations/acme/";
  vi.stubGlobal("fetch", async (input: Request | string) => {
    if (typeof input === "string") return json(200, { accessToken: "t1", tokenType: "Bearer", expiresIn: 300 });
    const url = new URL(input.url, "http://localhost");
    const route = `${input.method} ${url.pathname.replace(root, "")}`;
    if (route === "GET /api/v1/me" && !answers[route]) return json(200, me);
    const text = await input.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    asked.push({ route, query: Object.fromEntries(url.searchParams), body, ifMatch: input.headers.get("If-Match") });
    if (route === "GET connections" && !answers[route]) return json(200, { items: [], genericAllowed: false });
    const answer = answers[route];
    if (!answer) throw new TypeError(`no answer for ${route}`);
    return answer();
  });
  return {
    answers,
    asked: (route: string) => asked.filter((one) => one.route === route),
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
