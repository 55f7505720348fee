import type { Descriptor } from "./descriptor.ts";

/** Any provider that an organization names itself. */
export const openid: Descriptor = {
  kind: "openid",
  isOwn: true,
  Logo,
  guide: () => import("../connections/guides/openid.en.json"),
  fields: ["issuer", "clientId", "clientSecret", "secretExpiresAt", "clientAuth", "lockedTo", "label"],
  copy: ["redirectUri", "appName", "homePageUrl", "scopes"],
  mistakes: { issuer: (value) => (value.startsWith("https://") ? null : "format") },
  words: {},
  hasTenant: false,
  sightings: { redirect: "redirect_uri", client: "invalid_client", blocked: "access_denied", other: "" },
  codes: () => import("./openid-codes.ts"),
};

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 16 16" aria-hidden="true">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M1.75 8h12.5M8 1.75c4 4 4 8.5 0 12.5M8 1.75c-4 4-4 8.5 0 12.5"
      />
    </svg>
  );
}
