import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Link, Route, Switch } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { openAt } from "../testing/open.tsx";
import * as rows from "../testing/rows.ts";
import { anybody, json, serve as serveAll, signedIn } from "../testing/server.ts";
import type { Connection, Version } from "./states.ts";

type Schemas = components["schemas"];

const hour = 3_600_000;
export const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
/** A little more than so many days from now. */
export const inDays = (days: number) => new Date(Date.now() + days * 24 * hour + hour).toISOString();

export const version: Version = {
  ...rows.version,
  id: "ver_1",
  number: 1,
  clientId: "412709338851-q7h2mm04d9t2k.apps.googleusercontent.com",
  passedAt: hoursAgo(200),
  savedAt: hoursAgo(210),
};

export const connection: Connection = {
  ...rows.connection,
  id: "con_1",
  live: version,
  copy: {
    redirectUri: "http://localhost:3000/api/v1/sso/callback/con_1",
    javascriptOrigin: "http://localhost:3000",
    appName: "Acme Support",
    homePageUrl: "http://localhost:3000/o/acme/sign-in",
    scopes: "openid email profile",
  },
  connected: 41,
  lastGoodSignIn: hoursAgo(100),
  lastTest: {
    id: "tst_1",
    versionNumber: 1,
    state: "passed",
    current: true,
    startedAt: hoursAgo(200),
    finishedAt: hoursAgo(200),
    startedBy: "Ana Ruiz",
  },
  lastDay: { started: 43, finished: 40, asked: 0, refused: 2, failed: 0, notReturned: 1 },
  changedAt: hoursAgo(200),
};

/** The same before it was tested. */
export const saved: Version = { ...version, state: "draft", passedAt: null };

/** The page of the connection. */
export const path = "/sso-settings/connections/con_1";

/** Created, and nothing entered yet. */
export const blank: Connection = { ...connection, status: "draft", live: null, lockedTo: [], lastTest: null };

export const policy: Schemas["SignInPolicy"] = { ...rows.policy, contactText: "", changedBy: "", etag: '"1"' };

export const rules: Schemas["RoleRules"] = {
  mode: "off",
  rules: [],
  otherwise: "keep",
  warnings: [],
  groupsUnsent: [],
  changedBy: "",
  etag: '"1"',
};

export const impact: Schemas["ConnectionImpact"] = {
  connected: 41,
  onlyWay: 2,
  sessions: 17,
  onlyWayPeople: [{ id: "usr_2", name: "Maya Ortiz", email: "maya@acme.example", role: "agent" }],
};

/** The server of a test of the settings, without a connection unless it has some. */
export function serve() {
  const server = serveAll({
    ...signedIn(anybody()),
    "GET sign-in-policy": () => json(200, policy),
    "GET sign-in-counts": () => json(200, { days: [] }),
    "GET connections/con_1": () => json(200, connection),
    "GET connections/con_1/versions": () => json(200, { items: [version] }),
    "GET connections/con_1/impact": () => json(200, impact),
    "GET connections/con_1/setup-links": () => json(200, { items: [], mail: false }),
    "GET role-rules": () => json(200, rules),
  });
  const has = (items: Connection[], genericAllowed = false) =>
    server.answer("GET connections", () => json(200, { items, genericAllowed }));
  has([]);
  return { ...server, has, patches: () => server.asked("PATCH connections/con_1") };
}

/** The pages at an address, as the app has them. */
export async function open(address: string) {
  await openAt(address, async () => {
    const { SettingsPage, ConnectionPage } = await import("./pages.tsx");
    const { api } = await import("../api/session.ts");
    // The app shows pages only when it is known who is here.
    function Known() {
      if (!api.useQuery("get", "/api/v1/me").data) return null;
      return (
        <Switch>
          <Route path="/sso-settings" component={SettingsPage} />
          <Route path="/sso-settings/connections/:id" component={ConnectionPage} />
          <Route>elsewhere</Route>
        </Switch>
      );
    }
    return (
      <>
        <Link href="/elsewhere">Elsewhere</Link>
        <Known />
      </>
    );
  });
}

export const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

/** As people do it: from the clipboard, spaces and all. */
export async function paste(name: string, text: string): Promise<void> {
  await userEvent.click(await field(name));
  await userEvent.paste(text);
}

/** The card of a provider. */
export async function card(name: string): Promise<HTMLElement> {
  return await screen.findByRole("article", { name });
}
