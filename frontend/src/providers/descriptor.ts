import type { ReactElement } from "react";
import type { FieldCode } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";
import type { Guide } from "./guides.ts";

export type Kind = components["schemas"]["ProviderKind"];
export type CopyName = keyof components["schemas"]["CopyBlock"];
export type FieldName =
  | "clientId"
  | "clientSecret"
  | "secretExpiresAt"
  | "tenant"
  | "issuer"
  | "clientAuth"
  | "lockedTo"
  | "confirm"
  | "label";

/** What something on the provider's own error page is: see sightings.ts. */
export type SightingId = "redirect" | "client" | "assigned" | "directory" | "consent" | "blocked" | "other";

/** Who can mend it: the person who signs in, a super admin here, or who administers the provider's directory. */
export type Fixer = "person" | "super_admin" | "provider_admin";

/** An error code of a provider in plain words. */
export interface CodeText {
  title: string;
  why: string;
  fix: string;
}

/** The error codes of a brand that we explain. */
export interface Codes<Code extends string = string> {
  texts: Record<Code, CodeText>;
  who: Record<Code, Fixer>;
  /** They say more than the code of OAuth that stands beside them. */
  saysMore?: true;
}

/** What the pages know of a brand of provider. Whoever has to know something of one asks this; nobody compares names. */
export interface Descriptor {
  kind: Kind;
  /** The organization names it, so it needs a label. */
  isOwn: boolean;
  Logo: () => ReactElement;
  /** How an application is set up there, in the language of the page. */
  guide: () => Promise<{ default: Guide }>;
  /** The fields of its form, in their order on the screen. */
  fields: FieldName[];
  /** The values to copy, in the order of the screen: those that a step of its guide needs. */
  copy: CopyName[];
  /** What every client ID of it ends with: no help to tell two apart. */
  clientIdEnd?: string;
  /** What a pasted value looks like by mistake, by the codes of the server. */
  mistakes: Partial<Record<FieldName, (value: string) => FieldCode | null>>;
  /** Its own words for fields, hints and refusals, where it has some. */
  words: Partial<Record<"clientId" | "clientSecret" | "secretExpiresAt" | "wrongSecret" | "account", true>>;
  /** A lock names directories by their ids, which people know by a domain; the form asks for the one of the application. */
  hasTenant: boolean;
  /** The codes on its error pages. What is missing it does not show. */
  sightings: Partial<Record<SightingId, string>>;
  /** What its error codes mean: its own alone, those of the standard are of the generic provider. */
  codes: () => Promise<{ default: Codes }>;
  /** The one of them that blames the secret alone: the client ID was right then. */
  wrongSecretCode?: string;
}

/** What is known of a generic provider by brand: data beside what all of them have. */
export interface Preset {
  /** Kept with the connection. */
  key: string;
  name: string;
  /** What its issuers look like, to the slash at their end. */
  issuer: string;
  guide: Descriptor["guide"];
  /** One path in a square of 24 units, in one colour. */
  logo: string;
}
