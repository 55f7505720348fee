import type { CopyName } from "../providers/descriptor.ts";

const all: CopyName[] = ["redirectUri", "javascriptOrigin", "appName", "homePageUrl", "scopes"];

export function isCopyName(name: string): name is CopyName {
  return (all as string[]).includes(name);
}
