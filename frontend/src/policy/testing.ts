import type { components } from "../api/schema.gen.ts";
import { serve as serveAll, tom } from "../shell/testing.tsx";
import * as rows from "../testing/rows.ts";
import { json } from "../testing/server.ts";

type Schemas = components["schemas"];

export const connectionId = rows.connection.id;
export const ana: Schemas["PersonName"] = {
  id: "usr_me",
  name: "Ana Ruiz",
  email: "ana@acme.example",
  role: "super_admin",
};
export const policy: Schemas["SignInPolicy"] = {
  ...rows.policy,
  firstSignIn: [
    { connectionId, provider: "google", label: null, linking: "automatic", weakProof: "ask", differentEmail: false },
  ],
  exempt: [ana],
};
export const forecast = { connectionId, people: 62, linked: 41, silent: 14, ask: 4, refused: 3, unknown: 0 };
export const requirement: Schemas["Requirement"] = {
  providers: [{ provider: "google" }],
  ownSignIn: { provider: "google", at: new Date().toISOString() },
  breakGlass: [],
  people: 62,
  notConnected: 14,
  notConnectedPeople: [{ id: tom.id, name: tom.name, email: tom.email, role: "agent" }],
  exempt: [],
};
export const announcement: Schemas["Announcement"] = {
  mail: true,
  people: 12,
  toConnect: 13,
  subject: "Acme Support: passwords end on 2026-12-01 08:00 (Europe/Madrid)",
  text: "Hello Ana Ruiz,\n\nAcme Support requires SSO.",
  reminderAt: new Date(Date.now() + 86_400_000).toISOString(),
};
export const proof = { ...ana, provenAt: new Date().toISOString(), exempt: true, isMe: true };

/** The server of a test of the policy, with one connection. */
export function serve() {
  return serveAll({
    "GET sign-in-policy": () => json(200, policy),
    "GET sign-in-policy/requirement": () => json(200, requirement),
    "POST sign-in-policy/requirement/preview": () => json(200, announcement),
    "GET connection-forecasts": () => json(200, { items: [forecast] }),
  });
}
