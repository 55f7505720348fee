import { screen, within } from "@testing-library/react";
import { vi } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { me, open, serve } from "../shell/testing.tsx";
import { json } from "../testing/server.ts";

type Schemas = components["schemas"];

/** The address of a provider. */
export const away = "https://login.example/authorize?state=x";
export const own = "/api/v1/me/identities";

const soon = () => new Date(Date.now() + 4 * 60_000).toISOString();
export const recent = { recentUntil: soon() };
const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();

export const windows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
export const iPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1";

export const google: Schemas["MyProvider"] = {
  provider: "google",
  label: null,
  state: "connected",
  account: { email: "maya@acme.example", linkedAt: "2026-08-03T08:00:00Z", lastUsedAt: "2026-08-04T08:00:00Z" },
  refusal: null,
};
export const microsoft: Schemas["MyProvider"] = {
  provider: "microsoft",
  label: null,
  state: "not_connected",
  account: null,
  refusal: null,
};

const onWindows = { browser: "Chrome", system: "Windows" };

/** Everything is as good as can be: a password, Google connected, and just confirmed. */
export const identities = (change: Partial<Schemas["MyIdentities"]> = {}): Schemas["MyIdentities"] => ({
  items: [google, microsoft],
  hasPassword: true,
  passwordUsable: true,
  passwordOpensDoor: true,
  passwordChangedAt: null,
  recentUntil: soon(),
  ...change,
});

export const session = (id: string, change: Partial<Schemas["MySession"]> = {}): Schemas["MySession"] => ({
  id: id.repeat(22),
  current: false,
  method: "password",
  provider: null,
  address: "198.51.100.7",
  browser: iPhone,
  browserName: { browser: "Safari", system: "iPhone" },
  signedInAt: "2026-08-03T08:00:00Z",
  lastUsedAt: "2026-08-03T09:00:00Z",
  expiresAt: "2126-08-03T09:00:00Z",
  ...change,
});

export const signIn = (reference: string, change: Partial<Schemas["MySignIn"]> = {}): Schemas["MySignIn"] => ({
  reference,
  result: "signed_in",
  provider: "google",
  purpose: "sign_in",
  at: ago(30 * 24),
  address: "203.0.113.24",
  browser: windows,
  browserName: onWindows,
  ...change,
});

export const agent = { ...me, user: { ...me.user, role: "agent" } };

/** The server of the page, with what every test needs. */
export function serveSecurity(change: Parameters<typeof serve>[0] = {}) {
  const server = serve({
    "GET /api/v1/me": () => json(200, agent),
    [`GET ${own}`]: () => json(200, identities()),
    "GET /api/v1/me/sessions": () =>
      json(200, {
        items: [
          session("a", { current: true, method: "sso", provider: "google", browser: windows, browserName: onWindows }),
          session("b"),
        ],
      }),
    "GET /api/v1/me/sign-ins": () => json(200, { items: [signIn("9QWE-41RT")] }),
    ...change,
  });
  const has = (now: Parameters<typeof identities>[0]) => server.answer(`GET ${own}`, () => json(200, identities(now)));
  return { ...server, has };
}

/** Stays where the page would leave for a provider, and hears whereto. */
export function watchLeaving() {
  const goTo = vi.fn();
  vi.doMock("../browser/go.ts", () => ({ go: { to: goTo, instead: vi.fn(), again: vi.fn() } }));
  return goTo;
}

export const page = (query = "") => open(`/profile/security${query}`);

/** What is said of an account, by the name of its provider. */
export const row = async (name: string) =>
  within((await screen.findByRole("heading", { level: 3, name })).closest("li") as HTMLElement);
