import type { Preset } from "./descriptor.ts";

/** The presets by name. Each is what stands here and a guide; api/idp/provider/presets.go has the same keys. */
export const presets: Preset[] = [
  {
    key: "adfs",
    name: "AD FS",
    issuer: "https://{host}/adfs",
    guide: () => import("../connections/guides/adfs.en.json"),
    logo: "m3 5 8-1.2v7.7H3zm9-1.3 9-1.3v9.1h-9zM3 12.5h8v7.7L3 19zm9 0h9v9.1l-9-1.3z",
  },
  {
    key: "auth0",
    name: "Auth0",
    issuer: "https://{domain}/",
    guide: () => import("../connections/guides/auth0.en.json"),
    logo: "M12 2c3 1.6 6 2 8.5 2v8c0 5-4 8.3-8.5 10-4.5-1.7-8.5-5-8.5-10V4C6 4 9 3.6 12 2m0 5.2-1.3 3.6H7l3 2.2-1.1 3.7 3.1-2.2 3.1 2.2L14 13l3-2.2h-3.7z",
  },
  {
    key: "gitlab",
    name: "GitLab",
    issuer: "https://{host}",
    guide: () => import("../connections/guides/gitlab.en.json"),
    logo: "M12 21 2.5 13.8 5.7 3.5l2.7 6.6h7.2l2.7-6.6 3.2 10.3z",
  },
  {
    key: "keycloak",
    name: "Keycloak",
    issuer: "https://{host}/realms/{realm}",
    guide: () => import("../connections/guides/keycloak.en.json"),
    logo: "M7 3.5h10l5 8.5-5 8.5H7L2 12zM9 8l-2.3 4L9 16h2.2L9 12l2.2-4zm6 0h-2.2l2.2 4-2.2 4H15l2.3-4z",
  },
  {
    key: "okta",
    name: "Okta",
    issuer: "https://{domain}",
    guide: () => import("../connections/guides/okta.en.json"),
    logo: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10",
  },
];

/** The preset that a connection was made with. */
export function presetOf(key: string | null | undefined): Preset | undefined {
  return presets.find((one) => one.key === key);
}
