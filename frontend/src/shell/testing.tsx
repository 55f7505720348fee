import type { components } from "../api/schema.gen.ts";
import { type Answers, anybody, json, serve as serveAll, signedIn } from "../testing/server.ts";

export { openApp as open } from "../testing/open.tsx";

type Schemas = components["schemas"];

export const me = anybody({ id: "usr_me" });

export const tom: Schemas["UserEntry"] = {
  id: `usr_${"t".repeat(22)}`,
  externalId: null,
  email: "tom@acme.example",
  name: "Tom Berg",
  role: "agent",
  roleName: "Agent",
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

const builtIn = {
  description: "",
  builtIn: true,
  changedAt: "2026-01-01T08:00:00Z",
  changedBy: "The operator",
  etag: '"1"',
};

/** The roles that every organization has. */
export const builtInRoles: Schemas["Role"][] = [
  { ...builtIn, key: "super_admin", name: "Super admin", permissions: ["users:write"], people: 1 },
  { ...builtIn, key: "agent", name: "Agent", permissions: [], people: 3 },
];

/** The server of a test of the app: somebody is signed in, and no provider is set up. */
export function serve(answers: Answers) {
  const none = () => json(200, { items: [], genericAllowed: false });
  const roles = () => json(200, { items: builtInRoles, most: 50 });
  return serveAll({ ...signedIn(me), "GET connections": none, "GET roles": roles, ...answers });
}
