import type { Descriptor } from "./descriptor.ts";
import { guid } from "./values.ts";

/** What every client ID of Google ends with. */
export const googleClient = ".apps.googleusercontent.com";

export const google: Descriptor = {
  kind: "google",
  isOwn: false,
  Logo,
  guide: () => import("../connections/guides/google.en.json"),
  fields: ["clientId", "clientSecret", "secretExpiresAt", "lockedTo", "label"],
  copy: ["redirectUri", "javascriptOrigin", "appName", "homePageUrl", "scopes"],
  clientIdEnd: googleClient,
  mistakes: {
    clientId: (value) => (guid.test(value) ? "other_provider" : value.endsWith(googleClient) ? null : "format"),
    clientSecret: (value) => (value.endsWith(googleClient) ? "format" : null),
  },
  words: { wrongSecret: true },
  hasTenant: false,
  sightings: {
    redirect: "redirect_uri_mismatch",
    client: "invalid_client, deleted_client",
    blocked: "org_internal, admin_policy_enforced, access_denied",
    other: "",
  },
  codes: () => import("./google-codes.ts"),
};

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <defs>
        <linearGradient id="g1" x1="19" y1="5" x2="3.6" y2="8.5" gradientUnits="userSpaceOnUse">
          <stop offset=".55" stopColor="#ea4335" />
          <stop offset="1" stopColor="#fa8a14" />
        </linearGradient>
        <linearGradient id="g2" x1="4" y1="8" x2="4.6" y2="16.5" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#fa8a14" />
          <stop offset=".4" stopColor="#fbbc04" />
          <stop offset="1" stopColor="#8fba34" />
        </linearGradient>
        <linearGradient id="g3" x1="4.6" y1="16.5" x2="17.5" y2="18" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#8fba34" />
          <stop offset=".35" stopColor="#34a853" />
          <stop offset=".75" stopColor="#34a853" />
          <stop offset="1" stopColor="#3095b4" />
        </linearGradient>
        <linearGradient id="g4" x1="17.5" y1="18" x2="21" y2="12" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#3392c4" />
          <stop offset=".45" stopColor="#4285f4" />
        </linearGradient>
      </defs>
      <g fill="none" strokeWidth="4.4">
        <path stroke="url(#g3)" d="M17.8 18.4A8.7 8.7 0 0 1 4.3 15.9" />
        <path stroke="url(#g4)" d="M12.2 12.1h8.3a8.7 8.7 0 0 1-3.1 6.6" />
        <path stroke="url(#g2)" d="M4.5 16.3a8.7 8.7 0 0 1 0-8.6" />
        <path stroke="url(#g1)" d="M4.2 8.3a8.7 8.7 0 0 1 14-2.3" />
      </g>
    </svg>
  );
}
