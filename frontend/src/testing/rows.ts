import type { components } from "../api/schema.gen.ts";

type Schemas = components["schemas"];

/** Rows as the contract has them; a test says what is different in its own. */
export const version: Schemas["ConnectionVersion"] = {
  id: "V".repeat(22),
  number: 4,
  state: "live",
  clientId: "1234-abcd.apps.googleusercontent.com",
  tenant: null,
  issuer: "https://accounts.google.com",
  clientAuth: "automatic",
  secretEndsIn: "x9Q",
  secretExpiresAt: null,
  keepOldSecretUntil: null,
  passedAt: "2026-11-09T08:00:00Z",
  savedAt: "2026-11-09T08:00:00Z",
  savedBy: "Ana Ruiz",
};

export const connection: Schemas["Connection"] = {
  id: "C".repeat(22),
  provider: "google",
  kind: "google",
  preset: null,
  label: null,
  status: "enabled",
  degraded: null,
  linking: "automatic",
  weakProof: "ask",
  differentEmail: false,
  lockedTo: ["acme.example"],
  live: version,
  draft: null,
  rotation: null,
  copy: { redirectUri: "", javascriptOrigin: "", appName: "", homePageUrl: "", scopes: "" },
  warnings: [],
  connected: 0,
  lastGoodSignIn: null,
  lastTest: null,
  lastDay: { started: 0, finished: 0, asked: 0, refused: 0, failed: 0, notReturned: 0 },
  guideDone: [],
  changedAt: "2026-11-09T08:00:00Z",
  changedBy: "Ana Ruiz",
  etag: '"7"',
};

export const policy: Schemas["SignInPolicy"] = {
  passwordSignIn: true,
  ssoRequiredFrom: null,
  sessionIdleMinutes: 480,
  sessionAbsoluteMinutes: 720,
  contactText: "Call 4100.",
  logDays: 180,
  auditDays: 180,
  straightToProvider: false,
  firstSignIn: [],
  exempt: [],
  mail: false,
  changedAt: null,
  changedBy: "Ana Ruiz",
  etag: '"7"',
};
