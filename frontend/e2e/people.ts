/** The seeded world of the journeys: who is a user, and who has an account where. */

/** Everybody's password. */
export const password = "journey-password";
const passwordHash =
  "$argon2id$v=19$m=47104,t=1,p=1$Gh/Clm1nYm+zrtFUnyrQ1w$3zzrEoWCneq8HoLBbf8emAX6OrCCssQcIEgcvSX9cTg";

export const tenant = "6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01";
export const foreignTenant = "b7e0d9c8-1122-4f3a-8a55-0c9d8e7f6a5b";
export const secret = "journey-client-secret";

/** Client ids by organization and provider. */
export const clients = {
  acme: { google: "acme.apps.googleusercontent.com", microsoft: "0d6b9a3e-41f7-4c2d-b8aa-5e9f10c3d7e2" },
  initech: { google: "initech.apps.googleusercontent.com" },
} as const;

/** An account at a provider. Tests may change its e-mail (see provider.ts). */
export interface Account {
  provider: "google" | "microsoft" | "openid";
  sub: string;
  email: string;
  name: string;
  /** Google */
  hd?: string;
  /** Google, and a generic provider */
  email_verified?: boolean;
  /** Microsoft */
  tid?: string;
  oid?: string;
  idp?: string;
}

const agents = [
  "silent-sqlite", // first sign-in by Google, then renamed on both sides
  "silent-postgres",
  "entra", // first sign-in by Microsoft
  "refresh-sqlite",
  "refresh-postgres",
  "tabs",
  "backer",
  "canceller",
  "outer",
  "reload",
  "other",
  "watcher",
  "popup", // I10
  "deep", // I11
];

const google = (n: number, email: string, extra: Partial<Account> = {}): Account => ({
  provider: "google",
  sub: `1000000000000000000${String(n).padStart(2, "0")}`,
  email,
  name: email.split("@")[0] ?? email,
  hd: email.split("@")[1] ?? "",
  email_verified: true,
  ...extra,
});

const microsoft = (n: number, email: string, extra: Partial<Account> = {}): Account => ({
  provider: "microsoft",
  sub: `entra-subject-${n}`,
  oid: `5a0c7b1e-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`,
  tid: tenant,
  email,
  name: email.split("@")[0] ?? email,
  ...extra,
});

export const accounts: Account[] = [
  ...agents.map((name, i) => google(i, `${name}@acme.example`)),
  google(30, "stranger@acme.example"),
  google(31, "gone@acme.example"),
  google(32, "admin@acme.example"),
  google(33, "twice@acme.example"),
  google(34, "private@gmail.com", { hd: undefined }),
  google(35, "peter@initech.example"),
  microsoft(1, "entra@acme.example"),
  microsoft(2, "guest@partner.example", { idp: "https://sts.windows.net/other/" }),
  microsoft(3, "unfinished@partner.example", { idp: "https://sts.windows.net/other/" }),
  microsoft(4, "nobody@partner.example", { idp: "https://sts.windows.net/other/" }),
  microsoft(5, "foreign@elsewhere.example", { tid: foreignTenant }),
];

/** A line of `people:` as an operator writes it; everybody has the same password. */
export const person = (email: string, extra = "", name = email.split("@")[0]) =>
  `      - { email: ${email}, name: ${name}, passwordHash: "${passwordHash}"${extra} }`;

/** The world as an operator writes it; the secrets stand in the environment. */
export const world = `
organizations:
  - code: acme
    name: Acme Support
    contactText: Call the service desk, extension 4100.
    connections:
      - provider: google
        state: enabled
        clientId: ${clients.acme.google}
        secret: { env: JOURNEY_SECRET }
        lockedTo: [acme.example]
      - provider: microsoft
        state: enabled
        clientId: ${clients.acme.microsoft}
        secret: { env: JOURNEY_SECRET }
        tenant: ${tenant}
        lockedTo: [${tenant}]
    people:
${agents.map((name) => person(`${name}@acme.example`, `, externalId: crm-${name}`)).join("\n")}
${person("admin@acme.example", ", role: super_admin")}
${person("auditor@acme.example", ", role: super_admin")}
${person("gone@acme.example", ", active: false")}
${person("twice@acme.example")}
${person("guest@partner.example")}
${person("unfinished@partner.example")}
  - code: globex
    name: Globex
    people:
${person("twice@acme.example")}
${person("gloria@globex.example", ", role: super_admin")}
  - code: initech
    name: Initech
    connections:
      - provider: google
        state: enabled
        clientId: ${clients.initech.google}
        secret: { env: JOURNEY_EXPIRED_SECRET }
        lockedTo: [initech.example]
    people:
${person("peter@initech.example")}
`;

/** The CRM gives an agent another address. */
export const renamed = (name: string, email: string) => `
organizations:
  - code: acme
    people:
      - { email: ${email}, externalId: crm-${name} }
`;
