import { afterEach, beforeEach } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { openPage, serve as serveAll } from "../shell/testing-page.tsx";
import * as rows from "../testing/rows.ts";
import { json } from "../testing/server.ts";

type Schemas = components["schemas"];

export const connectionId = rows.connection.id;
export const testId = "T".repeat(22);
export const here = `connections/${connectionId}` as const;

export const version: Schemas["ConnectionVersion"] = {
  ...rows.version,
  state: "draft",
  clientId: "7d9e1c04-0000-4000-8000-0123456789ab",
  tenant: "4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901",
  issuer: "https://login.microsoftonline.com/4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901/v2.0",
  passedAt: null,
};

export const connection: Schemas["Connection"] = {
  ...rows.connection,
  provider: "microsoft",
  kind: "microsoft",
  lockedTo: ["4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901"],
  live: { ...version, id: "L".repeat(22), number: 3, state: "live", passedAt: "2026-08-03T08:00:00Z" },
  draft: version,
  copy: {
    redirectUri: `https://crm.example/api/v1/sso/callback/${connectionId}`,
    javascriptOrigin: "https://crm.example",
    appName: "Acme Support",
    homePageUrl: "https://crm.example/o/acme/sign-in",
    scopes: "openid email profile",
  },
  connected: 41,
};

export function check(
  name: Schemas["TestCheck"]["name"],
  more: Partial<Schemas["TestCheck"]> = {},
): Schemas["TestCheck"] {
  const isServers = ["discovery", "keys", "clock", "public_address", "credentials"].includes(name);
  return {
    stage: isServers ? "server" : "person",
    name,
    result: "passed",
    reason: "",
    expected: null,
    received: null,
    facts: {},
    ...more,
  };
}

const serverChecks = [
  check("discovery", { facts: { host: "login.microsoftonline.com", ms: "61" } }),
  check("keys", { facts: { keys: "6", ms: "84" } }),
  check("clock", { facts: { seconds: "0.4" } }),
  check("public_address", { facts: { host: "crm.example" } }),
  check("credentials"),
];

export const running = (): Schemas["TestReport"] => ({
  id: testId,
  connectionId,
  provider: "microsoft",
  versionNumber: 4,
  state: "running",
  current: true,
  code: null,
  startedAt: new Date().toISOString(),
  finishedAt: null,
  startedBy: "Ana Ruiz",
  checks: serverChecks,
  claims: [],
  person: null,
  learned: null,
});

export const failed = (): Schemas["TestReport"] => ({
  ...running(),
  state: "failed",
  code: "wrong_tenant",
  finishedAt: new Date().toISOString(),
  checks: [
    ...serverChecks,
    check("redirect"),
    check("token", { facts: { ms: "212" } }),
    check("signature"),
    check("nonce"),
    check("lock", {
      result: "failed",
      reason: "other_tenant",
      expected: "4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901",
      received: "4f1c2ad3-52b8-4c0e-b7f6-90ad3e184c22",
    }),
    check("email", { received: "ana.ruiz@acme.example" }),
    check("proof", {
      result: "look",
      reason: "domain_owner_not_verified",
      expected: "xms_edov = 1, or not sent",
      received: "xms_edov = 0",
    }),
    check("person"),
    check("roles", { result: "info", reason: "no_roles" }),
  ],
  claims: [
    { name: "email", value: "ana.ruiz@acme.example" },
    { name: "tid", value: "4f1c2ad3-52b8-4c0e-b7f6-90ad3e184c22" },
  ],
  person: { outcome: "linked", code: null, reason: "", isMe: true, name: "Ana Ruiz" },
});

export const passed = (): Schemas["TestReport"] => ({
  ...failed(),
  state: "passed",
  code: null,
  checks: [...serverChecks, check("redirect"), check("lock"), check("person")],
  learned: { value: "4f1c2a77-9e10-4d5b-8a44-1f0c6be2b901", domain: "acme.example", locked: true },
});

export const summary: Schemas["TestSummary"] = {
  id: testId,
  versionNumber: 4,
  state: "failed",
  current: true,
  startedAt: "2026-11-09T08:20:00Z",
  finishedAt: "2026-11-09T08:21:00Z",
  startedBy: "Ana Ruiz",
};

/** The server with one connection and one report. */
export function serve(report: Schemas["TestReport"], of: Partial<Schemas["Connection"]> = {}) {
  return serveAll({
    [`GET ${here}`]: () => json(200, { ...connection, ...of }),
    [`GET ${here}/tests`]: () => json(200, { items: [summary] }),
    [`GET ${here}/tests/${testId}`]: () => json(200, report),
    [`POST ${here}/tests`]: () =>
      json(201, { authorizationUrl: "https://login.example/authorize?x=1", report: running() }),
  });
}

/** The page of the test, with a query. */
export function open(query = "") {
  return openPage(
    `/sso-settings/connections/${connectionId}/test${query}`,
    "/sso-settings/connections/:id/test",
    async () => (await import("./pages.tsx")).TestPage,
  );
}

/** A test does not really go to the provider. */
export function stayHere(): void {
  const stay = (event: Event) => event.preventDefault();
  beforeEach(() => document.addEventListener("click", stay));
  afterEach(() => document.removeEventListener("click", stay));
}

/** The way to the provider. */
export const goLink = { name: /^Sign in with Microsoft to finish the test/ };

/** How often the report was asked for. */
export const reports = (server: ReturnType<typeof serve>) => server.asked(`GET ${here}/tests/${testId}`).length;

/** The names of the filled buttons: the next step. */
export function filled(): (string | null)[] {
  return [...document.querySelectorAll('.mantine-Button-root[data-variant="filled"]')].map((one) => one.textContent);
}
