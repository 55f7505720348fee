import type { SightingId } from "../../providers/descriptor.ts";
import texts from "./sightings.en.json";

/** Something that a provider shows on its own page, without sending anybody back. */
export interface Sighting {
  id: SightingId;
  /** What the page says. */
  label: string;
  who: "provider-admin" | "you" | "person";
  /** Said after "What to do:". */
  todo: string;
  /** What to compare. */
  values: ("redirect-uri" | "client-id" | "tenant" | "locked")[];
}

const known: Omit<Sighting, "label" | "todo">[] = [
  {
    id: "redirect",
    who: "provider-admin",
    values: ["redirect-uri"],
  },
  {
    id: "client",
    who: "you",
    values: ["client-id", "tenant"],
  },
  {
    id: "assigned",
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "directory",
    who: "you",
    values: ["tenant", "locked"],
  },
  {
    id: "consent",
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "blocked",
    who: "provider-admin",
    values: ["client-id"],
  },
  {
    id: "other",
    who: "provider-admin",
    values: ["redirect-uri", "client-id", "tenant"],
  },
];

/** What to choose from when nothing came back (spec S10). Its codes stand in the descriptor of each provider. Hints only: they may change. */
export const sightings: Sighting[] = known.map((one) => ({ ...one, ...texts[one.id] }));
