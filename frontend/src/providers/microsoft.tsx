import type { Descriptor } from "./descriptor.ts";
import { googleClient } from "./google.tsx";
import { guid } from "./values.ts";

export const microsoft: Descriptor = {
  kind: "microsoft",
  isOwn: false,
  Logo,
  guide: () => import("../connections/guides/microsoft.en.json"),
  fields: ["clientId", "tenant", "clientSecret", "secretExpiresAt", "lockedTo", "label"],
  copy: ["redirectUri", "appName", "scopes"],
  mistakes: {
    clientId: (value) => (value.endsWith(googleClient) ? "other_provider" : guid.test(value) ? null : "format"),
    clientSecret: (value) => (guid.test(value) ? "secret_id" : null),
  },
  words: { clientId: true, clientSecret: true, secretExpiresAt: true, account: true },
  hasTenant: true,
  sightings: {
    redirect: "AADSTS50011",
    client: "AADSTS700016, AADSTS90002",
    assigned: "AADSTS50105",
    directory: "AADSTS50020, AADSTS50194",
    consent: "AADSTS65001, AADSTS90094",
    blocked: "AADSTS53003, AADSTS50131",
    other: "",
  },
  codes: () => import("./microsoft-codes.ts"),
  wrongSecretCode: "AADSTS7000215",
};

function Logo() {
  return (
    <svg width="21" height="21" viewBox="0 0 21 21" aria-hidden="true">
      <path fill="#f25022" d="M0 0h10v10H0z" />
      <path fill="#7fba00" d="M11 0h10v10H11z" />
      <path fill="#00a4ef" d="M0 11h10v10H0z" />
      <path fill="#ffb900" d="M11 11h10v10H11z" />
    </svg>
  );
}
