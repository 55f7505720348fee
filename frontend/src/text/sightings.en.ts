import type { components } from "../api/schema.gen.ts";

type Kind = components["schemas"]["ProviderKind"];

/** Something that a provider shows on its own page, without sending anybody back. */
export interface Sighting {
  id: string;
  /** What the page says. */
  label: string;
  /** The codes on it, by kind of provider. A kind that is missing does not show this. */
  codes: Partial<Record<Kind, string>>;
  who: "provider-admin" | "you" | "person";
  /** Said after "What to do:". */
  todo: string;
  /** What to compare. */
  values: ("redirect-uri" | "client-id" | "tenant" | "locked")[];
}

/** What to choose from when nothing came back (spec S10). Hints only: the codes may change. */
export const sightings: Sighting[] = [
  {
    id: "redirect",
    label: "The redirect URI does not match",
    codes: { google: "redirect_uri_mismatch", microsoft: "AADSTS50011", openid: "redirect_uri" },
    who: "provider-admin",
    todo: "add exactly this redirect URI to the application, under the platform Web. One slash more or less is enough to fail.",
    values: ["redirect-uri"],
  },
  {
    id: "client",
    label: "The application or client is not known",
    codes: {
      google: "invalid_client, deleted_client",
      microsoft: "AADSTS700016, AADSTS90002",
      openid: "invalid_client",
    },
    who: "you",
    todo: "compare the client ID, and with Microsoft the tenant ID, with the application's own page. Save what is different.",
    values: ["client-id", "tenant"],
  },
  {
    id: "assigned",
    label: "The person is not assigned to the application",
    codes: { microsoft: "AADSTS50105" },
    who: "provider-admin",
    todo: "in Entra, open Enterprise applications, find this client ID, and add the person or their group under Users and groups.",
    values: ["client-id"],
  },
  {
    id: "directory",
    label: "The account is in another directory",
    codes: { microsoft: "AADSTS50020, AADSTS50194" },
    who: "you",
    todo: "use an account of the tenant below. If the application is for one directory only, its tenant ID has to be saved here.",
    values: ["tenant", "locked"],
  },
  {
    id: "consent",
    label: "An administrator must approve",
    codes: { microsoft: "AADSTS65001, AADSTS90094" },
    who: "provider-admin",
    todo: "open the app registration with this client ID, API permissions, and grant admin consent for openid, profile and email.",
    values: ["client-id"],
  },
  {
    id: "blocked",
    label: "Access is blocked",
    codes: {
      google: "org_internal, admin_policy_enforced, access_denied",
      microsoft: "AADSTS53003, AADSTS50131",
      openid: "access_denied",
    },
    who: "provider-admin",
    todo: "look which rule keeps the account out. With Google: use an account of the Workspace, set the audience to Internal, and trust this client ID in the Admin console. With Microsoft: the Entra sign-in log names the policy.",
    values: ["client-id"],
  },
  {
    id: "other",
    label: "Something else",
    codes: { google: "", microsoft: "", openid: "" },
    who: "provider-admin",
    todo: "search the provider's help for the code on the page, and compare all of these values with the application.",
    values: ["redirect-uri", "client-id", "tenant"],
  },
];
