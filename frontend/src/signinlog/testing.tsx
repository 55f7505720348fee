import type { components } from "../api/schema.gen.ts";
import { anybody, json, type Route, serve as serveAll, signedIn } from "../testing/server.ts";

export { openApp as open } from "../testing/open.tsx";

type Schemas = components["schemas"];

const chosenId = "A".repeat(22);

export const entry: Schemas["SignInEntry"] = {
  id: chosenId,
  reference: "7F3K-92QD",
  result: "refused",
  code: "wrong_hosted_domain",
  reason: "no_hosted_domain",
  purpose: "sign_in",
  provider: "google",
  label: null,
  application: null,
  times: 1,
  person: "maya.okafor82@gmail.com",
  at: "2026-11-09T08:13:51.214Z",
  address: "203.0.113.24",
  browser: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
  browserName: { browser: "Chrome", system: "Windows" },
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

/** The server of a test of the log, for somebody of a role in a time zone. */
export function serve(role: Schemas["User"]["role"] = "super_admin", timeZone = "UTC") {
  const server = serveAll({
    ...signedIn(anybody({ role, timeZone })),
    "GET sign-in-log": () => json(200, { items: [entry], next: "page2", retentionDays: 180 }),
    [`GET sign-in-log/${chosenId}`]: () => json(200, detail),
    "GET sign-in-log/export": () => new Response("time\n", { headers: { "Content-Type": "text/csv" } }),
    "GET sign-in-counts": () => json(200, counts),
    "GET connections": () => json(200, { items: [], genericAllowed: false }),
    "GET audit-events": () => json(200, { items: [], next: null, retentionDays: 180 }),
  });
  /** How a list was asked for, the last time. */
  const last = (route: Route) => server.asked(route).at(-1)?.query;
  return { ...server, last };
}

/** What the address says. */
export const param = (name: string) => new URLSearchParams(location.search).get(name);
