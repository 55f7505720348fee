import type { components } from "../api/schema.gen.ts";
import type { Kind } from "./wrong.ts";

export type CopyName = keyof components["schemas"]["CopyBlock"];

const all: CopyName[] = ["redirectUri", "javascriptOrigin", "appName", "homePageUrl", "scopes"];

const openidWithout: CopyName[] = ["javascriptOrigin"];
const microsoftWithout: CopyName[] = ["javascriptOrigin", "homePageUrl"];

/** The values to copy for a kind of provider, in the order of the screen: those that a step of its guide needs. */
export function copyNames(kind: Kind): CopyName[] {
  const without: CopyName[] = { google: [], microsoft: microsoftWithout, openid: openidWithout }[kind];
  return all.filter((name) => !without.includes(name));
}

export function isCopyName(name: string): name is CopyName {
  return (all as string[]).includes(name);
}
