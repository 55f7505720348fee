import type { components } from "../api/schema.gen.ts";
import { texts } from "./sightings.en.ts";

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

const known: (Omit<Sighting, "label" | "todo"> & { id: keyof typeof texts })[] = [
  {
    id: "redirect",
    codes: { google: "redirect_uri_mismatch", microsoft: "AADSTS50011", openid: "redirect_uri" },
    who: "provider-admin",
    values: ["redirect-uri"],
  },
  {
    id: "client",
    codes: {
      google: "invalid_client, deleted_client",
      microsoft: "AADSTS700016, AADSTS90002",
      openid: "invalid_client",
    },
    who: "you",
    values: ["client-id", "tenant"],
  },
  {
    id: "assigned",
    codes: { microsoft: "AADSTS50105" },
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "directory",
    codes: { microsoft: "AADSTS50020, AADSTS50194" },
    who: "you",
    values: ["tenant", "locked"],
  },
  {
    id: "consent",
    codes: { microsoft: "AADSTS65001, AADSTS90094" },
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "blocked",
    codes: {
      google: "org_internal, admin_policy_enforced, access_denied",
      microsoft: "AADSTS53003, AADSTS50131",
      openid: "access_denied",
    },
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "other",
    codes: { google: "", microsoft: "", openid: "" },
    who: "provider-admin",
    values: ["redirect-uri", "client-id", "tenant"],
  },
];

/** What to choose from when nothing came back (spec S10). Hints only: the codes may change. */
export const sightings: Sighting[] = known.map((one) => ({ ...one, ...texts[one.id] }));
