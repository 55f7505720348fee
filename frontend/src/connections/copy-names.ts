import type { components } from "../api/schema.gen.ts";
import type { Kind } from "./wrong.ts";

export type CopyName = keyof components["schemas"]["CopyBlock"];

const all: CopyName[] = ["redirectUri", "javascriptOrigin", "appName", "homePageUrl", "scopes"];

/** The values to copy for a kind of provider, in the order of the screen. Only Google asks for an origin. */
export function copyNames(kind: Kind): CopyName[] {
  return kind === "google" ? all : all.filter((name) => name !== "javascriptOrigin");
}

export function isCopyName(name: string): name is CopyName {
  return (all as string[]).includes(name);
}
