import { say } from "./app.ts";
import { enumerated } from "./lists.ts";

/** What a role is called: the built-in ones in the reader's language, all others as they were named. */
export function roleTitle(key: string, name: string): string {
  return key === "super_admin" || key === "agent" ? say(`role.${key}`) : name;
}

const readable = ["log:read", "users:read", "events:read"] as const;

/** What a role permits in Latchkey, in a sentence. */
export function rolePermits(key: string, permissions: string[]): string {
  if (key === "super_admin") return say("role.all");
  const may = readable.filter((one) => permissions.includes(one));
  return may.length > 0 ? enumerated(may.map((one) => say(`role.${one}`))) : say("role.none");
}
