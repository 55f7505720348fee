import type { components } from "../api/schema.gen.ts";
import { openPage, serve as serveAll } from "../shell/testing-page.tsx";
import * as rows from "../testing/rows.ts";
import { json } from "../testing/server.ts";

type Schemas = components["schemas"];

export const connectionId = rows.connection.id;
export const here = `connections/${connectionId}` as const;

export const version: Schemas["ConnectionVersion"] = { ...rows.version, state: "passed" };

export const connection: Schemas["Connection"] = {
  ...rows.connection,
  status: "tested",
  live: null,
  draft: version,
};

export const erik: Schemas["ForecastEntry"] = {
  userId: "usr_erik",
  name: "Erik Holm",
  email: "erik@holmfreight.example",
  role: "agent",
  roleName: "Agent",
  outcome: "refused",
  code: "wrong_hosted_domain",
  reason: "outside_lock",
  hasPassword: true,
  exempt: false,
};

export const forecast: Schemas["Forecast"] = {
  people: 148,
  linked: 20,
  silent: 101,
  ask: 18,
  refused: 9,
  unknown: 0,
  personalAddresses: 0,
  refusedWithPassword: 6,
  reasons: [
    { outcome: "ask", reason: "super_admin", people: 3 },
    { outcome: "ask", reason: "other_hosted_domain", people: 15 },
    { outcome: "refused", reason: "outside_lock", people: 7 },
    { outcome: "refused", reason: "already_linked_other", people: 2 },
  ],
  domains: ["acme.example", "acme-freight.example"],
  sources: ["test", "accounts", "lock"],
  items: [
    erik,
    { ...erik, userId: "usr_sofia", name: "Sofia Marchetti", email: "sofia@holmfreight.example", hasPassword: false },
    { ...erik, userId: "usr_desk", name: "Front desk", email: "desk@acme.example", exempt: true },
    {
      ...erik,
      userId: "usr_dana",
      name: "Dana Whitfield",
      email: "d.whitfield@acme.example",
      code: "user_not_authorized",
      reason: "already_linked_other",
    },
  ],
  total: 9,
};

/** The server with one connection and its forecast. */
export function serve(of: Partial<Schemas["Connection"]> = {}, seen: Partial<Schemas["Forecast"]> = {}) {
  return serveAll({
    [`GET ${here}`]: () => json(200, { ...connection, ...of }),
    [`GET ${here}/preview`]: () => json(200, { ...forecast, ...seen }),
    [`GET ${here}/preview/export`]: () => new Response("name\n", { headers: { "Content-Type": "text/csv" } }),
    [`POST ${here}/enable`]: () => json(200, { ...connection, ...of, status: "enabled" }),
  });
}

/** The page of the preview, with a query. */
export function open(query = "") {
  return openPage(
    `/sso-settings/connections/${connectionId}/preview${query}`,
    "/sso-settings/connections/:id/preview",
    async () => (await import("./pages.tsx")).PreviewPage,
  );
}
