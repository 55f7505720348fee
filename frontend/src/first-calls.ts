/** What belongs to a page of the app from the start: the module that draws it, and what it asks first. */
interface First {
  /** Below src. The build tells the server, which has the browser fetch it at once. */
  page?: string;
  /** Calls below /api/v1: {of} is the organization that this browser used last, {id} stands in the address, {zone} is the browser's, {from} begins the log. */
  calls?: string[];
  /** What only super admins ask. */
  admins?: string[];
  /** The folder below src of guides of which one is fetched: the server knows which. */
  guides?: string;
}

// Of pages that name them all; others have nothing but their mark in the menu, which is asked once the page is there (shell/menu.tsx).
const connections = "{of}/connections";
const counts = "{of}/sign-in-counts?timeZone={zone}";
const policy = "{of}/sign-in-policy";
const one = "{of}/connections/{id}";
const settings = "/sso-settings/connections/:id";

/** By the patterns of their addresses, as in routes.tsx. */
export const firsts: Record<string, First> = {
  "/": {
    page: "home/home-page.tsx",
    calls: ["me/applications"],
    admins: [connections, `${policy}/requirement`, counts],
  },
  "/profile": { page: "profile/pages.tsx" },
  "/profile/security": { page: "security/pages.tsx", calls: ["me/identities", "me/sessions", "me/sign-ins"] },
  "/sso-settings": { page: "connections/pages.tsx", calls: [policy, counts], admins: [connections] },
  "/sso-settings/policy": {
    page: "policy/pages.tsx",
    calls: [policy],
    admins: ["{of}/connection-forecasts"],
  },
  "/sso-settings/require": {
    page: "policy/pages.tsx",
    calls: [policy, `${policy}/requirement`],
  },
  "/sso-settings/domains": { page: "domains/pages.tsx", calls: ["{of}/domains"] },
  "/sso-settings/branding": { page: "branding/pages.tsx", calls: ["{of}/branding"] },
  [settings]: {
    page: "connections/pages.tsx",
    calls: [one, `${one}/versions`, `${one}/setup-links`],
    admins: ["{of}/role-rules"],
    guides: "connections/guides",
  },
  [`${settings}/test`]: { page: "connectiontest/pages.tsx", calls: [one, `${one}/tests`] },
  [`${settings}/preview`]: {
    page: "preview/pages.tsx",
    calls: [one, `${one}/preview?outcome=worst&limit=25`],
  },
  "/applications": { page: "applications/pages.tsx", calls: ["{of}/applications"] },
  "/users": {
    page: "users/pages.tsx",
    calls: ["{of}/roles", "{of}/users?sort=name&limit=25"],
    admins: [connections],
  },
  "/users/import": {
    page: "users/import-page.tsx",
    calls: ["{of}/roles", "{of}/sign-in", "{of}/user-imports"],
    admins: [connections],
  },
  "/roles": {
    page: "roles/pages.tsx",
    calls: ["{of}/roles", "{of}/role-rules", "{of}/role-drift", "{of}/role-choices"],
  },
  "/api-keys": { page: "apikeys/pages.tsx", calls: ["{of}/services"] },
  "/webhooks": { page: "webhooks/pages.tsx", calls: ["{of}/webhooks"] },
  "/sign-in-log": {
    page: "signinlog/pages.tsx",
    calls: [counts, "{of}/sign-in-log?from={from}&limit=25"],
    admins: [connections],
  },
  "/sign-in-log/mails": { page: "signinlog/pages.tsx", calls: ["{of}/mails"] },
  "/sign-in-log/changes": { page: "signinlog/pages.tsx", calls: ["{of}/audit-events?limit=25"], admins: [connections] },
};

/** The pattern that an address fits. */
export function patternOf(address: string): string | undefined {
  const parts = address.split("/");
  return Object.keys(firsts).find((pattern) => {
    const wanted = pattern.split("/");
    return wanted.length === parts.length && wanted.every((part, i) => part === parts[i] || part.startsWith(":"));
  });
}

interface Place {
  path: string;
  /** With a search of its own, lists ask for something else. */
  search: string;
  organization: string | undefined;
  // Functions, since a slow browser takes a tenth of a second to tell the time of a zone: pages that need none do not wait for it.
  zone: () => string;
  from: () => string;
}

interface Calls {
  /** What everybody asks. */
  all: string[];
  /** What super admins ask besides. */
  admins: string[];
}

/** What the page at an address asks first. Nothing where there is no such page. */
export function callsAt({ path, search, organization, zone, from }: Place): Calls {
  const first = firsts[patternOf(path) ?? ""];
  if (!first) return { all: [], admins: [] };
  const known = (calls: string[] = []) =>
    calls
      .filter((call) => (organization || !call.startsWith("{of}")) && !(search && call.includes("?")))
      .map((call) =>
        call
          .replace("{of}", () => `organizations/${encodeURIComponent(organization ?? "")}`)
          .replace("{id}", () => path.split("/")[3] ?? "")
          .replace("{zone}", () => encodeURIComponent(zone()))
          .replace("{from}", () => encodeURIComponent(from())),
      )
      .map((call) => `/api/v1/${call}`);
  return {
    all: ["/api/v1/me", ...known(first.calls)],
    admins: known(first.admins),
  };
}
